#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Finds the ten nearest papers of every paper exactly with scikit-learn, for scripts/bench.

    all_pairs.py TOKENS SOURCES

TOKENS has one line of tokens per paper. Vectors are from TfidfVectorizer, with logarithmic frequencies and tokens in at least two
papers. Neighbours are from NearestNeighbors with brute force and cosine. Each paper is compared with all papers, which takes the same
time for every paper, so only SOURCES evenly spaced papers are queried and the time is extrapolated to all; 0 queries all. Prints one
JSON object. Times are CPU seconds without imports and reading.
"""
import json
import sys
import time

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import NearestNeighbors

TOP = 10


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        papers = lines.read().splitlines()
    count = len(papers)
    sources = min(int(sys.argv[2]) or count, count)
    begin = time.process_time()
    vectorizer = TfidfVectorizer(analyzer=str.split, min_df=2, sublinear_tf=True)
    vectors = vectorizer.fit_transform(papers)
    model = NearestNeighbors(n_neighbors=min(TOP + 1, count), algorithm="brute", metric="cosine").fit(vectors)
    fitted = time.process_time()
    chosen = vectors[[number * count // sources for number in range(sources)]]
    model.kneighbors(chosen)
    searched = time.process_time()
    cpu = fitted - begin + (searched - fitted) * count / sources
    json.dump({"cpu_s": cpu, "fit_s": fitted - begin, "search_s": searched - fitted, "sources": sources, "papers": count,
               "terms": vectors.shape[1], "entries": vectors.nnz, "version": sklearn.__version__}, sys.stdout)
    print()


main()
