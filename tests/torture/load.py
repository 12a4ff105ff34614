# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests that are as expensive as a client can make them, on several connections, and ordinary searches beside them."""
import http.client
import itertools
import random
import subprocess
import threading
import time
import urllib.parse

from harness import *

ATTACKERS = 8
MOST_MEGABYTES = 400  # of the server

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SYLLABLES = "가나다라마바사아자차카타파하모데학습확산"
INITIALS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
MOST_BYTES = 1990  # of a query


def repeated(parts, separator):
    """As many of the parts as a query may have bytes."""
    text = ""
    for part in itertools.cycle(parts):
        if len((text + separator + part).encode()) > MOST_BYTES:
            return text
        text += (separator if text else "") + part


def worst_queries():
    pairs = [a + b for a in LETTERS for b in LETTERS]
    return {
        "groups of one prefix": repeated(["(a*)", "(b*)", "(s*)"], ""),
        "different prefixes": " ".join(f"{letter}*" for letter in LETTERS + SYLLABLES + INITIALS),
        "prefixes of initials": repeated([f"{a}{b}*" for a in INITIALS for b in INITIALS], ""),
        "prefixes of titles": repeated([f"(title:{letter}*)" for letter in LETTERS], ""),
        "prefixes of authors": repeated([f"(author:{letter}*)" for letter in LETTERS], ""),
        "prefixes of ids": repeated(["(id:2*)", "(id:1*)"], ""),
        "prefixes without blanks": repeated([f"{pair}*\"\"" for pair in pairs], ""),
        "excluded prefixes": repeated([f"-({letter}*)" for letter in LETTERS], ""),
        "phrases": repeated([f'"모델 {syllable} 학습"' for syllable in SYLLABLES], ""),
        "phrases of frequent words": repeated(['"모델은 데이터"', '"the model of"', '"학습 모델"'], ""),
        "phrases of titles": repeated(['title:"of the model"', 'title:"model of"'], " "),
        "fields": repeated(["title:모델", "title:model", "title:learning"], " "),
        "words by commas": repeated(pairs, ","),
        "words that are misspelled": " ".join(f"difusoin{pair}l" for pair in pairs[:100]),
        "Korean that is one word": repeated(SYLLABLES, ""),
        "groups in groups": "(" * 30 + repeated(["a* OR b*"], " OR ")[:1900] + ")" * 30,
        "alternatives of filters": repeated(["votes:>=0", "date:>=2000"], " OR "),
    }


def paths():
    for text in worst_queries().values():
        q = urllib.parse.quote(text)
        yield f"/v1/search?q={q}"
        yield f"/v1/search?q={q}&facets=author,month,votes,section&sort=votes&limit=100"
        yield f"/v1/trends?q={q}"
        yield f"/v1/report?scope={q}&top=100"
        yield f"/v1/related?text={q}"
        yield f"/v1/authors?q={q}"


class Server:
    def __init__(self, database, *options):
        self.process = subprocess.Popen([BIN / "nonmun", "serve", "--listen", "127.0.0.1:0", "--db", database, *options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        address = self.process.stdout.readline().decode().strip()
        check(address.startswith("http://"), "nonmun serve does not start")
        self.port = urllib.parse.urlsplit(address).port

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def most_megabytes(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1000

    def end(self):
        self.process.terminate()
        self.process.communicate(timeout=60)


def get(connection, path):
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


def attack(server, stop, all_paths, seed, done, failures):
    try:
        order = random.Random(seed).sample(all_paths, len(all_paths))
        connection = server.connect()
        for path in itertools.cycle(order):
            if stop.is_set():
                return
            begin = time.monotonic()
            status, _ = get(connection, path)
            done.append((time.monotonic() - begin, status, path))
            if status not in (200, 400, 404, 503):
                failures.append(f"{status} for {path[:100]}")
    except Exception as failure:
        failures.append(repr(failure))


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main(counts, short):
    seconds = 6 if short else 60
    with Work() as work:
        digests, database = work / "digests", work / "db"
        make_corpus(digests, 500 if short else 20_000)
        expect(run("nonmun-index", "--db", database, digests))
        server = Server(database)
        try:
            stop, done, failures = threading.Event(), [], []
            threads = [threading.Thread(target=attack, args=(server, stop, list(paths()), seed, done, failures))
                       for seed in range(ATTACKERS)]
            for thread in threads:
                thread.start()
            ordinary, statuses = [], set()
            connection = server.connect()
            end = time.monotonic() + seconds
            for number in itertools.count():
                if time.monotonic() >= end:
                    break
                words = ("diffusion", "강화학습", "확산 모델", "language model", "비디오 생성", "robot")[number % 6]
                begin = time.monotonic()
                status, _ = get(connection, "/v1/search?q=" + urllib.parse.quote(f"{words} {number}"))
                ordinary.append(time.monotonic() - begin)
                statuses.add(status)
                time.sleep(0.02)
            stop.set()
            for thread in threads:
                thread.join()
            megabytes = server.most_megabytes()
        finally:
            server.end()
        check(not failures, "; ".join(failures[:3]))
        check(statuses == {200}, f"an ordinary search got {statuses}")
        p99 = percentile(ordinary, 0.99)
        slowest = max(done)
        say(f"load: {len(done)} expensive requests, the slowest {slowest[0]:.2f} s: {slowest[2][:60]}")
        say(f"load: ordinary searches: p50 {percentile(ordinary, 0.5):.3f} s, p99 {p99:.3f} s; server {megabytes:.0f} MB")
        check(megabytes < MOST_MEGABYTES, f"the server took {megabytes:.0f} MB")
        counts.add(f"expensive requests on {ATTACKERS} connections, {seconds} s", len(done))
        counts.add("... ordinary searches in that time, all answered", len(ordinary))
        counts.add("... 99 % of these were answered in, ms", round(1000 * p99))
        counts.add("... memory of the server, MB", round(megabytes))
