// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/related.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "common/author_name.hpp"
#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::OpenIndex;
using tests::paper;
using tests::part_of;
using tests::SmallIndex;
using Strings = std::vector<std::string>;

HitList related(OpenIndex& index, const RelatedRequest& request) {
    return index.read([&](const Xapian::Database& database) {
        return RelatedFinder(database, index.analyzer()).find(request);
    });
}

RelatedRequest of(const Strings& ids) {
    RelatedRequest request;
    request.ids = ids;
    request.limit = 1000;
    return request;
}

bool contains(const HitList& list, const std::string& id) {
    const Strings ids = tests::ids_of(list);
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

TEST(Related, EveryPaperHasAllOthersAndNotItself) {
    auto& index = tests::data_index();
    const std::vector<Paper> papers = tests::all_papers(index);
    for (const Paper& one : papers) {
        const HitList list = related(index, of({one.id}));
        const Strings ids = tests::ids_of(list);
        EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), papers.size() - 1)
            << one.id;
        EXPECT_FALSE(contains(list, one.id));
        EXPECT_EQ(list.total, papers.size() - 1);
    }
}

TEST(Related, PartsAddUpAndRanksAscend) {
    for (const char* id : {"2404.19756", "2404.19702", "2312.00752"}) {
        RelatedRequest request = of({id});
        request.same_author_limit = 0;
        const HitList list = related(tests::data_index(), request);
        ASSERT_FALSE(list.hits.empty());
        for (std::size_t i = 0; i < list.hits.size(); ++i) {
            const Hit& hit = list.hits[i];
            double sum = 0;
            for (const ScorePart& part : hit.parts) {
                EXPECT_GE(part.value, 0) << part.name;
                sum += part.value;
            }
            EXPECT_NEAR(sum, hit.score, 1e-9) << hit.paper.id;
            EXPECT_EQ(hit.rank, i + 1);
            EXPECT_TRUE(i == 0 || list.hits[i - 1].score >= hit.score);
        }
    }
}

TEST(Related, SimilarPapersComeFirst) {
    auto& index = tests::data_index();
    EXPECT_EQ(related(index, of({"2404.19756"})).hits.front().paper.id, "2407.16674");  // KAN
    EXPECT_EQ(related(index, of({"2407.08296"})).hits.front().paper.id, "2403.03507");  // GaLore
}

TEST(Related, NeverEmptyEvenWithoutACommonWord) {
    SmallIndex index({paper("a", "robot"), paper("b", "video"), paper("c", "graph")});
    const HitList list = related(*index, of({"a"}));
    EXPECT_EQ(list.hits.size(), 2u);
    SmallIndex alone({paper("a", "robot")});
    EXPECT_TRUE(related(*alone, of({"a"})).hits.empty());
}

TEST(Related, SharedAuthorsRaiseAPaper) {
    SmallIndex index({
        paper("seed", "robot arm video", {}, {"Ada Lovelace", "Alan Turing"}),
        paper("stranger", "robot arm graph", {}, {"Grace Hopper"}),
        paper("same", "robot arm graph", {}, {"Lovelace, Ada"}),
        paper("other", "poem"),
    });
    RelatedRequest request = of({"seed"});
    request.limit = 2;
    const HitList list = related(*index, request);
    EXPECT_EQ(tests::ids_of(list), (Strings{"same", "stranger"}));
    EXPECT_GT(part_of(list.hits[0], "authors"), 0);
    EXPECT_EQ(list.hits[0].shared_authors, Strings{"Lovelace, Ada"});
    EXPECT_EQ(part_of(list.hits[1], "authors"), 0);
    EXPECT_TRUE(list.hits[1].shared_authors.empty());

    request.weights.authors = 0;
    EXPECT_EQ(tests::ids_of(related(*index, request)), (Strings{"stranger", "same"}));
}

TEST(Related, VotesBreakTiesAndCanBeSwitchedOff) {
    std::vector<Paper> papers = {paper("seed", "robot arm"),
                                 tests::with_votes(paper("few", "robot arm"), 1),
                                 tests::with_votes(paper("many", "robot arm"), 500)};
    for (Paper& one : papers) one = tests::with_date(one, "2024-05-01");
    SmallIndex index(papers);
    RelatedRequest request = of({"seed"});
    EXPECT_EQ(tests::ids_of(related(*index, request)), (Strings{"many", "few"}));
    request.weights.votes = 0;
    EXPECT_EQ(tests::ids_of(related(*index, request)), (Strings{"few", "many"}));
}

TEST(Related, NamesSharedTerms) {
    const HitList list = related(tests::data_index(), of({"2404.19756"}));
    const Strings& terms = list.hits.front().shared_terms;
    EXPECT_TRUE(std::find(terms.begin(), terms.end(), "kan") != terms.end());
    EXPECT_EQ(std::set<std::string>(terms.begin(), terms.end()).size(), terms.size());
}

std::vector<Paper> one_team_and_others() {
    std::vector<Paper> papers = {paper("seed", "robot arm video", {}, {"Ada Lovelace"})};
    for (int i = 0; i < 8; ++i) {
        papers.push_back(paper("team" + std::to_string(i), "robot arm video", {}, {"Alan Turing"}));
    }
    for (int i = 0; i < 8; ++i) {
        papers.push_back(paper("other" + std::to_string(i), "robot graph token", {},
                               {"Author Number" + std::string(1, static_cast<char>('a' + i))}));
    }
    return papers;
}

