// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/authors.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::OpenIndex;
using tests::paper;
using tests::SmallIndex;
using tests::with_date;
using Strings = std::vector<std::string>;

AuthorAnswer author(OpenIndex& index, const std::string& name) {
    return index.read([&](const Xapian::Database& database) {
        return find_author(database, index.analyzer(), name, RelatedRequest{});
    });
}

Strings names_of(const std::vector<AuthorEntry>& entries) {
    Strings names;
    for (const AuthorEntry& entry : entries)
        names.push_back(entry.name + " " + std::to_string(entry.papers));
    return names;
}

std::vector<Paper> sample() {
    return {
        with_date(paper("a", "robot arm", {}, {"Wei Wang", "Marin Soljačić", "John Smith"}),
                  "2024-01-01"),
        with_date(paper("b", "robot leg", {}, {"Wang, Wei", "Marin Soljacic"}), "2024-02-01"),
        with_date(paper("c", "robot hand", {}, {"J. Smith", "Jane Smith"}), "2024-03-01"),
        with_date(paper("d", "robot head", {}, {"Wei-Chen Lin", "Marin Soljačić"}), "2023-01-01"),
        with_date(paper("e", "video", {}, {"Aleksander Hołyński"}), "2023-01-01"),
    };
}

TEST(Authors, SpellingsOfOneNameAreOneAuthor) {
    SmallIndex index(sample());
    for (const char* name :
         {"Marin Soljačić", "marin soljacic", "Soljacic, Marin", "SOLJAČIĆ MARIN"}) {
        const AuthorAnswer answer = author(*index, name);
        ASSERT_TRUE(answer.profile) << name;
        EXPECT_EQ(answer.profile->author.name, "Marin Soljacic")
            << "the spelling of the newest paper";
        EXPECT_EQ(answer.profile->author.spellings, Strings{"Marin Soljačić"});
        EXPECT_EQ(answer.profile->author.papers, 3u);
        EXPECT_EQ(tests::ids_of(answer.profile->papers), (Strings{"b", "a", "d"}))
            << "newest first";
    }
    for (const char* name : {"Wang, Wei", "Wei Wang", "wei  wang", "Wang Wei"}) {
        const AuthorAnswer answer = author(*index, name);
        ASSERT_TRUE(answer.profile) << name;
        EXPECT_EQ(answer.profile->author.papers, 2u) << name;
    }
    EXPECT_TRUE(author(*index, "Weichen Lin").profile);
    EXPECT_TRUE(author(*index, "Aleksander Holynski").profile);
}

TEST(Authors, CoauthorsAreCounted) {
    SmallIndex index(sample());
    const AuthorAnswer answer = author(*index, "Marin Soljačić");
    ASSERT_TRUE(answer.profile);
    EXPECT_EQ(names_of(answer.profile->coauthors),
              (Strings{"Wang, Wei 2", "John Smith 1", "Wei-Chen Lin 1"}));
}

TEST(Authors, RelatedPapersAreByOthers) {
    SmallIndex index(sample());
    const AuthorAnswer answer = author(*index, "Marin Soljačić");
    ASSERT_TRUE(answer.profile);
    EXPECT_EQ(tests::ids_of(answer.profile->related), (Strings{"c", "e"}));
}

TEST(Authors, InitialsAreListedAndNotMerged) {
    SmallIndex index(sample());
    const AuthorAnswer full = author(*index, "John Smith");
    ASSERT_TRUE(full.profile);
    EXPECT_EQ(full.profile->author.papers, 1u);
    EXPECT_EQ(names_of(full.possible), Strings{"J. Smith 1"});

    const AuthorAnswer initial = author(*index, "J. Smith");
    ASSERT_TRUE(initial.profile);
    EXPECT_EQ(initial.profile->author.name, "J. Smith");
    EXPECT_EQ(initial.profile->author.papers, 1u);
    EXPECT_EQ(names_of(initial.possible), (Strings{"Jane Smith 1", "John Smith 1"}));
}

TEST(Authors, OneWordOfANameListsAllAuthorsWithIt) {
    SmallIndex index(sample());
    const AuthorAnswer several = author(*index, "smith");
    EXPECT_FALSE(several.profile);
    EXPECT_EQ(names_of(several.possible), (Strings{"J. Smith 1", "Jane Smith 1", "John Smith 1"}));
    const AuthorAnswer one = author(*index, "soljacic");
    ASSERT_TRUE(one.profile) << "only one author is possible";
    EXPECT_EQ(one.profile->author.papers, 3u);
    EXPECT_TRUE(one.possible.empty());
}

