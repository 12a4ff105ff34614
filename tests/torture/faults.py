# SPDX-License-Identifier: GPL-2.0-or-later
"""Full disks, read-only folders, files that vanish or change during a run: nothing is lost, and the error is one clear line."""
import contextlib
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import time

from harness import *

NOBODY = 65534
NO_MOUNT = "mounting a small file system is not permitted here"


def state(work, *options):
    """An index, and digests that have changed since it was made."""
    digests, database = work / "digests", work / "place" / "db"
    make_corpus(digests, 200)
    database.parent.mkdir()
    expect(run("nonmun-index", "--db", database, *options, digests))
    for file in digests.rglob("*.md"):
        file.write_text(file.read_text().replace("Vote: 1", "Vote: 2"))
    return digests, database


def expect_holds(database, before):
    check(exported(database) == before, f"{database} has changed")
    expect_whole(database)
    expect_answers(database)


def expect_as_before(database, before):
    expect_holds(database, before)
    expect_nothing_beside(database)


def expect_nothing_beside(database):
    left = [path.name for path in database.parent.iterdir() if path != database]
    check(not left, f"files left behind: {left}")


def expect_disk_error(outcome):
    """The message says what the system said of the disk, not what Xapian could not do then."""
    line = expect_one_clear_line(outcome)
    check("No space left on device" in line or "File too large" in line, f"the reason is not named: {line}")


