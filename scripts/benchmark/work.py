# SPDX-License-Identifier: GPL-2.0-or-later
"""The work folder: corpora, queries and indexes, kept for the next run."""
import functools
import hashlib
import itertools
import json
import pathlib
import random
import re
import shutil
import subprocess

QUERIES = 1000
QUERIES_FROM = 20_000  # papers
WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|[가-힣]+")
HANGUL = re.compile(r"[가-힣]")
# A Hangul word is a noun if one of these particles follows at least two syllables; the query omits the particle. Excluded are
# particles after the end of a verb's stem (사용하는).
PARTICLE = re.compile(r"(?<=..)(?<![하되있없않키])(?:에서[는도의]?|으로[는도의]?|은|는|이|가|을|를|의|에|와|과|로|도|만)$")
FUNCTION_WORDS = set("and are but can for from has into its not our that the their this using via was where which with you your "
                     "http https www com org".split())
NEW_PAPERS = 15


def words_of(text):
    """The words of a text that could be searched for: (Korean, English)."""
    korean, english = [], []
    for word in WORDS.findall(text):
        if not HANGUL.match(word):
            english.extend([word] if len(word) > 2 and word.lower() not in FUNCTION_WORDS else [])
        elif noun := PARTICLE.search(word):
            korean.append(word[:noun.start()])
    return list(dict.fromkeys(korean)), list(dict.fromkeys(english))


def draw_queries(papers, count=QUERIES, seed=1):
    """Queries of one to four words, each from the text of one paper: equally many of each length, and of Korean, English and mixed
    ones. `papers` are texts. The same papers and seed give the same queries."""
    chance = random.Random(f"nonmun queries {seed}")
    queries = []
    for number in range(count):
        length, kind = 1 + number % 4, ("korean", "english", "both")[number // 4 % 3]
        for _ in range(1000):
            korean, english = words_of(chance.choice(papers))
            of_english = {"korean": 0, "english": length, "both": length // 2}[kind]
            if len(english) >= of_english and len(korean) >= length - of_english:
                words = chance.sample(english, of_english) + chance.sample(korean, length - of_english)
                chance.shuffle(words)
                queries.append(" ".join(words))
                break
    return queries


def text_of(paper):
    return " ".join(" ".join(item["text"] for item in paper["summary"]).split())


class Work:
    """The files for one size of corpus. Missing files are made on first use."""

    def __init__(self, folder, project, papers):
        self.project, self.papers = project, papers
        script = project / "scripts" / "make-corpus"
        self.source = project.parent / "shared" / "archive"
        if not self.source.is_dir():
            self.source = project / "data"
        made_by = hashlib.sha256(script.read_bytes() + str(self.source).encode()).hexdigest()[:8]
        self.build = project / "build" / "release"
        self.use(folder, f"{papers}-{made_by}")

    def use(self, folder, name):
        self.folder = pathlib.Path(folder) / name
        self.folder.mkdir(parents=True, exist_ok=True)

    def program(self, name):
        return self.build / ("bench" if name.startswith("bench-") else "bin") / name

    def __truediv__(self, name):
        return self.folder / name

    def make(self, name, write):
        """The path of a file. If it does not exist, write(path) makes it; an unfinished file is never used."""
        file = self / name
        if not file.exists():
            unfinished = self / (name + ".part")
            write(unfinished)
            unfinished.rename(file)
        return file

    def make_corpus(self, *arguments):
        subprocess.run([self.project / "scripts" / "make-corpus", "--source", self.source, *map(str, arguments)], check=True)

    @property
    def corpus(self):
        return self.make("corpus.jsonl", lambda file: self.make_corpus("--papers", self.papers, "--format", "jsonl", file))

    def each_paper(self):
        with open(self.corpus, encoding="utf-8") as lines:
            yield from map(json.loads, lines)

    @property
    def table(self):
        """The corpus for the other engines, as lines "id<TAB>title<TAB>text", which are faster to parse than JSON."""
        def write(file):
            with open(file, "w", encoding="utf-8") as out:
                for paper in self.each_paper():
                    print(paper["id"], " ".join(paper["title"].split()), text_of(paper), sep="\t", file=out)
        return self.make("papers.tsv", write)

    @functools.cached_property
    def queries(self):
        """Drawn for each run, from evenly spaced papers."""
        step = max(1, self.papers // QUERIES_FROM)
        with open(self.table, encoding="utf-8") as lines:
            texts = [line.split("\t", 1)[1] for line in itertools.islice(lines, 0, None, step)]
        file = self / "queries.tsv"
        file.write_text("".join(f"{number}\t{query}\n" for number, query in enumerate(draw_queries(texts), 1)), "utf-8")
        return file

    def new_digest(self, round_number):
        """A new digest for a round, with its own date and with papers that are not in the corpus."""
        folder = self / "day"
        shutil.rmtree(folder, ignore_errors=True)
        self.make_corpus("--papers", NEW_PAPERS, "--seed", 1_000_000 + round_number, folder)
        digest = next(folder.rglob("*.md")).read_text("utf-8")
        digest = digest.replace("2015-01-01", "2041-01-01").replace("1501.00", f"4101.{round_number:02}")
        file = self / "new" / f"{round_number:02}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(digest, "utf-8")
        return file


class ArchiveWork(Work):
    """The files for a folder of digests in place of a generated corpus."""

    def __init__(self, folder, project, archive):
        self.project, self.source = project, archive
        self.build = project / "build" / "release"
        files = sorted((str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in archive.rglob("*.md"))
        self.use(folder, f"archive-{hashlib.sha256(repr(files).encode()).hexdigest()[:8]}")

    @functools.cached_property
    def papers(self):
        return sum(1 for _ in self.each_paper())

    @property
    def corpus(self):
        def write(file):
            index = self / "read"
            shutil.rmtree(index, ignore_errors=True)
            subprocess.run([self.program("nonmun-index"), "--quiet", "--db", index, self.source], check=True)
            with open(file, "wb") as out:
                subprocess.run([self.program("nonmun"), "--db", index, "export"], stdout=out, check=True)
            shutil.rmtree(index)
        return self.make("corpus.jsonl", write)
