// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/support/places.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary.hpp"

// Helpers for the tests of the programs.
namespace nonmun::tests {

using Strings = std::vector<std::string>;

inline Strings operator+(Strings one, const Strings& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

inline Outcome index_into(const std::string& database, const Strings& arguments,
                          const ProgramInput& input = {}) {
    return run("nonmun-index", Strings{"--db", database} + arguments, input);
}

// An index of the samples, created once per test program.
inline const std::string& samples() {
    static const TemporaryFolder folder;
    static const std::string database = [] {
        const std::string path = folder / "db";
        const Outcome outcome = index_into(path, clean_data());
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        return path;
    }();
    return database;
}

// Runs nonmun on the samples.
inline Outcome nonmun(const Strings& arguments, const ProgramInput& input = {}) {
    return run("nonmun", Strings{"--db", samples()} + arguments, input);
}

inline Strings lines_of(const std::string& text) {
    Strings lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// The ids of a run in TREC format, in order.
inline Strings trec_ids(const std::string& text) {
    Strings ids;
    for (const std::string& line : lines_of(text)) {
        std::istringstream fields(line);
        std::string qid, q0, id;
        fields >> qid >> q0 >> id;
        ids.push_back(id);
    }
    return ids;
}

inline Strings found(const std::string& database, const std::string& query) {
    const Outcome outcome = run("nonmun", {"--db", database, "search", "--limit", "10000",
                                           "--format", "trec", "--", query});
    EXPECT_LT(outcome.status, 2) << outcome.err;
    return trec_ids(outcome.out);
}

// Expects exit status 2, no standard output, and one line without control characters on standard
// error that says what failed, where, and what to do.
inline void expect_error(const Outcome& outcome, const Strings& says) {
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    EXPECT_TRUE(outcome.out.empty());
    ASSERT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
    EXPECT_TRUE(outcome.err.starts_with("nonmun: ") || outcome.err.starts_with("nonmun-index: "))
        << outcome.err;
    for (const std::string& part : says) {
        EXPECT_NE(outcome.err.find(part), std::string::npos) << part << " in " << outcome.err;
    }
    for (const char c : outcome.err) {
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << outcome.err;
    }
}

}  // namespace nonmun::tests
