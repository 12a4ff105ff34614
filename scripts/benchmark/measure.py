# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs programs, measures their cost, and computes the statistics of the tables."""
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
    memory_mb: float  # peak resident memory in 10^6 bytes, including mapped files


def run_session(command, **streams):
    """Runs a program in its own session and returns its exit status. If this process is interrupted, the whole session is killed."""
    with subprocess.Popen(command, start_new_session=True, **streams) as process:
        try:
            return process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise


def run(command, stdin=None, stdout=None):
    """Runs a program and returns its cost. GNU time measures it: the peak memory of a process includes that of the process that
    forked it, and GNU time is small."""
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
    """Disk usage in 10^6 bytes, including the contents of folders. Holes in files do not count."""
    files = [file for path in paths for file in [path, *pathlib.Path(path).rglob("*")]]
    return sum(file.stat().st_blocks * 512 for file in files if file.is_file()) / 1e6


def percentile(values, share):
    """The smallest value that at least this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def median(values):
    return statistics.median(values)


def ratio(own, other):
    """The ratio of nonmun's median to the peer's, or None if one is missing."""
    if not own or not other:
        return None
    return median(own) / median(other) if median(other) > 0 else None


def exponent(points):
    """b of y = a · x^b, fitted by least squares to the logarithms, or None for fewer than two points."""
    points = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len(points) < 2:
        return None
    xs, ys = zip(*points)
    return statistics.linear_regression(xs, ys).slope
