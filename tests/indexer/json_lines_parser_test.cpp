// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "indexer/input_chunk.hpp"

namespace nonmun {
namespace {

struct Read {
    std::vector<std::string> ids;
    std::vector<std::string> flaws;
};

Read read(const std::string& text) {
    Read result;
    parse_json_lines(
        text, "x.jsonl", 1, [&](Paper&& paper) { result.ids.push_back(paper.id); },
        [&](Diagnostic&& flaw) { result.flaws.push_back(to_string(flaw)); });
    return result;
}

const std::string a = R"({"id":"a","title":"A"})";
const std::string b = R"({"id":"b","title":"B"})";

TEST(JsonLines, OnePaperALineAndBlankOnesAllowed) {
    for (const std::string& text :
         {a + "\n" + b + "\n", a + "\n" + b, a + "\r\n\r\n" + b + "\r\n",
          "\n \t" + a + " \n\n" + b + "\n\n", "\xEF\xBB\xBF" + a + "\n" + b}) {
        const Read result = read(text);
        EXPECT_EQ(result.ids, (std::vector<std::string>{"a", "b"})) << text;
        EXPECT_TRUE(result.flaws.empty()) << text;
    }
}

TEST(JsonLines, ABadLineIsADiagnosticAndTheOthersAreKept) {
    const Read result = read(a + "\n{\"id\":\n\n{\"title\":\"no id\"}\n" + b + "\n[]");
    EXPECT_EQ(result.ids, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(result.flaws,
              (std::vector<std::string>{"x.jsonl:2: not valid JSON", "x.jsonl:4: \"id\" is missing",
                                        "x.jsonl:6: not a JSON object"}));
}

TEST(JsonLines, AnEmptyTextHasNoPapers) {
    EXPECT_TRUE(read("").ids.empty());
    EXPECT_TRUE(read("\n\n").flaws.empty());
}

TEST(JsonLines, ErrorsOfTheSinkAreNotDiagnostics) {
    const std::string in = a;
    const auto taker = [](Paper&&) { throw Error(ErrorKind::io, "the disk is full"); };
    EXPECT_THROW(parse_json_lines(in, "x", 1, taker, [](Diagnostic&&) { FAIL(); }), Error);
}

TEST(JsonLines, ErrorsOfTheSinkOfKindInputAreNotDiagnostics) {
    const std::string in = a;
    const auto taker = [](Paper&&) { throw Error(ErrorKind::input, "a stored record is broken"); };
    EXPECT_THROW(parse_json_lines(in, "x", 1, taker, [](Diagnostic&&) { FAIL(); }), Error);
}

}  // namespace
}  // namespace nonmun
