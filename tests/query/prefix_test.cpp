// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/prefix.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "common/unicode.hpp"
#include "query/language/hangul_letters.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;
using Strings = std::vector<std::string>;

bool fits(const SyllablePattern& pattern, const std::string& word) {
    std::size_t at = 0;
    for (const auto& ranges : pattern) {
        if (at >= word.size()) return false;
        const CodePoint c = code_point_at(word, at);
        at = c.end;
        if (std::none_of(ranges.begin(), ranges.end(), [&](const SyllableRange& range) {
                return c.value >= range.first && c.value <= range.last;
            }))
            return false;
    }
    return true;
}

bool fits_any(const std::string& typed, const std::string& word) {
    const auto patterns = syllable_patterns(typed);
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const SyllablePattern& pattern) { return fits(pattern, word); });
}

TEST(Prefix, HalfTypedKoreanMatches) {
    const struct {
        const char* typed;
        Strings words;
        Strings others;
    } cases[] = {
        {"ㅎㅅ", {"확산", "학습", "해석하다"}, {"확률", "산학", "학"}},
        {"확ㅅ", {"확산", "확실"}, {"확률", "학습", "확"}},
        {"확사", {"확산", "확사", "확산모델"}, {"확실", "확서"}},
        {"산", {"산", "산술", "사느", "사나"}, {"상", "사", "사다"}},
        {"고", {"고", "과", "곽", "괴물", "공"}, {"구", "가", "교"}},
        {"닥", {"닥", "닧", "다가"}, {"닭", "다나"}},
        {"달", {"달", "닭", "닮", "다리"}, {"단"}},
        {"홗", {"홗", "확산", "확실"}, {"확률", "화산"}},
        {"ㄳ", {"감사", "가속"}, {"가", "사감"}},
        {"ㅏ", {"가", "산", "하나"}, {"거", "소"}},
        {"ㅎ", {"하", "확산"}, {"가"}},
    };
    for (const auto& one : cases) {
        for (const std::string& word : one.words)
            EXPECT_TRUE(fits_any(one.typed, word)) << one.typed << " " << word;
        for (const std::string& word : one.others)
            EXPECT_FALSE(fits_any(one.typed, word)) << one.typed << " " << word;
    }
    for (const char* none : {"", "abc", "확a", "a확", "확산 ", "\xed\x99"})
        EXPECT_TRUE(syllable_patterns(none).empty()) << none;
}

std::string lone_letter_of(char key) {
    for (char32_t c = 0x3131; c <= 0x3163; ++c) {
        std::string letter;
        append_utf8(letter, c);
        if (latin_keys(letter) == std::string(1, key)) return letter;
    }
    return {};
}

// The text on the screen after these keys.
std::string shown(const std::string& keys) {
    const std::string whole = hangul_of_keys(keys);
    if (!whole.empty()) return whole;
    return hangul_of_keys(keys.substr(0, keys.size() - 1)) + lone_letter_of(keys.back());
}

TEST(Prefix, EveryWordIsFoundAfterEachOfItsKeys) {
    std::mt19937 random(3);
    for (int round = 0; round < 3000; ++round) {
        std::string word;
        for (int i = 0; i < 3; ++i) append_utf8(word, 0xAC00 + random() % 11172);
        const std::string keys = latin_keys(word);
        if (hangul_of_keys(keys) != word) continue;  // 각사 and 갃아 share keys with others
        for (std::size_t count = 1; count <= keys.size(); ++count) {
            const std::string typed = shown(keys.substr(0, count));
            ASSERT_TRUE(fits_any(typed, word)) << typed << " " << word;
        }
    }
}

TEST(Prefix, SkippingEqualsAScanOfAllTerms) {
    tests::data_index().read([](const Xapian::Database& database) {
        for (const std::string prefix : {"", "XA", "XB", "A"}) {
            Strings all;
            for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
                 ++term)
                all.push_back((*term).substr(prefix.size()));
            for (const char* typed : {"ㅎㅅ", "확ㅅ", "사", "산", "고", "ㅏ", "ㅎ", "모델",
                                      "ㅁㄷㄹ", "강화하", "힣", "가", "ㄳ", "하ㅏ"}) {
                Strings expected;
                std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                             [&](const std::string& term) { return fits_any(typed, term); });
                Strings walked;
                Budget no_limit;
                for (const PrefixTerm& term : terms_beginning(database, prefix, typed, no_limit)) {
                    walked.push_back(term.term);
                    EXPECT_EQ(term.frequency, database.get_termfreq(prefix + term.term));
                }
                EXPECT_EQ(walked, expected) << prefix << " " << typed;
            }
        }
        return 0;
    });
}

std::set<std::string> found(SmallIndex& index, const std::string& query) {
    const Strings ids = index->found(query);
    return {ids.begin(), ids.end()};
}