def limited(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def full_disk_by_limit(work, counts):
    """Limits the size of files, so that a first build, an update and --rebuild fail at different points."""
    digests, database = state(work)
    before = exported(database)
    runs = 0
    for size in (0, 4096, 40_000, 100_000, 300_000, 600_000):
        shards = [("--rebuild", "--shards", "3")] if size <= 100_000 else []  # files of shards are smaller
        for options in ((), ("--rebuild",), *shards):
            outcome = run("nonmun-index", "--db", database, *options, digests, preexec_fn=limited(size))
            runs += 1
            expect_disk_error(outcome)
            expect_as_before(database, before)
        first = work / "place-of-first" / "db"
        expect_disk_error(run("nonmun-index", "--db", first, digests, preexec_fn=limited(size)))
        runs += 1
        check(not first.parent.exists(), "a failed first build left an index, or files beside it")
    expect(run("nonmun-index", "--db", database, digests))
    counts.add("runs on a full disk (by a limit on file size)", runs)


@contextlib.contextmanager
def mounted_disk(work, megabytes):
    """A small tmpfs, or None if mounting is not permitted."""
    disk = work / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk], capture_output=True)
    if mounted.returncode != 0:
        yield None
        return
    try:
        (disk / "place").mkdir()
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def shards_on_a_full_disk(work, counts):
    """An update of shards first copies them, then writes to the copy. The limits make one or the other fail. Xapian also writes in
    destructors, which ends the program by std::terminate()."""
    digests, database = state(work, "--shards", "3")
    before = exported(database)
    largest = max(file.stat().st_size for file in database.rglob("*.glass"))
    limits = (0, 4096, largest // 2, largest - 1, largest, largest + 1)
    for size in limits:
        expect_disk_error(run("nonmun-index", "--db", database, digests, preexec_fn=limited(size)))
        expect_as_before(database, before)
    expect(run("nonmun-index", "--db", database, digests))
    expect_whole(database)
    counts.add("... with three shards", len(limits))


def full_disk_by_mount(work, counts):
    """Runs on a file system of a few megabytes."""
    what = "runs on a full file system"
    with mounted_disk(work, 3) as disk:
        if not disk:
            return counts.skip(what, NO_MOUNT)
        digests, many = work / "digests", work / "many"
        make_corpus(digests, 40)
        make_corpus(many, 1500, seed=3)
        database = disk / "place" / "db"
        expect(run("nonmun-index", "--db", database, digests))
        before = exported(database)
        for options in ((), ("--rebuild",)):
            expect_disk_error(run("nonmun-index", "--db", database, *options, many))
            expect_as_before(database, before)
        # What a killed run left behind fills the disk. An update that needs the room removes it first.
        subprocess.run(["mount", "-o", "remount,size=8m", disk], check=True)
        left = database.parent / "db.building-abcdef"
        left.mkdir()
        (left / "nonmun-index").write_text(left.name + "\n")
        with contextlib.suppress(OSError), open(left / "postlist.glass", "wb") as full:
            while full.write(b"x" * 4096):
                full.flush()
        for file in digests.rglob("*.md"):
            file.write_text(file.read_text().replace("Vote: 1", "Vote: 2"))
        expect(run("nonmun-index", "--db", database, digests))
        expect_nothing_beside(database)
        runs = 4
        # First builds that fail at every stage: while parts are written, compacted, or checked.
        remove(database)
        for megabytes in range(3, 12):
            subprocess.run(["mount", "-o", f"remount,size={megabytes}m", disk], check=True)
            outcome = run("nonmun-index", "--db", database, many)
            if outcome.status == 0:
                break
            expect_disk_error(outcome)
            check(not any(database.parent.iterdir()), "a failed first build left files")
            runs += 1
        check(runs > 5, "the disk was never full")
        counts.add(what, runs)


def stopped_by_signals(work, counts, times):
    """Ctrl-C, kill, and the end of a session: the index is unchanged, and nothing is left beside it."""
    digests, database = state(work)
    before = exported(database)
    stopped = 0
    for turn in range(times):
        process = start("nonmun-index", "--db", database, "--rebuild", digests)
        time.sleep(0.02 * (turn % 15 + 1))
        sent = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[turn % 3]
        process.send_signal(sent)
        _, err = process.communicate(timeout=MOST_SECONDS)
        if process.returncode == -sent:
            stopped += 1
            if err:  # empty when the signal came before the program handled it
                expect_as_before(database, before)
        else:
            check(process.returncode == 0, f"ended with {process.returncode}: {err.decode()}")
            before = exported(database)
    expect(run("nonmun-index", "--db", database, digests))
    expect_nothing_beside(database)
    check(stopped > 0, "no run was stopped")
    counts.add("runs stopped by a signal", stopped)


def read_only_disk(work, counts):
    """Runs on a read-only file system, with changed digests."""
    what = "runs on a read-only file system"
    with mounted_disk(work, 50) as disk:
        if not disk:
            return counts.skip(what, NO_MOUNT)
        digests, database = state(work)
        place = disk / "place" / "db"
        shutil.copytree(database, place)
        before = exported(place)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        runs = ((), ("--prune",), ("--rebuild",), ("--rebuild", "--shards", "2"))
        for options in runs:
            line = expect_one_clear_line(run("nonmun-index", "--db", place, *options, digests))
            check(str(disk) in line and "is writing" not in line, line)
            check(exported(place) == before, f"{place} has changed")
        expect_one_clear_line(run("nonmun-index", "--db", disk / "place" / "new", digests))
        expect(run("nonmun", "report", "--top", "3", "--db", place))
        expect_one_clear_line(run("nonmun", "doctor", "--db", place))
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
        expect_as_before(place, before)
        counts.add(what, len(runs) + 3)


def no_permission(work, counts):
    """Runs as another user, who may not write the index, or may not read the digests."""
    what = "runs without permission"
    if os.getuid() != 0 or not shutil.which("setpriv"):
        return counts.skip(what, "only root can run programs as another user")
    digests, database = state(work)
    before = exported(database)
    for path in [pathlib.Path(work.name), *pathlib.Path(work.name).rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    reachable = BIN
    while reachable != reachable.parent:
        if not reachable.stat().st_mode & 0o001:
            return counts.skip(what, "other users cannot run the programs here")
        reachable = reachable.parent

    def as_nobody(program, *arguments):
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", BIN / program]
        done = subprocess.run([*map(str, command), *map(str, arguments)], capture_output=True)
        return Outcome(command, done.returncode, done.stdout, done.stderr)

    for options in ((), ("--rebuild",), ("--prune",)):
        line = expect_one_clear_line(as_nobody("nonmun-index", "--wait", "--db", database, *options, digests))
        check("is writing" not in line, line)
        expect_as_before(database, before)
    expect_one_clear_line(as_nobody("nonmun-index", "--db", work / "place" / "new", digests))
    check(as_nobody("nonmun", "search", "모델", "--db", database).status == 0, "search needs no write permission")
    expect_one_clear_line(as_nobody("nonmun", "doctor", "--db", database))
    theirs = work / "theirs"
    theirs.mkdir()
    os.chown(theirs, NOBODY, NOBODY)
    secret = next(digests.rglob("*.md"))
    secret.chmod(0)
    line = expect_one_clear_line(as_nobody("nonmun-index", "--db", theirs / "db", secret))
    check(str(secret) in line, line)
    expect_as_before(database, before)
    counts.add(what, 6)


def vanishing_files(work, counts, times):
    """Removes or changes files while a run reads them: the run is applied completely or not at all, and the next completes it."""
    digests, database = state(work)
    source = work / "source"
    shutil.copytree(digests, source)
    refused = 0
    for turn in range(times):
        expect(run("nonmun-index", "--db", database, "--rebuild", digests))
        before = exported(database)
        files = sorted(digests.rglob("*.md"))
        for file in files:
            file.write_text(file.read_text() + f"- turn {turn}\n")
        process = start("nonmun-index", "--db", database, *(("--rebuild",) if turn % 2 else ()), digests)
        time.sleep(0.004 * (turn % 40))
        for file in files[-len(files) // 3:]:
            file.unlink() if turn % 4 < 2 else file.write_text(file.read_text() + "- and again\n")
        _, err = process.communicate(timeout=MOST_SECONDS)
        if process.returncode != 0:
            refused += 1
            expect_one_clear_line(Outcome(["nonmun-index"], process.returncode, b"", err))
            check(exported(database) == before, "a failed run changed the index")
        expect_whole(database)
        expect(run("nonmun-index", "--db", database, "--prune", digests))
        now = exported(database)
        expect(run("nonmun-index", "--db", work / "place" / "fresh", digests))
        check(ids(now) == ids(exported(work / "place" / "fresh")), "papers are lost")
        remove(work / "place" / "fresh")
        remove(digests)
        shutil.copytree(source, digests)
    counts.add("runs while files vanish or change", times)
    counts.add("... ended with a one-line error", refused)


def huge_digest(work, counts, megabytes):
    entry = "### [Paper {0}](https://arxiv.org/abs/{1:04d}.{2:05d})\nVote: 3\nAuthors: A Name\n- 모델 {0} 의 요약입니다\n\n"
    file = work / "huge.md"
    papers = 0
    with open(file, "w") as out:
        out.write("## Daily Papers (2024-05-01)\n\n")
        while out.tell() < megabytes << 20:
            out.write("".join(entry.format(i, 2401 + i // 90000, i % 90000) for i in range(papers, papers + 1000)))
            papers += 1000
    database = work / "place" / "db"
    begin = time.monotonic()
    done = expect(run("nonmun-index", "--db", database, file, seconds=900))
    check(f"{papers} papers in" in done.err.decode(), done)
    expect_answers(database)
    say(f"faults: a digest of {megabytes} MB, {papers} papers: {time.monotonic() - begin:.0f} s")
    counts.add(f"entries in one digest of {megabytes} MB", papers)


def folder_loop(work, counts):
    digests = work / "digests"
    make_corpus(digests, 30)
    (digests / "loop").symlink_to(digests)
    (digests / "self").symlink_to(digests / "self")
    (digests / "gone").symlink_to(work / "nowhere")
    done = expect(run("nonmun-index", "--db", work / "place" / "db", digests))
    check("30 papers in" in done.err.decode(), done)
    counts.add("folders that contain themselves", 1)


def main(counts, short):
    for part in (full_disk_by_limit, shards_on_a_full_disk, full_disk_by_mount, read_only_disk, no_permission, folder_loop):
        with Work() as work:
            part(work, counts)
    with Work() as work:
        vanishing_files(work, counts, 4 if short else 24)
    with Work() as work:
        stopped_by_signals(work, counts, 9 if short else 60)
    with Work() as work:
        huge_digest(work, counts, 5 if short else 100)
