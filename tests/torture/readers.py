# SPDX-License-Identifier: GPL-2.0-or-later
"""One writer that commits continuously, and four readers: no errors, and no answer mixes two states of the index."""
import json
import re
import signal
import threading
import time

from harness import *

PAPERS = 80
READERS = 4


def batch(generation):
    """Papers whose titles all name the same generation."""
    lines = []
    for number in range(PAPERS):
        lines.append(json.dumps({"id": f"p{number}", "title": f"Robot number {number} of generation{generation}",
                                 "date": f"2024-05-{1 + number % 28:02d}", "votes": (number * generation) % 50,
                                 "authors": ["Some Author", f"Author Number{number}"],
                                 "summary": [f"로봇 모델 {number} 의 요약", "and its filler " * (1 + generation % 40)]},
                                ensure_ascii=False))
    return "\n".join(lines) + "\n"


def generations(text):
    return set(re.findall(rb"generation(\d+)", text))


class Shared:
    """State shared by the threads."""

    def __init__(self):
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.answers = 0
        self.commits = 0
        self.failures = []

    def count(self, answers=1):
        with self.lock:
            self.answers += answers

    def fail(self, what):
        with self.lock:
            self.failures.append(str(what))
        self.stop.set()


def write_batch(shared, database, file):
    generation = shared.commits + 2
    file.write_text(batch(generation))
    options = ("--rebuild",) if generation % 3 == 0 else ()
    expect(run("nonmun-index", "--db", database, *options, file))
    shared.commits += 1


def expect_one_generation(shared, text, what):
    found = generations(text)
    if len(found) != 1:
        shared.fail(f"{what}: the answer mixes {len(found)} states")


def read_search(shared, database, _):
    outcome = run("nonmun", "search", "robot", "--limit", 200, "--format", "jsonl", "--db", database)
    check(outcome.status == 0 and len(outcome.out.splitlines()) == PAPERS, outcome)
    expect_one_generation(shared, outcome.out, "search")
    shared.count()


def read_batch(shared, database, queries):
    """One process that searches many times, and reopens the index when it must."""
    outcome = run("nonmun", "search", "--queries", queries, "--limit", 200, "--format", "json", "--db", database)
    check(outcome.status == 0, outcome)
    for line in outcome.out.splitlines():
        check(len(json.loads(line)["hits"]) == PAPERS, "papers are missing")
        expect_one_generation(shared, line, "search --queries")
        shared.count()


def read_export(shared, database, _):
    outcome = run("nonmun", "export", "--db", database)
    check(outcome.status == 0 and len(outcome.out.splitlines()) == PAPERS, outcome)
    expect_one_generation(shared, outcome.out, "export")
    shared.count()


def read_others(shared, database, _):
    for arguments in (("show", "p7"), ("related", "p7"), ("author", "Some Author"), ("report", "--top", "3")):
        outcome = run("nonmun", *arguments, "--db", database)
        check(outcome.status == 0, outcome)
        expect_one_generation(shared, outcome.out, arguments[0])
        shared.count()
    for command in ("stats", "doctor"):
        outcome = run("nonmun", command, "--db", database)
        check(outcome.status == 0, outcome)
        shared.count()


def keep_on(shared, work, *arguments):
    """Repeats `work` until the stop event. Any exception is a failure."""
    try:
        while not shared.stop.is_set():
            work(shared, *arguments)
    except Exception as failure:
        shared.fail(repr(failure))


def writer_and_readers(counts, shards, seconds):
    shared = Shared()
    with Work() as work:
        (work / "place").mkdir()
        database, file, queries = work / "place" / "db", work / "batch.jsonl", work / "queries.tsv"
        file.write_text(batch(1))
        queries.write_text("".join(f"q{n}\trobot 로봇\n" for n in range(100)))
        expect(run("nonmun-index", "--db", database, "--shards", shards, file))
        threads = [threading.Thread(target=keep_on, args=(shared, write_batch, database, file))]
        for read in (read_search, read_batch, read_export, read_others)[:READERS]:
            threads.append(threading.Thread(target=keep_on, args=(shared, read, database, queries)))
        for thread in threads:
            thread.start()
        shared.stop.wait(seconds)
        shared.stop.set()
        for thread in threads:
            thread.join()
        check(not shared.failures, "; ".join(shared.failures[:3]))
        check(shared.commits > 2 and shared.answers > READERS, "the readers or the writer did nothing")
        expect_whole(database)
    of = f" of {shards} shards" if shards > 1 else ""
    counts.add(f"answers to {READERS} readers during writes{of}, {seconds} s", shared.answers)
    counts.add("... commits in that time, every third a rebuild", shared.commits)
    counts.add("... errors, and answers that mix two states", len(shared.failures))


def second_writer(counts):
    with Work() as work:
        digests, database = work / "digests", work / "db"
        make_corpus(digests, 300)
        expect(run("nonmun-index", "--db", database, digests))
        make_corpus(work / "more", 300, seed=2)
        first = start("nonmun-index", "--db", database, work / "more")
        wait = None
        try:
            deadline = time.monotonic() + 30
            while not holds_lock(first.pid):
                check(first.poll() is None and time.monotonic() < deadline, "the first writer does not take the lock")
                time.sleep(0.001)
            first.send_signal(signal.SIGSTOP)
            line = expect_one_clear_line(run("nonmun-index", "--db", database, digests))
            check(f"process {first.pid}" in line and "--wait" in line, line)
            begin = time.monotonic()
            expect_one_clear_line(run("nonmun-index", "--db", database, "--wait=1", digests))
            check(time.monotonic() - begin > 0.9, "--wait=1 did not wait a second")
            # Without --wait the second writer would end with an error, as above.
            wait = start("nonmun-index", "--db", database, "--wait", digests)
            time.sleep(0.5)
            check(wait.poll() is None, "--wait did not wait")
            first.send_signal(signal.SIGCONT)
            check(first.wait(60) == 0 and wait.wait(60) == 0, "a writer failed")
        finally:
            for process in filter(None, (first, wait)):
                if process.poll() is None:
                    process.kill()
                    process.wait()
                process.stderr.close()
        expect_whole(database)
    counts.add("second writers refused with the first writer's process id", 2)


def holds_lock(pid):
    try:
        for descriptor in os.listdir(f"/proc/{pid}/fdinfo"):
            with open(f"/proc/{pid}/fdinfo/{descriptor}") as info:
                if "lock:" in info.read():
                    return True
    except OSError:
        pass
    return False


def main(counts, short):
    second_writer(counts)
    writer_and_readers(counts, 1, 10 if short else 60)
    writer_and_readers(counts, 4, 10 if short else 20)
