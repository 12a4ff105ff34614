# SPDX-License-Identifier: GPL-2.0-or-later
"""Running a program and counting what it costs, and the arithmetic of the tables."""
import dataclasses
import math
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time


def stop(reason):
    print(f"bench: {reason}", file=sys.stderr)
    sys.exit(2)


@dataclasses.dataclass
class Cost:
    wall_s: float
    cpu_s: float  # of all threads
    memory_mb: float  # the peak of what is resident, mapped files included; millions of bytes


def run_session(command, **streams):
    """The status of a program in a session of its own: when this one is ended meanwhile, all that it started ends too."""
    with subprocess.Popen(command, start_new_session=True, **streams) as process:
        try:
            return process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def run(command, stdin=None, stdout=None):
    """Runs a program to its end. GNU time counts, since it is small itself: the kernel's peak of a process includes the memory of
    the one that it was forked from."""
    with tempfile.NamedTemporaryFile("r") as counts, tempfile.TemporaryFile("w+") as errors:
        source = open(stdin, "rb") if stdin else subprocess.DEVNULL
        target = open(stdout, "wb") if stdout else subprocess.DEVNULL
        begin = time.perf_counter()
        status = run_session(["/usr/bin/time", "-q", "-o", counts.name, "-f", "%U %S %M", *map(str, command)], stdin=source,
                             stdout=target, stderr=errors)
        wall = time.perf_counter() - begin
        if status != 0:
            errors.seek(0)
            stop(f"{' '.join(map(str, command))} failed with {status}:\n{errors.read()[-2000:]}")
        user, system, kilobytes = counts.read().split()
    return Cost(wall, float(user) + float(system), int(kilobytes) * 1024 / 1e6)


def disk_mb(paths):
    """Millions of bytes on disk; a folder counts with what is in it, holes in files do not count."""
    files = [file for path in paths for file in [path, *pathlib.Path(path).rglob("*")]]
    return sum(file.stat().st_blocks * 512 for file in files if file.is_file()) / 1e6


def percentile(values, share):
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values):
    return statistics.median(values)


def ratio(own, other):
    """nonmun's to the peer's, of medians; None when one is not there."""
    if not own or not other:
        return None
    return median(own) / median(other) if median(other) > 0 else None


def exponent(points):
    """b of the least squares line y = a · x^b through the logarithms of (x, y); None of fewer than two points."""
    points = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(points) < 2:
        return None
    xs, ys = zip(*points)
    return statistics.linear_regression(xs, ys).slope
