# SPDX-License-Identifier: GPL-2.0-or-later
"""Four shards served by stock xapian-tcpsrv rank like one local database. An unreachable shard is reported in bounded time."""
import contextlib
import json
import random
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from harness import *

SHARDS = 4
MOST_WAIT = 60  # seconds until a shard that does not answer must be reported


class Server:
    """A stock xapian-tcpsrv that serves one shard."""

    def __init__(self, database):
        self.database, self.port = database, free_port()
        self.start()

    def start(self):
        self.process = subprocess.Popen(["xapian-tcpsrv", "--interface", "127.0.0.1", "--port", str(self.port), "--quiet",
                                         str(self.database)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        expect_listens(self.port, "xapian-tcpsrv")

    def send(self, number):
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def end(self):
        self.send(signal.SIGCONT)
        self.send(signal.SIGKILL)
        self.process.wait()


def words_of(text):
    return re.findall(r"[A-Za-z]{3,}|[가-힣]{2,}", text)


def queries_of(lines, wanted):
    """Queries with words, fields and filters taken from the papers."""
    randomness = random.Random(300)
    papers = [json.loads(line) for line in lines.splitlines()]
    queries = []
    while len(queries) < wanted:
        paper = randomness.choice(papers)
        texts = [paper["title"]] + [item["text"] for item in paper["summary"]]
        words, title = words_of(randomness.choice(texts)), words_of(paper["title"])
        if len(words) < 4 or not title:
            continue
        begin = randomness.randrange(len(words) - 3)
        asked = words[begin:begin + randomness.randint(1, 4)]
        query = " ".join(asked)
        kind = len(queries) % 6
        if kind == 1:
            query += f" votes:>={randomness.randint(1, 20)}"
        elif kind == 2 and paper["date"]:
            query += f" date:{paper['date'][:7]}"
        elif kind == 3:
            others = [word for word in words if word not in asked] or ["none"]
            query = f"+{words[begin]} {query} -{randomness.choice(others)}"
        elif kind == 4:
            query = f"title:{randomness.choice(title)} {query}"
        elif kind == 5 and paper["authors"]:
            query = f"author:{re.split('[ -]', paper['authors'][0])[-1]} {query}"  # one word: phrases are tested separately
        queries.append(query)
    return queries


def phrases_of(lines, wanted):
    """Phrases: two or three adjacent words of a title, and authors' names."""
    randomness = random.Random(301)
    papers = [json.loads(line) for line in lines.splitlines()]
    found = [re.search(r"[A-Za-z]{3,}(?: [A-Za-z]{3,}){1,2}", paper["title"]) for paper in papers]
    phrases = [f'"{match[0]}"' for match in found if match]
    names = [f'author:"{paper["authors"][0]}"' for paper in papers if paper["authors"]]
    return [randomness.choice(names if number % 5 == 0 else phrases) for number in range(wanted)]


def answers(databases, file, *options):
    named = [word for database in databases for word in ("--db", database)]
    return expect(run("nonmun", *named, "search", "--queries", file, "--limit", "100", *options, seconds=600)).out


def expect_most_find(local, queries, what):
    """Checks that most queries find something. `local` is in TREC format, whose lines begin with the query's id."""
    found = len({line.split()[0] for line in local.splitlines()})
    check(found > 0.9 * len(queries), f"{what}: only {found} of {len(queries)} find anything")


def same_answers(work, counts, one, remote, what, queries, options=("--format", "trec")):
    """Compares the answers of a local index with those over `remote`, a list of stub files."""
    file = work / "queries.tsv"
    file.write_text("".join(f"q{number}\t{query}\n" for number, query in enumerate(queries)))
    wanted, found = answers([one], file, *options), answers(remote, file, *options)
    if options[1] == "trec":
        expect_most_find(wanted, queries, what)
    different = sum(a != b for a, b in zip(wanted.splitlines(), found.splitlines()))
    check(wanted and len(wanted.splitlines()) == len(found.splitlines()) and different == 0,
          f"{what}: {different} of {len(wanted.splitlines())} lines differ")
    counts.add(f"{what} over {SHARDS} remote shards: same first 100 papers, scores and order", len(queries))


def same_but_revision(body):
    """Removes the revision, which differs between the indexes."""
    return re.sub(rb'"(revision|index)":"[^"]*"', b"", body)


def same_commands(counts, one, stub, lines):
    ids = [json.loads(line)["id"] for line in lines.splitlines()[:3]]
    author = json.loads(lines.splitlines()[0])["authors"][0]
    done = 0
    for arguments in (("related", ids[0], "--format", "json"), ("related", ids[1], "--format", "json"),
                      ("author", author, "--format", "json"), ("show", *ids, "--format", "json"), ("export",),
                      ("search", "모델", "--facets", "month,author,votes,section", "--format", "json"),
                      ("report", "--scope", "model", "--top", "3")):
        local, remote = (run("nonmun", *arguments, "--db", place, seconds=600) for place in (one, stub))
        expect(remote)
        same = [line for line in local.out.splitlines() if b'"type":"report"' not in line]
        other = [line for line in remote.out.splitlines() if b'"type":"report"' not in line]
        check(same == other, f"{arguments[0]} prints something else over remote shards")
        done += 1
    counts.add("other commands over remote shards: same output", done)


def same_tool(counts, one, stub):
    """A search through nonmun mcp."""
    messages = [{"id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}}},
                {"method": "notifications/initialized"},
                {"id": 2, "method": "tools/call", "params": {"name": "search_papers", "arguments": {"q": "모델", "limit": 50}}}]
    asked = "".join(json.dumps({"jsonrpc": "2.0", **message}) + "\n" for message in messages).encode()
    local, remote = (expect(run("nonmun", "mcp", "--db", place, stdin=asked)).out for place in (one, stub))
    hits = json.loads(local.splitlines()[-1])["result"]["structuredContent"]["hits"]
    check(len(hits) == 50, f"nonmun mcp finds {len(hits)} papers")
    check(local == remote, "nonmun mcp answers differently over remote shards")
    counts.add("searches by nonmun mcp over remote shards: same answer", 1)


class Page:
    """A nonmun serve process."""

    def __init__(self, database):
        self.err = tempfile.TemporaryFile()
        self.process = subprocess.Popen([BIN / "nonmun", "serve", "--listen", "127.0.0.1:0", "--db", database],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.err)
        self.address = self.process.stdout.readline().decode().strip()
        check(self.address.startswith("http://"), f"nonmun serve --db {database} does not start")

    def ask(self, path, seconds=MOST_SECONDS):
        """Returns status and body."""
        try:
            with urllib.request.urlopen(self.address.rstrip("/") + path, timeout=seconds) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except TimeoutError:
            raise Failure(f"{path}: no answer in {seconds} s") from None

    def said(self):
        """Its standard error so far."""
        self.err.seek(0)
        return self.err.read().decode()

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.err.close()


def same_page(counts, one, stub, servers, lines):
    """Same answers over HTTP; errors in bounded time while a shard is stopped, and answers again afterwards."""
    papers = [paper for paper in map(json.loads, lines.splitlines()) if paper["authors"]]
    word, name = map(urllib.parse.quote, ("모델", papers[0]["authors"][0]))
    paths = [f"/v1/search?q={word}&limit=100&facets=month,author", f"/v1/papers/{papers[0]['id']}",
             f"/v1/papers/{papers[1]['id']}/related", f"/v1/authors/{name}", "/v1/authors?q=a", "/v1/trends", "/v1/stats",
             f"/v1/report?id={papers[0]['id']}"]
    local, remote = Page(one), Page(stub)
    try:
        for path in paths:
            wanted, answer = local.ask(path), remote.ask(path)
            check(wanted[0] == 200 and same_but_revision(wanted[1]) == same_but_revision(answer[1]),
                  f"{path} answers differently over remote shards: {answer[0]}")
        servers[1].end()
        status, body = remote.ask(paths[0], MOST_WAIT)
        check(status >= 500 and f"127.0.0.1:{servers[1].port}" in remote.said(), f"shard stopped: {status}: {remote.said()}")
        servers[1].start()
        status, body = remote.ask(paths[0], MOST_WAIT)
        check(status == 200 and body == local.ask(paths[0])[1], f"shard restarted: {status}: {body.decode()[:300]}")
    finally:
        local.end()
        remote.end()
    counts.add("responses of nonmun serve over remote shards: same body", len(paths))


def ask_in_vain(page):
    with contextlib.suppress(Exception):
        page.ask("/v1/search?q=model")


def stops_beside_a_silent_shard(counts, stub, server):
    """SIGTERM ends a server within its 30 seconds, although a shard does not answer a request."""
    page = Page(stub)
    server.send(signal.SIGSTOP)
    asking = threading.Thread(target=ask_in_vain, args=(page,))
    asking.start()
    try:
        time.sleep(0.5)
        begin = time.monotonic()
        page.process.terminate()
        page.process.wait(timeout=40)
        say(f"shards: a server ended {time.monotonic() - begin:.1f} s after SIGTERM, beside a silent shard")
    finally:
        server.send(signal.SIGCONT)
        page.end()
        asking.join()
    counts.add("servers ended beside a silent shard", 1)


def one_down(counts, stub, servers, paper):
    """A shard whose server has ended, and one whose server does not answer."""
    for name, number in (("silent", signal.SIGSTOP), ("stopped", signal.SIGKILL)):
        servers[2].send(number)
        place = f"127.0.0.1:{servers[2].port}"
        begin = time.monotonic()
        line = expect_one_clear_line(run("nonmun", "search", "모델", "--db", stub))
        check(place in line and "--partial" in line, line)
        outcome = run("nonmun", "search", "모델", "--db", stub, "--partial", "--format", "json")
        check(time.monotonic() - begin < MOST_WAIT, f"{name} shard: {time.monotonic() - begin:.0f} s")
        expect(outcome)
        remarks = json.loads(outcome.out)["remarks"]
        check(any(place in remark for remark in remarks), remarks)
        check(f"{SHARDS - 1} of {SHARDS} shards" in outcome.err.decode(), outcome)
        say(f"shards: {name} shard: {time.monotonic() - begin:.1f} s for an error and a partial answer")
    counts.add("unreachable shards: error in bounded time, and a partial answer with --partial", 2)


def main(counts, short):
    if not shutil.which("xapian-tcpsrv"):
        return counts.skip("queries over remote shards", "xapian-tcpsrv is not installed")
    with Work() as work:
        digests = ARCHIVE if ARCHIVE.exists() and not short else work / "digests"
        if digests != ARCHIVE:
            make_corpus(digests, 400 if short else 3000)
        one, four, stub = work / "one", work / "four", work / "stub"
        expect(run("nonmun-index", "--db", one, digests))
        expect(run("nonmun-index", "--db", four, "--shards", SHARDS, digests))
        expect_whole(four)
        lines = exported(one)
        check(lines == exported(four), "shards hold different papers from one database")
        servers = []
        try:
            servers += [Server(four / str(shard)) for shard in range(SHARDS)]
            stub.write_text("".join(f"remote 127.0.0.1:{server.port}\n" for server in servers))
            check(lines == exported(stub), "remote shards hold different papers from one database")
            alone = [work / f"shard{shard}" for shard in range(SHARDS)]
            for place, server in zip(alone, servers):
                place.write_text(f"remote 127.0.0.1:{server.port}\n")
            queries = queries_of(lines, 60 if short else 300)
            same_answers(work, counts, one, [stub], "queries", queries)
            same_answers(work, counts, one, alone, "... of these with four --db", queries[:100])
            same_answers(work, counts, one, [stub], "... by date", queries[:60], ("--format", "trec", "--sort", "date"))
            same_answers(work, counts, one, [stub], "... explained", queries[:60], ("--format", "json", "--explain"))
            same_answers(work, counts, one, [stub], "phrases", phrases_of(lines, 10 if short else 50))
            same_commands(counts, one, stub, lines)
            same_tool(counts, one, stub)
            same_page(counts, one, stub, servers, lines)
            if not short:
                stops_beside_a_silent_shard(counts, stub, servers[1])
            one_down(counts, stub, servers, lines)
        finally:
            for server in servers:
                server.end()
