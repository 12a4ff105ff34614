# SPDX-License-Identifier: GPL-2.0-or-later
"""Load tests over HTTP with wrk on loopback: throughput and latency of nonmun and Groonga, and a soak test of nonmun."""
import contextlib
import json
import subprocess
import urllib.parse

from . import engines, measure, servers
from .rounds import build, keep, say

MEASURES = ("server", "soak")
CONNECTIONS = (1, 8, 64)
SOAK_CONNECTIONS = 8
SOAK_SAMPLES = 10  # approximate number of memory samples, after equal numbers of requests
SOAK_GROWTH = 0.05  # permitted growth of resident memory after the warm-up, as a share
SOAK_PART_S = 60  # maximum seconds between samples


def wrk(work, server, paths, connections, seconds, passed=0):
    """Sends requests for `seconds`, starting after the first `passed` paths. Returns the output of walk.lua."""
    script = work.project / "scripts" / "peers" / "walk.lua"
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script, server.url, "--", paths,
               passed]
    try:
        done = subprocess.run([str(part) for part in command], text=True, capture_output=True, timeout=seconds + 60)
    except subprocess.TimeoutExpired:
        measure.stop(f"{server.name}: wrk did not end in {seconds + 60} s at {connections} connections")
    lines = done.stdout.splitlines()
    if done.returncode != 0 or not lines or not lines[-1].startswith("{"):
        measure.stop(f"wrk failed against {server.name}:\n{(done.stdout + done.stderr)[-2000:]}")
    return json.loads(lines[-1])


def queries_of(work):
    return [line.split("\t", 1)[1] for line in work.queries.read_text("utf-8").splitlines()]


def write_paths(work, name, paths):
    file = work / f"{name}.paths"
    file.write_text("".join(path + "\n" for path in paths), "ascii")
    return file


def names_with_server(names):
    return [name for name in names if name in servers.SERVERS]


def run_round(work, number, names, seconds, values):
    """Both servers stay up. At each number of connections they take turns; the order changes with the round."""
    names = names_with_server(names)
    turn = names[number % len(names):] + names[:number % len(names)]
    for name in turn:
        if not engines.ENGINES[name].is_built(work):
            build(work, name, {})
    with contextlib.ExitStack() as stack:
        up = {name: stack.enter_context(servers.running(name, work)) for name in turn}
        files = {}
        for name in turn:
            paths = [servers.SERVERS[name].path(query) for query in queries_of(work)]
            files[name] = write_paths(work, name, paths)
            keep(values, name, answered=servers.answered(up[name], paths))
        for connections in CONNECTIONS:
            for name in turn:
                say(f"{work.papers} papers, round {number + 1}: {name} over HTTP, {connections} connection{'s' * (connections > 1)}")
                told = wrk(work, up[name], files[name], connections, seconds)
                keep(values, name, **{f"{connections}_rps": told["requests"] / told["seconds"], f"{connections}_p50_ms": told["p50_ms"],
                                      f"{connections}_p99_ms": told["p99_ms"],
                                      f"{connections}_errors": told["status_errors"] + told["socket_errors"]})


def soak_paths(work):
    """A mix of requests: of ten, six are searches; the others are a paper, its related papers, authors, and the page."""
    papers = list(work.each_paper())
    queries = queries_of(work)
    paths = []
    for number, query in enumerate(queries):
        paths.append(servers.SERVERS["nonmun"].path(query))
        paper = papers[number * len(papers) // len(queries)]
        address = "/v1/papers/" + urllib.parse.quote(paper["id"], safe="")
        author = (paper["authors"] or ["a"])[0]
        others = (address, address + "/related", "/v1/authors?" + urllib.parse.urlencode({"q": author}), "/")
        if number % 3 != 2:  # after two of three searches, so four of ten requests
            paths.append(others[(number - number // 3) % len(others)])
    return paths


def soak(work, requests):
    """Sends `requests` requests to nonmun after a warm-up of a tenth as many, and samples its memory after every tenth."""
    if not engines.ENGINES["nonmun"].is_built(work):
        build(work, "nonmun", {})
    paths = write_paths(work, "soak", soak_paths(work))
    told, rss, seconds, passed = [], [], 1, 0
    with servers.running("nonmun", work) as server:
        while sum(part["requests"] for part in told) < requests:
            part = wrk(work, server, paths, SOAK_CONNECTIONS, seconds, passed)
            if part["requests"] == 0:
                measure.stop(f"soak: no response in {seconds} s")
            passed += part["requests"]
            seconds = max(1, min(SOAK_PART_S, round(requests / SOAK_SAMPLES / part["requests"] * part["seconds"])))
            if passed < requests / SOAK_SAMPLES:
                continue  # warm-up
            told += [part] if rss else []
            rss.append(round(server.rss_mb(), 1))
            say(f"soak: {sum(part['requests'] for part in told)} requests, {rss[-1]} MB resident")
    return {"papers": work.papers, "connections": SOAK_CONNECTIONS, "requests": sum(part["requests"] for part in told),
            "seconds": round(sum(part["seconds"] for part in told), 1), "rss_mb": rss, "grew": rss[-1] > rss[0] * (1 + SOAK_GROWTH),
            "errors": sum(part["status_errors"] + part["socket_errors"] for part in told)}
