#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fault injection: kills, full disks, damaged files, lost shards. Prints a table of what was done. See scripts/torture."""
import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor

import bad_input
import crash
import damage
import faults
import load
import readers
import replicas
import shards
from harness import Counts, Failure, say

# Longest first, so that the two worker processes finish at about the same time.
PARTS = {"crash": crash, "damage": damage, "shards": shards, "faults": faults, "readers": readers,
         "load": load, "bad-input": bad_input, "replicas": replicas}


def do_part(name, short):
    begin = time.monotonic()
    counts = Counts()
    try:
        PARTS[name].main(counts, short)
    except Failure as failure:
        counts.fail(f"{name}: {failure}")
    say(f"{name}: {time.monotonic() - begin:.0f} s")
    return counts


def main():
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--short", action="store_true", help="run about a tenth, in a minute or two")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    begin = time.monotonic()
    counts = Counts()
    # Two parts in parallel: most of the time one program of a part waits for another.
    with ProcessPoolExecutor(max_workers=2) as pool:
        parts = [pool.submit(do_part, name, arguments.short) for name in arguments.parts or PARTS]
        for part in parts:
            counts.join(part.result())
    counts.print()
    say(f"{time.monotonic() - begin:.0f} s in total")
    return 1 if counts.failures else 0


if __name__ == "__main__":
    sys.exit(main())
