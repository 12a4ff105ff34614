# SPDX-License-Identifier: GPL-2.0-or-later
"""SIGKILL at random points of every kind of run: afterwards the index is in its old state or in its new state."""
import random
import shutil
import signal
import time

from harness import *


class Kind:
    """One kind of run, and its preconditions."""

    def __init__(self, name, digests, options=(), old=None, watch=None):
        self.name = name
        self.digests = digests      # the input
        self.options = options
        self.old = old              # the existing index, or None
        self.watch = watch          # kill only after a file with this prefix appears in the staged index


def prepare(work, papers):
    """Two states of a folder of digests: in the second, files are removed, changed and added."""
    first, second = work / "first", work / "second"
    make_corpus(first, papers)
    shutil.copytree(first, second)
    files = sorted(second.rglob("*.md"))
    for place, file in enumerate(files):
        if place % 5 == 0:
            file.unlink()
        elif place % 5 == 1:
            file.write_text(file.read_text().replace("Vote: 1", "Vote: 2").replace("모델", "모형"))
    make_corpus(work / "more", papers // 3, seed=2)
    shutil.copytree(work / "more", second / "more")
    return first, second


def kinds(work, papers):
    first, second = prepare(work, papers)
    place = work / "digests"  # both states have the same path, like a folder that changes
    shutil.copytree(first, place)
    one, four = work / "one", work / "four"
    expect(run("nonmun-index", "--db", one, place))
    expect(run("nonmun-index", "--db", four, "--shards", 4, place))
    remove(place)
    shutil.copytree(second, place)
    build = ("--jobs", "2")
    return [
        Kind("first build", place, build),
        Kind("incremental", place, (), one),
        Kind("prune", place, ("--prune",), one),
        Kind("rebuild", place, ("--rebuild", *build), one),
        Kind("compaction of a first build", place, build, watch="part-metadata"),
        Kind("compaction of a rebuild", place, ("--rebuild", *build), one, watch="part-metadata"),
        Kind("four shards, first build", place, ("--shards", "4", *build)),
        Kind("four shards, incremental", place, (), four),
        Kind("four shards, prune", place, ("--prune",), four),
        Kind("four shards, copy and commits of an update", place, ("--prune",), four, watch="0"),
    ]


def set_up(kind, database):
    for left in database.parent.iterdir():
        remove(left)
    if kind.old:
        shutil.copytree(kind.old, database)


def measure(kind, database):
    """The state after a complete run, and the seconds that it takes (from the appearance of the watched file, if any)."""
    set_up(kind, database)
    begin = time.monotonic()
    process = start("nonmun-index", "--db", database, *kind.options, kind.digests)
    seen = wait_for(kind, database, process)
    process.wait(MOST_SECONDS)
    check(process.returncode == 0, f"{kind.name}: {process.stderr.read().decode()}")
    process.stderr.close()
    expect_whole(database)
    return exported(database), time.monotonic() - (seen if kind.watch else begin)


def wait_for(kind, database, process):
    """Waits until the watched file exists or the process has ended."""
    while kind.watch and process.poll() is None:
        if next(database.parent.glob(f"{database.name}.building-*/{kind.watch}*"), None):
            return time.monotonic()
        time.sleep(0.0002)
    return time.monotonic()


def kill_once(kind, database, seconds, randomness):
    """Kills a run. Returns whether it was still running."""
    process = start("nonmun-index", "--db", database, *kind.options, kind.digests)
    wait_for(kind, database, process)
    # Half of the kills come near the end, when the new index replaces the old one.
    begin = randomness.choice((0, 0.8 * seconds))
    time.sleep(randomness.uniform(begin, 1.02 * seconds))
    process.send_signal(signal.SIGKILL)
    process.wait(MOST_SECONDS)
    process.stderr.close()
    return process.returncode == -signal.SIGKILL


def check_after(kind, database, before, after):
    """The state of the index ("before" or "after"), and the number of papers in both states that it has lost."""
    if before is None and not database.exists():
        return "before", 0
    expect_answers(database)
    now = exported(database)
    lost = len((ids(before) & ids(after)) - ids(now))
    expect_whole(database)
    check(now in (before, after), f"{kind.name}: the index is in neither the old nor the new state")
    return ("before" if now == before else "after"), lost


def finish(kind, database, after):
    """The next run completes the killed one."""
    again = [option for option in kind.options if option != "--rebuild" or kind.old is None]
    if kind.options[:1] == ("--rebuild",):
        again = list(kind.options)
    if database.exists() and "--shards" in again:
        again = []
    expect(run("nonmun-index", "--db", database, *again, kind.digests))
    expect_whole(database)
    check(exported(database) == after, f"{kind.name}: the next run does not complete the killed one")
    left = [path.name for path in database.parent.iterdir() if path != database]
    check(not left, f"{kind.name}: files left behind: {left}")


def main(counts, short):
    randomness = random.Random(20240501)
    kills, lost, states = 0, 0, {"before": 0, "after": 0}
    wanted = 20 if short else 210
    with Work() as work:
        (work / "place").mkdir()
        database = work / "place" / "db"
        every = kinds(work, 60 if short else 300)
        for kind in every:
            set_up(kind, database)
            before = exported(database)
            after, seconds = measure(kind, database)
            done, tries = 0, 0
            while done < wanted // len(every) and tries < 100 + 5 * wanted:
                tries += 1
                set_up(kind, database)
                if not kill_once(kind, database, seconds, randomness):
                    seconds *= 0.95  # the run ended before the kill: the machine was slower when it was measured
                    continue
                done += 1
                state, papers = check_after(kind, database, before, after)
                states[state] += 1
                lost += papers
                finish(kind, database, after)
            kills += done
            say(f"crash: {kind.name}: {done} kills within {seconds:.2f} s")
            check(done == wanted // len(every), f"{kind.name}: only {done} kills hit a running process")
    counts.add("nonmun-index runs killed", kills)
    counts.add("... index in its old state afterwards", states["before"])
    counts.add("... index in its new state afterwards", states["after"])
    counts.add("... papers lost", lost)
    check(lost == 0, f"{lost} papers lost")
