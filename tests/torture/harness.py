# SPDX-License-Identifier: GPL-2.0-or-later
"""Helpers for the fault injection tests: run the programs, check an index, count what was done."""
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("NONMUN_BIN", PROJECT / "build/release/bin"))
# The programs must not see the user's settings.
for variable in [name for name in os.environ if name.startswith("NONMUN_")]:
    del os.environ[variable]
os.environ.update({f"XDG_{kind}_HOME": "/dev/null/nowhere" for kind in ("CONFIG", "STATE", "DATA")})
ARCHIVE = PROJECT.parent / "shared/archive"

# A program that runs longer hangs. A busy machine can take minutes.
MOST_SECONDS = 600


class Failure(Exception):
    """An unexpected result."""


class Outcome:
    def __init__(self, command, status, out, err):
        self.command, self.status, self.out, self.err = command, status, out, err

    @property
    def faulted(self):
        """Damaged blocks caused a memory fault inside Xapian. The program printed a message and ended."""
        return b"ended in the middle of its work" in self.err

    @property
    def crashed(self):
        """The program aborted for another reason than a full disk."""
        return re.search(rb"ended in the middle of its work(?!:[^;\n]*(No space left on device|File too large))", self.err)

    def __str__(self):
        err = self.err.decode("utf-8", "replace").strip()
        return f"{' '.join(map(str, self.command))}: status {self.status}: {err[-500:]}"


def run(program, *arguments, stdin=b"", seconds=MOST_SECONDS, **options):
    command = [str(BIN / program), *map(str, arguments)]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, timeout=seconds, **options)
    except subprocess.TimeoutExpired:
        raise Failure(f"{' '.join(command)}: not finished in {seconds} s") from None
    return Outcome(command, done.returncode, done.stdout, done.stderr)


def start(program, *arguments, **options):
    return subprocess.Popen([str(BIN / program), *map(str, arguments)], stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)


def check(condition, what):
    if not condition:
        raise Failure(str(what))


def expect(outcome, status=0):
    check(outcome.status == status, f"expected status {status}: {outcome}")
    return outcome


def expect_one_clear_line(outcome):
    """Expects an error with one line: what, where, and what to do."""
    expect(outcome, 2)
    check(not outcome.crashed, f"crashed: {outcome}")
    lines = [line for line in outcome.err.decode().splitlines() if line.startswith("nonmun")]
    check(len(lines) == 1 and "; " in lines[0], f"expected one clear line: {outcome}")
    check(not outcome.out, f"expected nothing on standard output: {outcome}")
    return lines[0]


def exported(database):
    """All papers as JSON Lines, or None if there is no index."""
    if not os.path.exists(database):
        return None
    return expect(run("nonmun", "export", "--db", database)).out


def ids(lines):
    return {json.loads(line)["id"] for line in (lines or b"").splitlines()}


def expect_whole(database):
    outcome = run("nonmun", "doctor", "--db", database, "--format", "json")
    check(outcome.status == 0, f"nonmun doctor reports: {outcome.out.decode()} {outcome}")


def expect_answers(database, query="모델"):
    check(run("nonmun", "search", query, "--db", database, "--limit", "3").status == 0,
          f"{database} does not answer")


def make_corpus(folder, papers, seed=1):
    made = subprocess.run([PROJECT / "scripts/make-corpus", "--source", PROJECT / "data", "--papers",
                           str(papers), "--seed", str(seed), folder], capture_output=True)
    check(made.returncode == 0, made.stderr.decode())


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def expect_listens(port, program):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.02)
    raise Failure(f"{program} does not listen on its port")


def remove(path):
    path = pathlib.Path(path)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()


class Work(tempfile.TemporaryDirectory):
    """A temporary folder."""

    def __init__(self):
        super().__init__(prefix="nonmun-torture-")

    def __enter__(self):
        super().__enter__()
        return self

    def __truediv__(self, name):
        return pathlib.Path(self.name) / name


class Counts:
    """The table of what was done, in order, and the failures."""

    def __init__(self):
        self.rows = []
        self.failures = []

    def add(self, what, count):
        self.rows.append((what, count))

    def skip(self, what, why):
        """A test that cannot run on this machine also gets a row, so that it is not missed."""
        say(f"skipped: {what}: {why}")
        self.add(what, "skipped")

    def fail(self, what):
        self.failures.append(what)
        print(f"torture: FAILED: {what}", file=sys.stderr)

    def join(self, other):
        self.rows += other.rows
        self.failures += other.failures

    def print(self):
        print("| what was done | count |\n|---|---|")
        for what, count in self.rows:
            print(f"| {what} | {count} |")


def say(text):
    print(f"torture: {text}", file=sys.stderr, flush=True)
