// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include "query/language/query_words.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;
using Strings = std::vector<std::string>;

// The stems of a query after split_unknown().
Strings stems_of(SmallIndex& index, const std::string& text) {
    return index->read([&](const Xapian::Database& database) {
        std::vector<QueryWord> words = query_words(text, index->analyzer());
        split_unknown(words, index->analyzer(), database);
        Strings stems;
        for (const QueryWord& word : words) {
            for (const QueryStem& stem : word.stems) stems.push_back(stem.text);
        }
        return stems;
    });
}

TEST(CompoundSplit, UnknownWordsAreSplitIntoKnownOnes) {
    SmallIndex index(
        {paper("a", "", {"도깨비 두꺼비 바늘귀"}), paper("b", "", {"두꺼비 사고 연쇄"})});
    EXPECT_EQ(stems_of(index, "도깨비두꺼비를"), (Strings{"도깨비", "두꺼비"}));
    EXPECT_EQ(stems_of(index, "두꺼비바늘귀도깨비"), (Strings{"두꺼비", "바늘귀", "도깨비"}));
    EXPECT_EQ(stems_of(index, "사고의연쇄"), (Strings{"사고", "연쇄"}));
    EXPECT_EQ(index->found("두꺼비바늘귀"), (Strings{"a", "b"}));
}

TEST(CompoundSplit, KnownWordsAndWordsWithoutASplitAreKept) {
    SmallIndex index({paper("a", "", {"도깨비두꺼비 도깨비 두꺼비"})});
    EXPECT_EQ(stems_of(index, "두꺼비"), Strings{"두꺼비"});
    EXPECT_EQ(stems_of(index, "도깨비두꺼비"), stems_of(index, "도깨비두꺼비는"));
    EXPECT_EQ(stems_of(index, "robot 도마뱀꼬리"), (Strings{"robot", "도마뱀꼬리"}));
    EXPECT_TRUE(stems_of(index, "").empty());
    std::string longest;
    for (int i = 0; i < 40; ++i) longest += "두꺼비";
    EXPECT_FALSE(stems_of(index, longest).empty());
}

}  // namespace
}  // namespace nonmun
