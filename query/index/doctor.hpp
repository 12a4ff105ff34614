// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace nonmun {

// What the doctor found of one index.
struct Diagnosis {
    std::string path;
    std::size_t shards = 1;
    std::size_t papers = 0;
    std::string schema;  // the versions that the index says it was written with
    std::string analyzer;
    std::vector<std::string> findings;  // what is wrong, each in one line; the first of them
    std::size_t more_findings = 0;      // how many are not listed
    std::string mend;                   // the command that mends it; "" when it is whole

    bool whole() const { return findings.empty(); }
};

// At most so many findings are listed.
inline constexpr std::size_t most_findings = 20;

// Checks the whole of an index: the blocks of its tables (Xapian's own check, whose messages go to
// standard error when they are wanted), the versions, the words that it was made with, that
// postings and term lists agree, and each record with its checksum, its values, its vote level
// among those of its day, the terms of its id and authors, and the form of its token sequence.
// Damage ends no process but one of the
// doctor's own. A writer may go on meanwhile: what it had not finished is checked again. Throws
// Error: missing; io where it may not be written to; usage for an index with remote databases,
// which are checked where they are.
Diagnosis diagnose(const std::string& path, bool show_messages);

}  // namespace nonmun
