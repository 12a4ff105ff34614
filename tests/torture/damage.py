# SPDX-License-Identifier: GPL-2.0-or-later
"""Databases with damaged bytes: no program crashes or hangs, and nonmun doctor finds every damage that makes an export wrong."""
import concurrent.futures
import os
import random
import shutil

from harness import *

TABLES = ("postlist.glass", "termlist.glass", "iamglass")
BLOCK = 8192


def change_byte(data, randomness):
    data[randomness.randrange(len(data))] = randomness.randrange(256)


def change_bit(data, randomness):
    data[randomness.randrange(len(data))] ^= 1 << randomness.randrange(8)


def change_head(data, randomness):
    """Changes a byte of a block's header: revision, level, free space, directory."""
    block = randomness.randrange(max(1, len(data) // BLOCK)) * BLOCK
    data[min(block + randomness.randrange(64), len(data) - 1)] = randomness.randrange(256)


def clear_stretch(data, randomness):
    begin = randomness.randrange(len(data))
    end = min(len(data), begin + randomness.randint(1, 700))
    data[begin:end] = bytes(end - begin)


def scramble_stretch(data, randomness):
    begin = randomness.randrange(len(data))
    end = min(len(data), begin + randomness.randint(1, 100))
    data[begin:end] = randomness.randbytes(end - begin)


def cut_off(data, randomness):
    del data[randomness.randrange(len(data)):]


def swap_blocks(data, randomness):
    blocks = len(data) // BLOCK
    if blocks < 2:
        return change_byte(data, randomness)
    one, other = (BLOCK * randomness.randrange(blocks) for _ in range(2))
    data[one:one + BLOCK], data[other:other + BLOCK] = data[other:other + BLOCK], data[one:one + BLOCK]


KINDS = (change_byte, change_bit, change_byte, change_bit, change_head, clear_stretch, scramble_stretch, cut_off,
         swap_blocks)


def damage(database, randomness):
    table = database / randomness.choice(TABLES)
    data = bytearray(table.read_bytes())
    before = bytes(data)
    kind = randomness.choice(KINDS)
    while bytes(data) == before:
        kind(data, randomness)
    table.write_bytes(data)
    return f"{kind.__name__} in {table.name}"


READS = (("export",), ("search", "모델 diffusion", "--limit", "50"), ("search", "\"language model\" author:kim votes:>3"),
         ("related", "--author", "Wei Zhang"), ("stats",))


def one_damage(number, whole, digests, right):
    """Returns whether nonmun doctor found the damage, how many programs ended by a fault in Xapian, and the failures."""
    randomness = random.Random(number)
    failures, faults = [], 0
    with Work() as work:
        database = work / "db"
        shutil.copytree(whole, database)
        done = f"damage {number} ({damage(database, randomness)})"
        doctor = run("nonmun", "doctor", "--format", "json", "--db", database)
        if doctor.status not in (0, 2):
            failures.append(f"{done}: {doctor}")
        noticed = doctor.status == 2
        for arguments in READS:
            outcome = run("nonmun", *arguments, "--db", database)
            if outcome.status not in (0, 1, 2):
                failures.append(f"{done}: {outcome}")
            faults += outcome.faulted
            wrong = arguments == ("export",) and outcome.out != right
            if wrong and not noticed:
                failures.append(f"{done}: a wrong export, but nonmun doctor finds nothing: {outcome}")
        outcome = run("nonmun-index", "--db", database, digests)
        faults += outcome.faulted
        if outcome.status not in (0, 2):
            failures.append(f"{done}: {outcome}")
        rebuilt = run("nonmun-index", "--db", database, "--rebuild", digests)
        if rebuilt.status != 0 or run("nonmun", "doctor", "--db", database).status != 0:
            failures.append(f"{done}: --rebuild does not repair it: {rebuilt}")
    return noticed, faults, failures


def main(counts, short):
    wanted = 40 if short else 510
    with Work() as work:
        digests, whole = work / "digests", work / "whole"
        make_corpus(digests, 120)
        expect(run("nonmun-index", "--db", whole, digests))
        right = exported(whole)
        changed = next(digests.rglob("*.md"))
        changed.write_text(changed.read_text().replace("Vote: ", "Vote: 1") + "- 하나 더\n")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(lambda number: one_damage(number, whole, digests, right), range(wanted)))
    failures = [failure for *_, failed in results for failure in failed]
    for failure in failures:
        counts.fail(f"damage: {failure}")
    counts.add("databases damaged at random", wanted)
    counts.add("... damage found by nonmun doctor", sum(noticed for noticed, *_ in results))
    counts.add("... runs ended by a fault inside Xapian, with a message", sum(faults for _, faults, _ in results))
    counts.add("... crashes, hangs, and undetected wrong exports", len(failures))
