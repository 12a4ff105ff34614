#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""SQLite FTS5 with the trigram tokenizer, for scripts/bench.

    fts5_speed.py build  PAPERS.tsv DATABASE
    fts5_speed.py search DATABASE QUERIES.tsv WARM TIMED

Files and output are those of LuceneSpeed.java. A query becomes an OR of its words of three or more characters, which may match inside
other words. The tokenizer cannot find shorter words.
"""
import sqlite3
import sys
import time

DEPTH = 10


def build(papers, file):
    database = sqlite3.connect(file)
    database.execute("CREATE VIRTUAL TABLE papers USING fts5(id UNINDEXED, title, text, tokenize='trigram')")
    with open(papers, encoding="utf-8") as lines:
        rows = (line.rstrip("\n").split("\t", 2) for line in lines)
        database.executemany("INSERT INTO papers VALUES (?, ?, ?)", rows)
    database.commit()
    database.close()


def ask(database, words):
    query = " OR ".join(f'"{word}"' for word in words.split() if len(word) > 2)
    if not query:
        return 0
    found = database.execute("SELECT id, title, text, rank FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT ?", (query, DEPTH))
    return len(found.fetchall())


def search(file, queries, warm, timed):
    database = sqlite3.connect(file)
    with open(queries, encoding="utf-8") as lines:
        questions = [line.rstrip("\n").split("\t", 1) for line in lines]
    times = [[] for _ in questions]
    hits = [0] * len(questions)
    for turn in range(warm + timed):
        for number, (_, words) in enumerate(questions):
            begin = time.perf_counter()
            hits[number] = ask(database, words)
            if turn >= warm:
                times[number].append((time.perf_counter() - begin) * 1e6)
    for (qid, _), found, passes in zip(questions, hits, times):
        print(qid, found, *(f"{one:.1f}" for one in passes), sep="\t")


if sys.argv[1] == "build":
    build(*sys.argv[2:])
else:
    search(*sys.argv[2:4], *map(int, sys.argv[4:]))
