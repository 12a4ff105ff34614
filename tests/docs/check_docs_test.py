#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""scripts/check-docs itself: it lets right documents pass, and tells what is wrong in others, and where.

check_docs_test.py PROGRAMS: the folder of nonmun and nonmun-index.
"""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECK_DOCS = Path(__file__).resolve().parents[2] / "scripts/check-docs"
PROGRAMS = sys.argv.pop()

RIGHT = """# A document

See [below](#below). `nonmun search --limit 1` finds one.

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
$ curl 'http://127.0.0.1:8080/v1/authors?q=max+t'
{"authors":[{"name":"Max Tegmark","spellings":[],"papers":1}]}
```
"""


class CheckDocs(unittest.TestCase):
    def check(self, text, *options):
        """(exit status, what was told, the document afterwards)."""
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder, "document.md")
            document.write_text(text, encoding="utf-8")
            outcome = subprocess.run([sys.executable, CHECK_DOCS, "--bin", PROGRAMS, *options, document], capture_output=True,
                                     text=True, check=False)
            return outcome.returncode, outcome.stderr.replace(str(document), "document"), document.read_text(encoding="utf-8")

    def expect_found(self, right, wrong, told):
        """The finding where `right` is replaced."""
        self.assertIn(right, RIGHT)
        text = RIGHT.replace(right, wrong)
        status, err, after = self.check(text)
        self.assertEqual(status, 1, err)
        self.assertIn("1 document, 1 finding", err)
        self.assertIn(told, err)
        self.assertEqual(after, text)

    def test_what_is_so_passes(self):
        status, err, after = self.check(RIGHT)
        self.assertEqual((status, err), (0, "check-docs: 1 document, 0 findings\n"))
        self.assertEqual(after, RIGHT)

    def test_an_output_that_is_another(self):
        self.expect_found("71 papers in", "72 papers in", "document:9: shows something else than: nonmun-index data/2023 data/2024")
        self.expect_found("71 papers in /home/me/sample.db\n", "", "document:9: shows something else")
        self.expect_found('"papers":1', '"papers":2', "document:17: shows something else than: curl")

    def test_a_command_that_is_none(self):
        self.expect_found("search --limit", "serach --limit", "document:3: nonmun: no command serach")
        self.expect_found("search --limit", "search --limits", "document:3: nonmun: no option --limits of search")

    def test_a_command_that_fails_behind_dots(self):
        self.expect_found("$ nonmun search kan --limit 1\n1. KAN[...]\n...\n\n1-1 of 3 papers\n", "$ nonmun show none\n...\n",
                          "document:12: exit status 2: nonmun show none")

    def test_a_link_to_nowhere(self):
        self.expect_found("(#below)", "(#above)", "document:3: no such heading: #above")
        self.expect_found("(#below)", "(none.md)", "document:3: no such file: none.md")

    def test_write_shows_what_was_printed(self):
        status, err, after = self.check(RIGHT.replace('"papers":1', '"papers":2'), "--write")
        self.assertEqual(status, 1, err)
        self.assertEqual(after, RIGHT)


if __name__ == "__main__":
    unittest.main()
