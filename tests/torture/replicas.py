# SPDX-License-Identifier: GPL-2.0-or-later
"""Copies of shards by stock xapian-replicate: whole at first, then by what has changed; each is the index, and readers go on."""
import contextlib
import re
import shutil
import subprocess
import threading

from harness import *

SHARDS = 3


class Copies:
    """A server of what is written, and a copy of each of its shards."""

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
        """Brings all copies up to date, and says how many were sent as a whole."""
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
        check(exported(self.stub) == exported(self.database), "the copies hold other papers")
        expect_whole(self.stub)

    def end(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()


def keep_reading(copies, stop, answers, failures):
    """Of one copy, which is of one state, while the copies change."""
    try:
        while not stop.is_set():
            for arguments in (("search", "모델", "--limit", "50"), ("stats",), ("export",)):
                expect(run("nonmun", *arguments, "--db", copies.folder / "0"))
                answers.append(arguments)
    except Exception as failure:
        failures.append(repr(failure))


def main(counts, short):
    if not shutil.which("xapian-replicate"):
        return counts.skip("copies of shards sent by xapian-replicate", "it is not here")
    with Work() as work:
        digests, more = work / "digests", work / "more"
        make_corpus(digests, 100 if short else 1000)
        make_corpus(more, 30 if short else 300, seed=2)
        copies = Copies(work)
        stop, answers, failures, changed, whole = threading.Event(), [], [], 0, 0
        reader = threading.Thread(target=keep_reading, args=(copies, stop, answers, failures))
        try:
            copies.write("--shards", SHARDS, digests)
            check(copies.update() == SHARDS, "the first copies are whole")
            copies.expect_same()
            reader.start()
            for turn in range(2 if short else 8):
                first = sorted(digests.rglob("*.md"))[turn]
                first.write_text(first.read_text().replace("Vote: ", "Vote: 1"))
                copies.write(digests, *((more,) if turn == 1 else ()))
                check(copies.update() == 0, "what has changed is sent, and no more")
                copies.expect_same()
                changed += SHARDS
            copies.write("--rebuild", digests)
            whole = copies.update()
            check(whole == SHARDS, "an index that was made anew is sent as a whole")
            copies.expect_same()
        finally:
            stop.set()
            if reader.ident:
                reader.join()
            copies.end()
        check(not failures, "; ".join(failures[:3]))
        check(len(answers) > 3, "the reader was at work")
    counts.add("copies of shards sent by xapian-replicate, whole", SHARDS + whole)
    counts.add("... brought up to date by what has changed", changed)
    counts.add("... answers to a reader of a copy meanwhile, errors 0", len(answers))
