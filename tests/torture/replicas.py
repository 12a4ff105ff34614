# SPDX-License-Identifier: GPL-2.0-or-later
"""Replicas of shards by stock xapian-replicate: full copies first, then changesets. Replicas stay equal and readable."""
import contextlib
import re
import shutil
import subprocess
import threading

from harness import *

SHARDS = 3


class Copies:
    """A replication server, and a replica of each of its shards."""

    def __init__(self, work):
        self.parent, self.folder = work / "parent", work / "copies"
        self.parent.mkdir()
        self.folder.mkdir()
        self.database, self.stub = self.parent / "db", self.folder / "stub"
        self.stub.write_text("".join(f"auto {shard}\n" for shard in range(SHARDS)))
        self.port = free_port()
        self.server = subprocess.Popen(["xapian-replicate-server", "--interface", "127.0.0.1", "--port", str(self.port),
                                        str(self.parent)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, start_new_session=True)
        expect_listens(self.port, "xapian-replicate-server")

    def write(self, *arguments):
        expect(run("nonmun-index", "--db", self.database, *arguments, env={**os.environ, "XAPIAN_MAX_CHANGESETS": "20"}))

    def update(self):
        """Updates all replicas. Returns how many were sent as full copies."""
        whole = 0
        for shard in range(SHARDS):
            command = ["xapian-replicate", "--host", "127.0.0.1", "--port", str(self.port), "--master", f"db/{shard}",
                       "--one-shot", "--reader-time", "0", "--verbose", str(self.folder / str(shard))]
            done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS)
            said = done.stdout + done.stderr
            told = re.search(rb"(\d+) copies, \d+ changesets", said)
            check(done.returncode == 0 and told, f"{' '.join(command)}: {said.decode()}")
            whole += int(told[1])
        return whole

    def expect_same(self):
        check(exported(self.stub) == exported(self.database), "the replicas hold different papers")
        expect_whole(self.stub)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


def keep_reading(copies, stop, answers, failures):
    """Reads one replica while the replicas are updated."""
    try:
        while not stop.is_set():
            for arguments in (("search", "모델", "--limit", "50"), ("stats",), ("export",)):
                expect(run("nonmun", *arguments, "--db", copies.folder / "0"))
                answers.append(arguments)
    except Exception as failure:
        failures.append(repr(failure))


def main(counts, short):
    if not shutil.which("xapian-replicate"):
        return counts.skip("replicas of shards by xapian-replicate", "it is not installed")
    with Work() as work:
        digests, more = work / "digests", work / "more"
        make_corpus(digests, 100 if short else 1000)
        make_corpus(more, 30 if short else 300, seed=2)
        copies = Copies(work)
        stop, answers, failures, changed, whole = threading.Event(), [], [], 0, 0
        reader = threading.Thread(target=keep_reading, args=(copies, stop, answers, failures))
        try:
            copies.write("--shards", SHARDS, digests)
            check(copies.update() == SHARDS, "the first copies are not full copies")
            copies.expect_same()
            reader.start()
            for turn in range(2 if short else 8):
                first = sorted(digests.rglob("*.md"))[turn]
                first.write_text(first.read_text().replace("Vote: ", "Vote: 1"))
                copies.write(digests, *((more,) if turn == 1 else ()))
                check(copies.update() == 0, "a full copy was sent in place of changesets")
                copies.expect_same()
                changed += SHARDS
            copies.write("--rebuild", digests)
            whole = copies.update()
            check(whole == SHARDS, "a rebuilt index was not sent as a full copy")
            copies.expect_same()
        finally:
            stop.set()
            if reader.ident:
                reader.join()
            copies.end()
        check(not failures, "; ".join(failures[:3]))
        check(len(answers) > 3, "the reader did nothing")
    counts.add("replicas of shards by xapian-replicate, full copies", SHARDS + whole)
    counts.add("... updates by changesets", changed)
    counts.add("... answers to a reader in that time, without errors", len(answers))
