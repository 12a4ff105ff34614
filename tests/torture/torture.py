#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Does the harm that a database has to survive, and prints how much of it was done. See scripts/torture."""
import argparse
import sys
import time

import bad_input
import crash
import damage
import faults
import readers
import replicas
import shards
from harness import Counts, Failure, say

PARTS = {"crash": crash, "faults": faults, "readers": readers, "damage": damage, "bad-input": bad_input,
         "shards": shards, "replicas": replicas}


def main():
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a tenth of it, in a minute or two")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default: all")
    arguments = parser.parse_args()
    unknown = set(arguments.parts) - set(PARTS)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    counts = Counts()
    for name in arguments.parts or PARTS:
        begin = time.monotonic()
        try:
            PARTS[name].main(counts, arguments.short)
        except Failure as failure:
            counts.fail(f"{name}: {failure}")
        say(f"{name}: {time.monotonic() - begin:.0f} s")
    counts.print()
    return 1 if counts.failures else 0


if __name__ == "__main__":
    sys.exit(main())