TEST(Authors, UnknownNamesHaveNoAnswer) {
    SmallIndex index(sample());
    for (const char* name : {"Nobody Atall", "Wei Nobody", "smithson", "\xff x"}) {
        const AuthorAnswer answer = author(*index, name);
        EXPECT_FALSE(answer.profile) << name;
        EXPECT_TRUE(answer.possible.empty()) << name;
    }
    EXPECT_TRUE(author(*index, std::string(5000, 'x')).possible.empty());
}

TEST(Authors, LongNamesAreComparedByTheirBeginning) {
    const std::string beginning(210, 'a');
    SmallIndex index({paper("a", "robot", {}, {beginning + "b"})});
    const AuthorAnswer answer = author(*index, beginning + "c");
    ASSERT_TRUE(answer.profile);
    EXPECT_EQ(answer.profile->author.name, beginning + "b");
    EXPECT_EQ(answer.profile->author.papers, 1u);
}

TEST(Authors, ANameWithoutLettersIsAnError) {
    for (const char* name : {"", "  ", "+", "..."}) {
        EXPECT_THROW(author(tests::data_index(), name), Error) << name;
    }
}

TEST(Authors, TheSamplesHaveOneNameInTwoSpellings) {
    const AuthorAnswer answer = author(tests::data_index(), "Aleksander Holynski");
    ASSERT_TRUE(answer.profile);
    EXPECT_EQ(answer.profile->author.papers, 3u);
    EXPECT_EQ(answer.profile->author.spellings, Strings{"Aleksander Hołyński"});
}

TEST(Authors, EveryAuthorOfTheSamplesHasAProfile) {
    auto& index = tests::data_index();
    for (const Paper& one : tests::all_papers(index)) {
        for (const std::string& name : one.authors) {
            const AuthorAnswer answer = author(index, name);
            ASSERT_TRUE(answer.profile) << name;
            const Strings ids = tests::ids_of(answer.profile->papers);
            EXPECT_TRUE(std::find(ids.begin(), ids.end(), one.id) != ids.end()) << name;
            for (const Hit& hit : answer.profile->related.hits) {
                EXPECT_TRUE(std::find(ids.begin(), ids.end(), hit.paper.id) == ids.end()) << name;
            }
        }
        if (HasFatalFailure()) return;
    }
}

TEST(Authors, LikeATypedBeginning) {
    SmallIndex index({
        paper("1", "One", {}, {"Marin Soljačić", "Max Tegmark", "Ziming Liu"}),
        paper("2", "Two", {}, {"Max Tegmark", "Ziming Liu", "Maximilian Test"}),
        paper("3", "Three", {}, {"Tegmark, Max", "김민수"}),
    });
    const auto found = [&](const std::string& typed, std::size_t limit = 10) {
        return index->read([&](const Xapian::Database& database) {
            return names_of(authors_like(database, typed, limit));
        });
    };
    EXPECT_EQ(found("sol"), Strings{"Marin Soljačić 1"});
    EXPECT_EQ(found("soljaci"), Strings{"Marin Soljačić 1"});
    const Strings max = found("max");
    ASSERT_EQ(max.size(), 2u);
    EXPECT_TRUE(max[0].ends_with(" 3")) << max[0];
    EXPECT_EQ(max[1], "Maximilian Test 1");
    EXPECT_EQ(found("max ").size(), 1u) << "a space ends the word";
    EXPECT_EQ(found("max t").size(), 1u) << "the words before the last are whole";
    EXPECT_EQ(found("tegmark m").size(), 1u);
    EXPECT_EQ(found("김민"), Strings{"김민수 1"});
    EXPECT_EQ(found("zzz"), Strings{});
    EXPECT_EQ(found("\"(*"), found(""));
    EXPECT_EQ(found("", 2).size(), 2u);
    EXPECT_TRUE(found("", 1).front().ends_with(" 3"));
}

// The newest paper's spelling is shown, the other spellings are the same author.
TEST(Authors, LikeATypedBeginningHaveTheNewestSpelling) {
    SmallIndex index(sample());
    const auto found = index->read(
        [](const Xapian::Database& database) { return authors_like(database, "solj", 10); });
    ASSERT_EQ(names_of(found), Strings{"Marin Soljacic 3"});
    EXPECT_EQ(found.front().spellings, Strings{"Marin Soljačić"});
}

}  // namespace
}  // namespace nonmun
