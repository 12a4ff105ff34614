# SPDX-License-Identifier: GPL-2.0-or-later
"""The machine, the versions of the software, and the load by other programs."""
import os
import pathlib
import re
import resource
import subprocess
import time

BUSY_LOAD = 0.5  # the machine is busy if the load at the start is higher
BUSY_SHARE = 0.05  # or if other processes take more than this share of all cores' time
PACKAGES = {"Lucene": "liblucene8-java", "Groonga": "groonga-bin", "SQLite": "libsqlite3-0", "scikit-learn": "python3-sklearn",
            "wrk": "wrk", "Xapian": "libxapian-dev", "ICU": "libicu-dev", "Java": "openjdk-17-jre-headless", "g++": "g++-12"}


def text_of(command, folder=None):
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def find(pattern, file):
    found = re.search(pattern, pathlib.Path(file).read_text(), re.MULTILINE)
    return found[1].strip() if found else "unknown"


def revision(project):
    """The commit, marked if the tree has changes."""
    commit = text_of(["git", "describe", "--always", "--abbrev=12", "--exclude", "*"], project) or "unknown"
    return commit + (" with changes" if text_of(["git", "status", "--porcelain", "--untracked-files=no"], project) else "")


def facts(project):
    versions = {name: text_of(["dpkg-query", "-W", "-f", "${Version}", package]) for name, package in PACKAGES.items()}
    return {
        "cpu": find(r"^model name\s*: (.*)", "/proc/cpuinfo"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(int(find(r"^MemTotal: *(\d+)", "/proc/meminfo")) * 1024 / 1e9, 1),
        "kernel": os.uname().release,
        "versions": {name: version for name, version in versions.items() if version},
        "revision": revision(project),
    }


class Watch:
    """Watches the machine from the start of a run to its end."""

    def __init__(self):
        self.load = os.getloadavg()[0]
        self.begin = time.time()
        self.busy = self.busy_s()
        self.own = self.own_s()

    @staticmethod
    def busy_s():
        """CPU seconds of all cores, without waiting for disks."""
        user, nice, system, _, _, interrupts, soft, stolen = map(int, pathlib.Path("/proc/stat").read_text().split()[1:9])
        return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def own_s():
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    def end(self):
        seconds = max(time.time() - self.begin, 1e-9)
        others = self.busy_s() - self.busy - (self.own_s() - self.own)
        share = max(0.0, others / (seconds * len(os.sched_getaffinity(0))))
        return {
            "date": time.strftime("%Y-%m-%d %H:%M", time.gmtime(self.begin)),
            "minutes": round(seconds / 60, 1),
            "load_at_start": round(self.load, 2),
            "load_at_end": round(os.getloadavg()[0], 2),
            "others_share": round(share, 4),
            "quiet": self.load <= BUSY_LOAD and share <= BUSY_SHARE,
        }
