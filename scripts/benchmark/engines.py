# SPDX-License-Identifier: GPL-2.0-or-later
"""The engines that are compared: how each one builds an index and searches. An engine is a row of the table at the end."""
import dataclasses
import glob
import json
import shutil
import subprocess
from typing import Callable

from . import measure

THREADS = 2  # of each build, if the engine can use them
JAVA_HEAP = "-Xmx512m"  # enough for the fastest build; half of it is Lucene's buffer
TIMED = 3  # timed passes over the queries


@dataclasses.dataclass
class Engine:
    name: str
    label: str
    warm: int  # untimed passes before the timed ones; Java compiles in them
    files: Callable  # work -> the files of its index
    build: Callable  # engine, work -> Cost
    search: Callable  # engine, work -> {qid: (hits, [microseconds])}
    note: str

    def is_built(self, work):
        return bool(self.files(work))

    def remove(self, work):
        for file in self.files(work):
            shutil.rmtree(file) if file.is_dir() else file.unlink()


def files_at(pattern):
    return lambda work: sorted(work.folder.glob(pattern))


def timings_of(file):
    """Parses the output of bench-search and of the peers' programs."""
    timings = {}
    for line in file.read_text("utf-8").splitlines():
        qid, hits, *passes = line.split("\t")
        timings[qid] = int(hits), [float(one) for one in passes]
    return timings


def asked(engine, work, command):
    """Runs a program that times its own searches."""
    out = work / f"{engine.name}.times"
    measure.run([*command, engine.warm, TIMED], stdout=out)
    return timings_of(out)


# nonmun ---------------------------------------------------------------------------------------------------------------------------

def nonmun_programs(project):
    """Builds the release preset with the programs of tests/bench."""
    programs = ["nonmun", "nonmun-index", "bench-search", "bench-pairs", "bench-tokens"]
    for command in (["cmake", "--preset", "release", "-DNONMUN_BUILD_BENCH=ON"],
                    ["cmake", "--build", "--preset", "release", "--target", *programs]):
        done = subprocess.run(command, cwd=project, text=True, capture_output=True)
        if done.returncode != 0:
            measure.stop(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-4000:]}")


def build_nonmun(engine, work):
    return measure.run([work.program("nonmun-index"), "--quiet", "--jobs", THREADS, "--db", work / "nonmun", work.corpus])


def search_nonmun(engine, work):
    return asked(engine, work, [work.program("bench-search"), work / "nonmun", work.queries])


def all_pairs_nonmun(work):
    """The cost of the whole program, and its output."""
    out = work / "pairs.json"
    cost = measure.run([work.program("bench-pairs"), work / "nonmun", 10, THREADS], stdout=out)
    return cost, json.loads(out.read_text())


def report_nonmun(work):
    """The whole report as a user runs it, which scores by more than the cosine."""
    command = [work.program("nonmun"), "--db", work / "nonmun", "report", "--format", "jsonl", "--top", 10]
    return measure.run(command, stdout=work / "report.jsonl")


def add_a_day(work, round_number):
    digest = work.new_digest(round_number)
    return measure.run([work.program("nonmun-index"), "--quiet", "--db", work / "nonmun", digest])


# Lucene ---------------------------------------------------------------------------------------------------------------------------

def java(work, *arguments):
    jars = [jar for name in ("core", "analyzers-common", "analyzers-nori") for jar in glob.glob(f"/usr/share/java/lucene-{name}-8*.jar")]
    classes, source = work / "classes", work.project / "scripts" / "peers" / "LuceneSpeed.java"
    compiled = classes / "LuceneSpeed.class"
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["javac", "-d", classes, "-cp", ":".join(jars), source], check=True)
    return ["java", JAVA_HEAP, "-cp", ":".join([str(classes), *jars]), "LuceneSpeed", *arguments]


def build_lucene(engine, work):
    analyzer = engine.name.removeprefix("lucene-")
    return measure.run(java(work, "build", analyzer, work.table, work / engine.name, THREADS))


def search_lucene(engine, work):
    return asked(engine, work, java(work, "search", engine.name.removeprefix("lucene-"), work / engine.name, work.queries))


# Groonga: commands on standard input; each answer begins with the seconds that the command took. ------------------------------------

