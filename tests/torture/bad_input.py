# SPDX-License-Identifier: GPL-2.0-or-later
"""Thousands of damaged digests: every undamaged entry is read as before, and nothing crashes."""
import concurrent.futures
import json
import subprocess

from harness import *

PROGRAM = BIN.parent / "tests/bad-input"
CHUNK = 250  # files per process, so that a crash can be located


def read_chunk(first, size, sources):
    done = subprocess.run([PROGRAM, str(first), str(size), *map(str, sources)], capture_output=True, timeout=600)
    if done.returncode not in (0, 1):
        return None, f"files starting at {first}: status {done.returncode}: {done.stderr.decode()[-300:]}"
    return json.loads(done.stdout), done.stderr.decode("utf-8", "replace").strip()


def main(counts, short):
    wanted = 1000 if short else 10_000
    sources = [PROJECT / "data/2023", PROJECT / "data/2024"] + ([ARCHIVE] if ARCHIVE.exists() else [])
    if not ARCHIVE.exists():
        counts.skip("damaged digests of the real archive", "it is not on this machine; only data/ is damaged")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda first: read_chunk(first, CHUNK, sources), range(1, wanted, CHUNK)))
    crashes = sum(result is None for result, _ in results)
    for _, said in results:
        if said:
            counts.fail(f"bad-input: {said[:500]}")
    read = [result for result, _ in results if result]
    total = {key: sum(result[key] for result in read) for key in ("files", "untouched", "lost", "problems")}
    counts.add("damaged digests read", total["files"])
    counts.add("... undamaged entries in them", total["untouched"])
    counts.add("... entries lost", total["lost"])
    counts.add("... crashes", crashes)
    expect_worth(read, total)


def expect_worth(read, total):
    """Checks that most samples were damaged, that enough entries stayed undamaged, and that large lines became documents."""
    check(read, "no damaged digest was read")
    files, entries, left_out = (read[0][key] for key in ("samples", "sample_entries", "left_out"))
    say(f"bad-input: damaged {files} files with {entries} entries; skipped {left_out} files whose entries depend on each other")
    check(left_out <= files // 10, f"{left_out} files were skipped")
    before = total["files"] * entries / files
    check(total["untouched"] >= before / 3, f"only {total['untouched']} of about {before:.0f} entries stayed undamaged")
    authors = max(result["most_authors"] for result in read)
    check(authors >= 100_000, f"no document had more than {authors} authors")
