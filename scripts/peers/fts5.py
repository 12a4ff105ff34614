#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs SQLite FTS5 with the trigram tokenizer on an evaluation set. Prints a run in TREC format.

    fts5.py words|trigrams DOCS.jsonl QUERIES.tsv

A query becomes an OR of its words, which may match inside other words, or of its trigrams. FTS5's default is an AND of all words, which
finds nothing for most questions.
"""
import json
import re
import sqlite3
import sys

DEPTH = 1000


def words(text):
    """The trigram tokenizer finds only words of three or more characters."""
    return re.findall(r"\w{3,}", text)


def trigrams(text):
    """Trigrams across blanks, like those of the tokenizer."""
    return [text[i : i + 3] for i in range(len(text) - 2)]


def index(documents):
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE papers USING fts5(id UNINDEXED, title, text, tokenize='trigram')")
    with open(documents, encoding="utf-8") as lines:
        papers = map(json.loads, lines)
        rows = ((paper["id"], paper.get("title", ""), paper.get("text", "")) for paper in papers)
        database.executemany("INSERT INTO papers VALUES (?, ?, ?)", rows)
    return database


def search(database, pieces):
    query = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in dict.fromkeys(pieces))
    if not query:
        return []
    return database.execute("SELECT id, -rank FROM papers WHERE papers MATCH ? ORDER BY rank LIMIT ?", (query, DEPTH))


def main():
    cut = {"words": words, "trigrams": trigrams}[sys.argv[1]]
    database = index(sys.argv[2])
    with open(sys.argv[3], encoding="utf-8") as lines:
        for line in lines:
            qid, text = line.rstrip("\n").split("\t", 1)
            for rank, (paper, score) in enumerate(search(database, cut(text)), 1):
                print(qid, "Q0", paper, rank, score, "fts5")


main()