GROONGA_TABLE = """\
table_create Papers TABLE_HASH_KEY ShortText
column_create Papers title COLUMN_SCALAR Text
column_create Papers text COLUMN_SCALAR Text
load --table Papers
[
["_key", "title", "text"]"""
GROONGA_INDEX = """
]
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
column_create Terms papers COLUMN_INDEX|WITH_POSITION|WITH_SECTION Papers title,text
"""
GROONGA_ASKED = {"match_columns": "title||text", "sort_keys": "-_score", "limit": 10, "output_columns": "_key,_score,title,text",
                 "cache": "no"}


def groonga_papers(work):
    def write(file):
        with open(file, "w", encoding="utf-8") as out, open(work.table, encoding="utf-8") as lines:
            out.write(GROONGA_TABLE)
            for line in lines:
                out.write(",\n" + json.dumps(line.rstrip("\n").split("\t", 2), ensure_ascii=False))
            out.write(GROONGA_INDEX)
    return work.make("groonga.build", write)


def groonga_query(words):
    return " OR ".join(f'"{word}"' for word in words.split())


def groonga_queries(engine, work):
    lines = [line.split("\t", 1)[1] for line in work.queries.read_text("utf-8").splitlines()]
    asked_so = " ".join(f"--{name} '{value}'" for name, value in GROONGA_ASKED.items())
    selects = [f"select Papers {asked_so} --query '{groonga_query(line)}'\n" for line in lines]
    file = work / "groonga.search"
    file.write_text("".join(selects * (engine.warm + TIMED)), "utf-8")
    return file


def build_groonga(engine, work):
    commands, out = groonga_papers(work), work / "groonga.log"
    cost = measure.run(["groonga", "-n", work / "groonga.db"], stdin=commands, stdout=out)
    loaded = [json.loads(line)[1] for line in out.read_text("utf-8").splitlines()]
    if loaded != [True, True, True, work.papers, True, True]:
        measure.stop(f"groonga answered {loaded} to {commands}")
    return cost


def search_groonga(engine, work):
    out = work / "groonga.answers"
    measure.run(["groonga", work / "groonga.db"], stdin=groonga_queries(engine, work), stdout=out)
    with open(out, encoding="utf-8") as lines:
        answers = [json.loads(line) for line in lines]
    count = len(answers) // (engine.warm + TIMED)
    timings = {}
    for number in range(count):
        passes = answers[number + engine.warm * count::count]
        hits = len(passes[0][1][0]) - 2  # without the total and the column names
        timings[str(number + 1)] = hits, [answer[0][2] * 1e6 for answer in passes]
    return timings


# SQLite ---------------------------------------------------------------------------------------------------------------------------

def fts5(work, *arguments):
    return ["/usr/bin/python3", work.project / "scripts" / "peers" / "fts5_speed.py", *arguments]


def build_fts5(engine, work):
    return measure.run(fts5(work, "build", work.table, work / "fts5.sqlite"))


def search_fts5(engine, work):
    return asked(engine, work, fts5(work, "search", work / "fts5.sqlite", work.queries))


# scikit-learn: only for all pairs ---------------------------------------------------------------------------------------------------

def all_pairs_sklearn(work, sources):
    """The cost of the whole program, and its output."""
    tokens, out = work / "tokens", work / "sklearn.json"
    measure.run([work.program("bench-tokens"), work / "nonmun"], stdout=tokens)
    cost = measure.run(["/usr/bin/python3", work.project / "scripts" / "peers" / "all_pairs.py", tokens, sources], stdout=out)
    return cost, json.loads(out.read_text())


ENGINES = {engine.name: engine for engine in (
    Engine("nonmun", "nonmun", 3, files_at("nonmun"), build_nonmun, search_nonmun,
           "the full analyzer and the default ranking; the index also holds authors, votes, dates and the whole record"),
    Engine("lucene-nori", "Lucene + nori", 10, files_at("lucene-nori"), build_lucene, search_lucene,
           "nori with decompounding, title and text as two fields, BM25"),
    Engine("lucene-bigrams", "Lucene, bigrams", 10, files_at("lucene-bigrams"), build_lucene, search_lucene,
           "the filters of CJKAnalyzer, title and text as two fields, BM25"),
    Engine("groonga", "Groonga", 1, files_at("groonga.db*"), build_groonga, search_groonga,
           "TokenBigram, positions, the index built after loading the papers; builds on one thread"),
    Engine("fts5", "SQLite FTS5", 1, files_at("fts5.sqlite*"), build_fts5, search_fts5,
           "the trigram tokenizer, which cannot search words of two syllables; builds on one thread"),
)}