TEST(Related, LimitsThePapersOfOneAuthor) {
    SmallIndex index(one_team_and_others());
    for (const std::size_t most : {1u, 3u, 5u}) {
        RelatedRequest request = of({"seed"});
        request.same_author_limit = most;
        const Strings ids = tests::ids_of(related(*index, request));
        const auto team = [](const std::string& id) { return id.starts_with("team"); };
        EXPECT_EQ(std::count_if(ids.begin(),
                                ids.begin() + std::min<std::ptrdiff_t>(
                                                  10, static_cast<std::ptrdiff_t>(most) + 8),
                                team),
                  static_cast<std::ptrdiff_t>(most));
        EXPECT_EQ(ids.size(), 16u) << "papers beyond the limit come later";
    }
    RelatedRequest request = of({"seed"});
    request.same_author_limit = 0;
    const Strings ids = tests::ids_of(related(*index, request));
    EXPECT_TRUE(std::all_of(ids.begin(), ids.begin() + 8,
                            [](const std::string& id) { return id.starts_with("team"); }));
}

TEST(Related, ALimitedAnswerIsAPrefixOfTheWhole) {
    auto& index = tests::data_index();
    RelatedRequest request = of({"2404.19702"});
    const Strings whole = tests::ids_of(related(index, request));
    for (const std::size_t limit : {1u, 5u, 10u, 25u}) {
        request.limit = limit;
        const Strings some = tests::ids_of(related(index, request));
        EXPECT_EQ(some, Strings(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(limit)));
    }
}

TEST(Related, LeavesOutExcludedPapers) {
    auto& index = tests::data_index();
    RelatedRequest request = of({"2404.19756"});
    request.excluded = {"2407.16674", "no such paper"};
    const HitList list = related(index, request);
    EXPECT_FALSE(contains(list, "2407.16674"));
    EXPECT_FALSE(list.hits.empty());
}

TEST(Related, SeveralPapersAreOneSeed) {
    auto& index = tests::data_index();
    const HitList list = related(index, of({"2404.19756", "2404.19702"}));
    EXPECT_FALSE(contains(list, "2404.19756"));
    EXPECT_FALSE(contains(list, "2404.19702"));
    const Strings ids = tests::ids_of(list);
    const Strings first(ids.begin(), ids.begin() + 6);
    EXPECT_TRUE(std::find(first.begin(), first.end(), "2407.16674") != first.end());
}

TEST(Related, TextIsASeed) {
    auto& index = tests::data_index();
    RelatedRequest request = of({});
    request.text = "Kolmogorov-Arnold Networks, KAN과 MLP 비교";
    const Strings ids = tests::ids_of(related(index, request));
    const std::set<std::string> first(ids.begin(), ids.begin() + 2);
    EXPECT_EQ(first, (std::set<std::string>{"2404.19756", "2407.16674"}));
    for (const char* text : {"", "...", "qqqq wwww", "\xff\xfe"}) {
        request.text = text;
        const HitList list = related(index, request);
        EXPECT_TRUE(list.hits.empty()) << text;
        EXPECT_EQ(list.remarks.size(), 1u);
    }
}

TEST(Related, AnAuthorIsASeed) {
    auto& index = tests::data_index();
    RelatedRequest request = of({});
    request.author = "soljacic, marin";
    const HitList list = related(index, request);
    EXPECT_EQ(list.hits.front().paper.id, "2407.16674");
    const std::string key = author_key("Marin Soljačić");
    for (const Hit& hit : list.hits) {
        for (const std::string& name : hit.paper.authors) EXPECT_NE(author_key(name), key);
    }
}

TEST(Related, UnknownSeedsAreErrors) {
    auto& index = tests::data_index();
    const auto kind_of = [&](const RelatedRequest& request) -> std::string {
        try {
            related(index, request);
        } catch (const Error& error) {
            return (error.kind == ErrorKind::missing ? "missing: " : "other: ") + error.line();
        }
        return "no error";
    };
    const std::string id = kind_of(of({"9999.99999"}));
    EXPECT_TRUE(id.starts_with("missing: ") && id.find("9999.99999") != std::string::npos) << id;
    RelatedRequest author = of({});
    author.author = "Nobody Atall";
    const std::string name = kind_of(author);
    EXPECT_TRUE(name.starts_with("missing: ") && name.find("Nobody Atall") != std::string::npos);
    EXPECT_TRUE(kind_of(of({std::string(1000, 'x')})).starts_with("missing: "));
}

TEST(Related, IsDeterministic) {
    auto& index = tests::data_index();
    for (const Paper& one : tests::all_papers(index)) {
        const HitList first = related(index, of({one.id}));
        const HitList second = related(index, of({one.id}));
        ASSERT_EQ(tests::ids_of(first), tests::ids_of(second)) << one.id;
        for (std::size_t i = 0; i < first.hits.size(); ++i) {
            ASSERT_EQ(first.hits[i].score, second.hits[i].score);
        }
    }
}

TEST(Related, AFinderCanBeReused) {
    auto& index = tests::data_index();
    const std::vector<Paper> papers = tests::all_papers(index);
    index.read([&](const Xapian::Database& database) {
        RelatedFinder finder(database, index.analyzer());
        for (const Paper& one : papers) {
            RelatedRequest request = of({one.id});
            ASSERT_EQ(tests::ids_of(finder.find(request)), tests::ids_of(related(index, request)));
            request.with_papers = false;
            ASSERT_EQ(tests::ids_of(finder.find(request)),
                      tests::ids_of(related(index, of({one.id}))));
        }
    });
}

}  // namespace
}  // namespace nonmun
