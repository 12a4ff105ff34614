// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nonmun {

// The result of diagnose().
struct Diagnosis {
    std::string path;
    std::size_t shards = 1;
    std::size_t papers = 0;
    std::string schema;  // the versions in the metadata of the index
    std::string analyzer;
    std::vector<std::string> findings;  // errors, one line each; at most max_findings
    std::size_t more_findings = 0;      // the number of others
    std::string mend;                   // the command that repairs it; "" if it is whole

    bool whole() const { return findings.empty(); }
};

inline constexpr std::size_t max_findings = 20;

// Checks the whole index: the blocks of its tables (by Xapian, with its messages on standard error
// if `show_messages`), the versions, the lexicon and glossary, that postings and term lists agree,
// and each record: its checksum, values, vote level, terms of id and authors, and the format of its
// token sequence. Runs checks in child processes, since damage can crash Xapian. If a writer
// commits meanwhile, checks again. Throws Error: missing; io without write permission; usage for an
// index with remote databases.
Diagnosis diagnose(const std::string& path, bool show_messages);

}  // namespace nonmun