TEST(Prefix, HalfTypedWordsFindPapers) {
    using Ids = std::set<std::string>;
    SmallIndex index({
        paper("diffusion", "Diffusion", {"확산을 본다"}),
        paper("learning", "확률", {"강화학습을 쓴다"}),
        paper("both", "확산", {"학습을 한다"}),
        paper("words", "Four", {"강화는 강화를 강화의 강화가 학습은 학습을 학습의 학습이"}),
    });
    const std::pair<const char*, Ids> queries[] = {
        {"확ㅅ*", {"diffusion", "both"}},
        {"확*", {"diffusion", "both", "learning"}},
        {"title:확ㅅ*", {"both"}},
        {"summary:확ㅅ*", {"diffusion"}},
        {"summary:확*", {"diffusion"}},
        {"학스*", {"both", "words", "learning"}},
        {"강화하*", {"learning"}},
        {"강화학ㅅ*", {"learning"}},
        {"확ㅅ* -title:ㅎㅅ*", {"diffusion"}},
        {"+확ㅅ* +ㅎㅅ*", {"diffusion", "both"}},
        {"ㅉㅉ*", {}},
    };
    for (const auto& [query, ids] : queries) EXPECT_EQ(found(index, query), ids) << query;
    // The matches of a prefix are marked.
    const HitList list = index->search("확ㅅ*");
    for (const Hit& hit : list.hits) {
        EXPECT_EQ(hit.snippet.matches.size() + hit.title_matches.size(), 1u) << hit.paper.id;
        EXPECT_GT(hit.parts.front().value, 0) << "a half-typed word counts";
    }
}

TEST(Prefix, AWordOfTheSummaryIsFoundWithAWordOfTheTitle) {
    SmallIndex index({paper("a", "Diffraction", {"diffusion"}), paper("b", "Diffusion")});
    EXPECT_EQ(found(index, "summary:diff*"), (std::set<std::string>{"a"}));
}

TEST(Prefix, SeveralDatabasesScoreAsOne) {
    std::mt19937 random(17);
    const Strings words = {"video",     "vision",  "visual", "로봇", "로그", "논리",
                           "diffusion", "diffuse", "확산",   "확률", "산술"};
    std::vector<Paper> papers;
    for (int i = 0; i < 60; ++i) {
        std::string title = "zyx", summary = "wvu";
        for (std::size_t w = 0; w < words.size(); ++w) {
            if (random() % (3 + w) == 0) title += ", " + words[w];
            if (random() % (2 + w) == 0) summary += ", " + words[w];
        }
        papers.push_back(paper("p" + std::to_string(i), title, {summary}));
    }
    const tests::TemporaryFolder folder;
    tests::OpenIndex one({tests::write_index(folder, papers, "whole")});
    tests::OpenIndex both({tests::write_index(folder, {papers.begin(), papers.begin() + 11}, "a"),
                           tests::write_index(folder, {papers.begin() + 11, papers.end()}, "b")});
    for (const char* query : {"vi*", "vis*", "diffusio*", "로*", "ㄹ*", "확ㅅ*", "사*", "title:vi*",
                              "summary:diff* 로*", "+ㅎㅅ* visual", "확* -ㄹㄱ* diffus*"}) {
        std::map<std::string, double> expected;
        double least = 1e9;
        for (const Hit& hit : one.search(query).hits) expected[hit.paper.id] = hit.score;
        const HitList list = both.search(query);
        ASSERT_FALSE(expected.empty()) << query;
        EXPECT_EQ(list.total, expected.size()) << query;
        for (const Hit& hit : list.hits) {
            ASSERT_TRUE(expected.contains(hit.paper.id)) << query;
            EXPECT_NEAR(hit.score, expected[hit.paper.id], 1e-9) << query << " " << hit.paper.id;
            EXPECT_LE(hit.score, least + 1e-9) << query;
            least = hit.score;
        }
    }
}

// Xapian would join words in a different order in each database, and round differently.
TEST(Prefix, ManyWordsHaveTheSameWeightInEveryDatabase) {
    std::mt19937 random(5);
    std::vector<Paper> papers;
    for (int i = 0; i < 150; ++i) {
        std::string summary = "zyx";
        for (unsigned word = 0; word < 12; ++word) {
            const bool first_half = i < 60;
            const unsigned rarity = 2 + (first_half ? word : 11 - word);
            if (random() % rarity == 0) summary += std::string(", v") + char('a' + word) + "rkl";
        }
        papers.push_back(paper("p" + std::to_string(i), "wvu", {summary}));
    }
    const tests::TemporaryFolder folder;
    tests::OpenIndex one({tests::write_index(folder, papers, "whole")});
    tests::OpenIndex both({tests::write_index(folder, {papers.begin(), papers.begin() + 60}, "a"),
                           tests::write_index(folder, {papers.begin() + 60, papers.end()}, "b")});
    std::map<std::string, double> expected;
    for (const Hit& hit : one.search("v*").hits) expected[hit.paper.id] = hit.score;
    for (const Hit& hit : both.search("v*").hits)
        EXPECT_NEAR(hit.score, expected.at(hit.paper.id), 1e-9) << hit.paper.id;
}

TEST(Prefix, AnEmptyPrefixDoesNotFindEverything) {
    for (const char* query : {"!*", "ㆍ*", "\xcc\x81*", "*", "**"}) {
        EXPECT_EQ(tests::data_index().search(query).total, 0u) << query;
    }
}

}  // namespace
}  // namespace nonmun
