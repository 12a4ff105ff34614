// SPDX-License-Identifier: GPL-2.0-or-later
// The real archive and the samples are read whole: counts, and that no line's text is lost. The
// check reads Markdown in its own simple way, so that it can disagree with the parser.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "common/author_name.hpp"
#include "common/unicode.hpp"
#include "indexer/digest_parser.hpp"
#include "indexer/input.hpp"
#include "tests/indexer/read_papers.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Letters and digits of any script, in order: what is left of a text without blanks and markup.
std::string letters(std::string_view text) {
    std::string letters;
    for (const char c : text) {
        const bool markup = std::string_view(" \t\r\n-*+#_").find(c) != std::string_view::npos;
        if (!markup) letters += c;
    }
    return letters;
}

// Everything that an entry keeps, line by line of its summary.
struct Kept {
    const Paper* paper = nullptr;
    std::size_t item = 0;  // the summary item that the last line stood in
};

bool holds(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

// Whether the words of a summary line stand in the current item or in the next.
bool keeps_item(Kept& kept, std::string_view line) {
    const auto& summary = kept.paper->summary;
    std::string wanted = letters(line);
    // A numbered item's number says no more than its place.
    const auto digits = wanted.find_first_not_of("0123456789");
    if (digits > 0 && digits != std::string::npos &&
        (wanted[digits] == '.' || wanted[digits] == ')')) {
        wanted.erase(0, digits + 1);
    }
    if (wanted.empty()) return true;
    for (std::size_t i = kept.item; i < std::min(kept.item + 2, summary.size()); ++i) {
        const std::string text = letters(summary[i].text);
        const std::string label = letters(summary[i].section.value_or(""));
        // Lines below go on in the item, so its text may be longer.
        if (holds(text, wanted) || (label + ":" + text).starts_with(wanted) || label == wanted) {
            kept.item = i;
            return true;
        }
    }
    return false;
}

// Every name is among the authors, in this spelling or in another of the same name.
bool keeps_authors(const Paper& paper, std::string_view line) {
    std::set<std::string> keys = {""};  // "+" and the like
    for (const std::string& name : paper.authors) keys.insert(author_key(name));
    std::string list(trim(line.substr(line.find(':') + 1)));
    std::string separator = ",";
    if (list.starts_with('[')) {  // ['A', "B"]: a quote and a comma end a name
        list = list.substr(1, list.size() - 2);
        for (const char* end : {"',", "\","}) {
            for (std::size_t at; (at = list.find(end)) != std::string::npos;)
                list.replace(at, 2, "\n");
        }
        separator = "\n";
    }
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(separator, begin), list.size());
        if (!keys.contains(author_key(list.substr(begin, end - begin)))) return false;
        begin = end + 1;
    }
    return true;
}

bool keeps(Kept& kept, const std::string& line) {
    const Paper& paper = *kept.paper;
    if (line.starts_with("### ")) {
        return line == "### [" + paper.title + "](" + paper.url + ")" && holds(paper.url, paper.id);
    }
    if (line.starts_with("Vote:"))
        return letters(line) == "Vote:" + (paper.votes ? std::to_string(*paper.votes) : "");
    if (line.starts_with("Authors:")) return keeps_authors(paper, line);
    return (paper.media && holds(line, paper.media->url)) || keeps_item(kept, line);
}

// Checks every line of a digest against the entry that it belongs to.
void expect_nothing_lost(const std::string& text, const std::string& file) {
    const Digest digest = parse_digest(text, file);
    std::istringstream in(text);
    std::size_t number = 0;
    std::size_t entries = 0;
    std::string day;
    Kept kept;
    for (std::string raw; std::getline(in, raw); ++number) {
        const std::string clean = clean_text(raw);
        const std::string line(trim(clean));
        const std::string place = file + ":" + std::to_string(number + 1) + ": " + line;
        if (letters(line).empty()) continue;
        if (line.starts_with("## ")) {
            day = line;
        } else {
            if (line.starts_with("### ")) {
                ASSERT_LT(entries, digest.entries.size()) << place;
                kept = {&digest.entries[entries++], 0};
                ASSERT_TRUE(kept.paper->date) << place;
                EXPECT_EQ(day, "## Daily Papers (" + to_string(*kept.paper->date) + ")") << place;
            }
            ASSERT_NE(kept.paper, nullptr) << place;
            EXPECT_TRUE(keeps(kept, line)) << place;
        }
    }
    EXPECT_EQ(entries, digest.entries.size()) << file;
}

struct Counts {
    std::size_t files = 0;
    std::size_t entries = 0;
    std::size_t diagnostics = 0;
    std::set<std::string> ids;
};

Counts count(const std::vector<std::string>& paths) {
    Counts counts;
    for (const Input& input : find_inputs(paths)) {
        const Digest digest = parse_digest(tests::read_file(input.path), input.name);
        ++counts.files;
        counts.entries += digest.entries.size();
        counts.diagnostics += digest.diagnostics.size();
        for (const Paper& paper : digest.entries) counts.ids.insert(paper.id);
    }
    return counts;
}

TEST(Archive, EveryEntryIsRead) {
    NONMUN_NEEDS_SHARED("archive");
    const Counts counts = count({tests::shared("archive").string()});
    EXPECT_EQ(counts.files, 265u);
    EXPECT_EQ(counts.entries, 3591u);
    EXPECT_EQ(counts.ids.size(), 3590u);
    EXPECT_EQ(counts.diagnostics, 0u);
}

TEST(Archive, NoTextIsLost) {
    NONMUN_NEEDS_SHARED("archive");
    for (const Input& input : find_inputs({tests::shared("archive").string()})) {
        expect_nothing_lost(tests::read_file(input.path), input.name);
    }
}

TEST(Samples, EveryEntryIsRead) {
    const Counts counts = count(tests::clean_data());
    EXPECT_EQ(counts.files, 10u);
    EXPECT_EQ(counts.entries, 73u);
    EXPECT_EQ(counts.ids.size(), 71u);
    EXPECT_EQ(counts.diagnostics, 0u);
}

TEST(Samples, NoTextIsLost) {
    for (const Input& input : find_inputs(tests::clean_data())) {
        expect_nothing_lost(tests::read_file(input.path), input.name);
    }
}

TEST(Seed, IsADigestWithAnyFileExtension) {
    NONMUN_NEEDS_SHARED("seed");
    std::size_t pages = 0;
    for (const auto& page : fs::directory_iterator(tests::shared("seed"))) {
        const tests::TemporaryFolder folder;
        const std::string path = folder.write("page.txt", tests::read_file(page.path()));
        std::set<std::string> ids;
        std::size_t diagnostics = 0;
        for (const Input& input : find_inputs({path})) {
            tests::read_papers(
                input, [&](Paper&& paper) { ids.insert(paper.id); },
                [&](Diagnostic&&) { ++diagnostics; });
        }
        for (const char* id : {"2404.19296", "2404.19756", "2404.19737", "2404.19702"}) {
            EXPECT_TRUE(ids.contains(id)) << id;
        }
        ++pages;
    }
    EXPECT_EQ(pages, 1u);
}

}  // namespace
}  // namespace nonmun
