#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""scikit-learn's ten nearest papers of every paper, exactly, for scripts/bench.

    all_pairs.py TOKENS SOURCES

TOKENS has a line of tokens for each paper. Vectors are TfidfVectorizer's, with logarithmic frequencies, of tokens in two papers and
more; neighbours are NearestNeighbors' by brute force and cosine, which works in chunks of its own. Each paper is compared with all
papers, which takes the same time for any, so SOURCES papers, evenly spread, are asked about, and the time of all follows; 0 asks about
all. Prints one JSON object; times are seconds of the processor, without imports and reading.
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
