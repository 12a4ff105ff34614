#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests scripts/check-docs: correct documents pass, and each error in a document is reported with its line.

Usage: check_docs_test.py PROGRAMS, the folder of nonmun and nonmun-index.
"""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK_DOCS = Path(__file__).resolve().parents[2] / "scripts/check-docs"
PROGRAMS = sys.argv.pop()

RIGHT = """# A document

See [below](#below). `nonmun search --limit 1` finds one; `common/fields.hpp` has the fields, as `query/render/NAME.cpp` the formats.

| you write | papers that |
|---|---|
| `kan AND mlp` | have both |

## Below

```console
$ export NONMUN_DB=~/sample.db
$ nonmun-index data/2023 data/2024
10 files read, 0 unchanged; [...] 9.9 s
71 papers in /home/me/sample.db
$ nonmun search kan --limit 1
1. KAN[...]
...

1-1 of 3 papers
$ xapian-tcpsrv --quiet --interface 192.0.2.1 --port 7001 ~/sample.db
$ cat > remote <<'END'
> remote 192.0.2.1:7001
> remote 192.0.2.2:7001
> END
$ nonmun --db remote show 2404.19756
nonmun: the shard 192.0.2.2:7001 does not answer: [...]
$ nonmun serve
serving 71 papers; stop with Ctrl-C
http://127.0.0.1:8080/
$ curl 'http://127.0.0.1:8080/v1/authors?q=max+t'
{"authors":[{"name":"Max Tegmark","spellings":[],"papers":1}]}
```

```fish
nonmun --completion fish | source
```
"""


class CheckDocs(unittest.TestCase):
    def check(self, text, *options):
        """Returns (exit status, standard error, the document afterwards)."""
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder, "document.md")
            document.write_text(text, encoding="utf-8")
            outcome = subprocess.run([sys.executable, CHECK_DOCS, "--bin", PROGRAMS, *options, document], capture_output=True,
                                     text=True, check=False)
            return outcome.returncode, outcome.stderr.replace(str(document), "document"), document.read_text(encoding="utf-8")

    def expect_found(self, right, wrong, finding):
        """Expects one finding after `right` is replaced with `wrong`."""
        self.assertIn(right, RIGHT)
        text = RIGHT.replace(right, wrong)
        status, err, after = self.check(text)
        self.assertEqual(status, 1, err)
        self.assertIn("1 document, 1 finding", err)
        self.assertIn(finding, err)
        self.assertEqual(after, text)

    def test_a_correct_document_passes(self):
        status, err, after = self.check(RIGHT)
        self.assertEqual((status, err), (0, "check-docs: 1 document, 0 findings\n"))
        self.assertEqual(after, RIGHT)

    def test_output_that_differs(self):
        self.expect_found("71 papers in", "72 papers in", "document:13: the output differs: nonmun-index data/2023 data/2024")
        self.expect_found("71 papers in /home/me/sample.db\n", "", "document:13: the output differs")
        self.expect_found('"papers":1', '"papers":2', "document:31: the output differs: curl")
        self.expect_found("--completion fish", "--completion fin", "document:36: the output differs: fish -c")

    def test_omitting_all_output(self):
        self.expect_found("1. KAN[...]\n...\n\n1-1 of 3 papers\n", "...\n", "document:16: all output is omitted: nonmun search kan")

    def test_a_path_that_does_not_exist(self):
        self.expect_found("common/fields.hpp", "common/field.hpp", "document:3: no such file: common/field.hpp")
        self.expect_found("render/NAME.cpp", "render/NAME.c", "document:3: no such file: query/render/NAME.c")

    def test_a_query_that_finds_nothing(self):
        self.expect_found("kan AND mlp", "kan AND gansformer", "document:7: finds nothing in data/: kan AND gansformer")
        self.expect_found("kan AND mlp", "kan of", "document:7: dropped ['of']: kan of")

    def test_a_command_that_is_not_run(self):
        rows = (("systemctl start nonmun-index.timer", "not run, needs root"),
                ("./scripts/demo      # shows a few searches", "not run, builds"),
                ("nonmun search kan", "not in a console block, and not in NOT_RUN of check-docs: nonmun search kan"),
                ("ls && systemctl stop x.timer", "not in a console block, and not in NOT_RUN of check-docs: ls"),
                ("systemctl start nonmun.timer", "no such unit: nonmun.timer"),
                ("scripts/bench --speed", "scripts/bench: no option --speed"),
                ("cmake --preset fast", "no such preset: fast"))
        status, err, _ = self.check("".join(["```sh\n", *(f"{command}\n" for command, _ in rows), "```\n"]))
        self.assertEqual(status, 1, err)
        for number, (_, finding) in enumerate(rows, 2):
            self.assertIn(f"document:{number}: {finding}", err)
        self.assertIn("1 document, 6 findings", err)  # x.timer does not exist either

    def test_a_command_that_fails_while_output_is_omitted(self):
        self.expect_found("$ nonmun search kan --limit 1\n1. KAN[...]\n...\n\n1-1 of 3 papers\n", "$ nonmun show none\n...\n",
                          "document:16: exit status 2: nonmun show none")

    def test_a_link_to_nowhere(self):
        self.expect_found("(#below)", "(#above)", "document:3: no such heading: #above")
        self.expect_found("(#below)", "(none.md)", "document:3: no such file: none.md")

    def test_write_replaces_the_output(self):
        status, err, after = self.check(RIGHT.replace('"papers":1', '"papers":2'), "--write")
        self.assertEqual(status, 1, err)
        self.assertEqual(after, RIGHT)


if __name__ == "__main__":
    unittest.main()
