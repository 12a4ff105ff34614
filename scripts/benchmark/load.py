# SPDX-License-Identifier: GPL-2.0-or-later
"""Load over HTTP: requests a second and their times for nonmun and Groonga, and a soak of nonmun alone. wrk asks, over loopback."""
import contextlib
import json
import subprocess
import urllib.parse

from . import engines, measure, servers
from .rounds import build, keep, say

MEASURES = ("server", "soak")
CONNECTIONS = (1, 8, 64)
SOAK_CONNECTIONS = 8
SOAK_SAMPLES = 10  # of memory, about; after as many requests each
SOAK_GROWTH = 0.05  # more than this share of what was resident after the warm-up is growth
SOAK_PART_S = 60  # the most between samples


def wrk(work, server, paths, connections, seconds, passed=0):
    """Asks for so many seconds, from the path after the `passed` ones on; what walk.lua prints."""
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
    """Both servers stay up; at each number of connections they take turns, another one first each time."""
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
    """What people ask: of ten requests six are searches, the others a paper, its related ones, an author, and the page."""
    papers = list(work.each_paper())
    queries = queries_of(work)
    paths = []
    for number, query in enumerate(queries):
        paths.append(servers.SERVERS["nonmun"].path(query))
        paper = papers[number * len(papers) // len(queries)]
        address = "/v1/papers/" + urllib.parse.quote(paper["id"], safe="")
        author = (paper["authors"] or ["a"])[0]
        others = (address, address + "/related", "/v1/authors?" + urllib.parse.urlencode({"q": author}), "/")
        if number % 3 != 2:  # two of three: four of ten
            paths.append(others[(number - number // 3) % len(others)])
    return paths


def soak(work, requests):
    """Asks nonmun so often, and looks at its memory after every tenth; a tenth more before is to warm up."""
    if not engines.ENGINES["nonmun"].is_built(work):
        build(work, "nonmun", {})
    paths = write_paths(work, "soak", soak_paths(work))
    told, rss, seconds, passed = [], [], 1, 0
    with servers.running("nonmun", work) as server:
        while sum(part["requests"] for part in told) < requests:
            part = wrk(work, server, paths, SOAK_CONNECTIONS, seconds, passed)
            if part["requests"] == 0:
                measure.stop(f"soak: nothing was answered in {seconds} s")
            passed += part["requests"]
            seconds = max(1, min(SOAK_PART_S, round(requests / SOAK_SAMPLES / part["requests"] * part["seconds"])))
            if passed < requests / SOAK_SAMPLES:
                continue  # to warm up
            told += [part] if rss else []
            rss.append(round(server.rss_mb(), 1))
            say(f"soak: {sum(part['requests'] for part in told)} requests, {rss[-1]} MB resident")
    return {"papers": work.papers, "connections": SOAK_CONNECTIONS, "requests": sum(part["requests"] for part in told),
            "seconds": round(sum(part["seconds"] for part in told), 1), "rss_mb": rss, "grew": rss[-1] > rss[0] * (1 + SOAK_GROWTH),
            "errors": sum(part["status_errors"] + part["socket_errors"] for part in told)}
