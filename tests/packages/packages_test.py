#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Usage: packages_test.py BUILD. Checks scripts/packages: each section is sorted and names no package twice, and the packages of the
section build, with those that they depend on, own every system header that a source of the two programs includes. (A header of a
package that only the tests install would break scripts/demo on a fresh machine.)"""
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = sys.argv.pop(1)


def sections():
    found, section = {}, None
    for line in (SOURCE / "scripts/packages").read_text().splitlines():
        if heading := re.match(r"# ([a-z]+):", line):
            section = found.setdefault(heading[1], [])
        elif not line.startswith("#"):
            section.append(line)
    return found


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def with_dependencies(packages):
    """The packages and all installed packages that they depend on."""
    depends = {}
    for line in output("dpkg-query", "-W", "-f", "${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\n").splitlines():
        package, needs, provides = line.split("\t")
        names = {re.split(r"[ :(]", need.strip())[0] for need in re.split(r"[,|]", needs)}
        depends.setdefault(package, set()).update(names)
        for name in re.findall(r"[^ ,()]+(?= *(?:\(|,|$))", provides):
            depends.setdefault(name, set()).add(package)
    reached, left = set(), list(packages)
    while left:
        package = left.pop()
        if package not in reached:
            reached.add(package)
            left.extend(depends.get(package, ()))
    return reached


def system_headers():
    """The headers outside the tree that the sources of the libraries and programs include, by what ninja recorded."""
    headers, counts = set(), False
    for line in output("ninja", "-C", BUILD, "-t", "deps").splitlines():
        if not line.startswith(" "):
            counts = line.startswith(("common/", "indexer/", "query/"))
        elif counts and line.strip().startswith("/usr/"):
            headers.add(str(pathlib.Path(line.strip()).resolve()))
    return headers


class Packages(unittest.TestCase):
    def test_sections_are_sorted_and_name_no_package_twice(self):
        self.assertEqual(list(sections()), ["build", "test", "peers"])
        for section, packages in sections().items():
            self.assertEqual(packages, sorted(packages), section)
        every = [package for packages in sections().values() for package in packages]
        self.assertEqual(len(every), len(set(every)))

    def test_section_build_owns_every_header_of_the_programs(self):
        headers = system_headers()
        self.assertGreater(len(headers), 100)
        owned = with_dependencies(sections()["build"])
        missing = set()
        for line in output("dpkg-query", "-S", *sorted(headers)).splitlines():
            owners, header = line.rsplit(": ", 1)
            if not owned & {owner.strip().split(":")[0] for owner in owners.split(",")}:
                missing.add(line)
        self.assertEqual(missing, set(), "scripts/packages lacks these packages in its section build")


if __name__ == "__main__":
    unittest.main()
