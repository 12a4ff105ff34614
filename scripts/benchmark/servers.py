# SPDX-License-Identifier: GPL-2.0-or-later
"""The servers that are compared over HTTP: how each one is started, and its URL for a query. A server is a row of the table."""
import contextlib
import dataclasses
import http.client
import json
import socket
import subprocess
import time
import urllib.parse
from typing import Callable

from . import engines, measure

READY_S = 60  # seconds to open the index and listen


@dataclasses.dataclass
class Server:
    command: Callable  # work, port -> the program and its arguments
    path: Callable  # query -> the path that returns the ten best papers with their text
    hits: Callable  # JSON of a response -> the number of papers in it


def nonmun_command(work, port):
    return [work.program("nonmun"), "--db", work / "nonmun", "serve", "--listen", f"127.0.0.1:{port}"]


def groonga_command(work, port):
    return ["groonga", "-s", "--protocol", "http", "--bind-address", "127.0.0.1", "-p", port, "--log-path", work / "groonga.http.log",
            work / "groonga.db"]


def groonga_path(words):
    return "/d/select?" + urllib.parse.urlencode({"table": "Papers", **engines.GROONGA_ASKED, "query": engines.groonga_query(words)})


SERVERS = {
    "nonmun": Server(nonmun_command, lambda words: "/v1/search?" + urllib.parse.urlencode({"q": words, "limit": 10}),
                     lambda answer: len(answer["hits"])),
    "groonga": Server(groonga_command, groonga_path, lambda answer: len(answer[1][0]) - 2),  # without the total and the column names
}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def is_listening(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@dataclasses.dataclass
class Running:
    name: str
    process: subprocess.Popen
    port: int

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def rss_mb(self):
        """Current resident memory in 10^6 bytes, including mapped files."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmRSS:"))


@contextlib.contextmanager
def running(name, work):
    """Runs the server on the index of its engine in `work` until the block ends."""
    port = free_port()
    command = [str(part) for part in SERVERS[name].command(work, port)]
    log = work / f"{name}.server.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    try:
        end = time.monotonic() + READY_S
        while not is_listening(port):
            if process.poll() is not None or time.monotonic() > end:
                measure.stop(f"{' '.join(command)} does not listen:\n{log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.05)
        yield Running(name, process, port)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answered(server, paths):
    """Sends every query once, which also warms the server. Returns the share that finds something."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    found = 0
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            measure.stop(f"{server.name} answers {answer.status} to {path}: {body[:200]!r}")
        found += SERVERS[server.name].hits(json.loads(body)) > 0
    connection.close()
    return found / len(paths)
