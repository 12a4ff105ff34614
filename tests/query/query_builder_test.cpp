// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/query_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/support/index.hpp"

// Which papers a query finds. Their order is tested in searcher_test.cpp.
namespace nonmun {
namespace {

using tests::OpenIndex;
using tests::paper;
using tests::SmallIndex;
using Ids = std::set<std::string>;

Ids found(OpenIndex& index, const std::string& query) {
    const std::vector<std::string> ids = index.found(query);
    const Ids distinct(ids.begin(), ids.end());
    EXPECT_EQ(distinct.size(), ids.size()) << "a paper was found twice by " << query;
    return distinct;
}

struct Finding {
    const char* query;
    Ids ids;
};

void expect_found(OpenIndex& index, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
        EXPECT_EQ(found(index, finding.query), finding.ids) << "query: " << finding.query;
    }
}

TEST(QueryBuilder, ParticlesAreIgnored) {
    const auto plain = tests::data_index().found("모델");
    ASSERT_FALSE(plain.empty());
    for (const char* query : {"모델을", "모델에서는", "모델의", "모델들", "모델들의"}) {
        EXPECT_EQ(tests::data_index().found(query), plain) << query;
    }
}

TEST(QueryBuilder, SpacingIsIgnored) {
    SmallIndex index({
        paper("joined", "One", {"강화학습을 쓴다."}),
        paper("apart", "Two", {"강화 학습으로 푼다."}),
        paper("neither", "Three", {"지도가 필요하다."}),
        // The index learns the two words from this paper.
        paper("words", "Four", {"강화는 강화를 강화의 강화가 학습은 학습을 학습의 학습이"}),
    });
    for (const char* query : {"강화학습", "강화 학습", "강화학습을", "강화 학습의"}) {
        EXPECT_EQ(found(*index, query), (Ids{"joined", "apart", "words"})) << query;
    }
}

TEST(QueryBuilder, WordsFindInflectionsWholesAndParts) {
    SmallIndex index({
        paper("plural", "Networks"),
        paper("hyphen", "GPT-4V at work"),
        paper("camel", "DreamFusion"),
        paper("accent", "Poincaré maps"),
        paper("glued", "Kurz", {"LLM은 크다"}),
        paper("cpp", "C++ in practice"),
    });
    expect_found(*index, {
                             {"network", {"plural"}},
                             {"NETWORK", {"plural"}},
                             {"GPT-4V", {"hyphen"}},
                             {"gpt4v", {"hyphen"}},
                             {"dream", {"camel"}},
                             {"poincare", {"accent"}},
                             {"LLM", {"glued"}},
                             {"C++", {"cpp"}},
                             {"unheard", {}},
                         });
}

TEST(QueryBuilder, PhrasesAreExact) {
    SmallIndex index({
        paper("phrase", "One", {"3D Gaussian Splatting 기반 방법"}),
        paper("title", "Gaussian Splatting, again"),
        paper("turned", "Two", {"Splatting a Gaussian"}),
        paper("apart", "Three", {"Gaussian point Splatting"}),
        paper("items", "Four", {"첫째는 Gaussian", "Splatting 은 둘째"}),
        paper("title-summary", "A Gaussian", {"Splatting"}),
        paper("inflected", "Five", {"Gaussians Splatting"}),
        paper("korean", "Six", {"다중 토큰 예측을 한다"}),
        paper("korean-turned", "Seven", {"토큰 예측 다중"}),
    });
    expect_found(*index, {
                             {"\"Gaussian Splatting\"", {"phrase", "title"}},
                             {"\"gaussian splatting\"", {"phrase", "title"}},
                             {"“Gaussian Splatting”", {"phrase", "title"}},
                             {"\"3D Gaussian Splatting\"", {"phrase"}},
                             {"title:\"Gaussian Splatting\"", {"title"}},
                             {"summary:\"Gaussian Splatting\"", {"phrase"}},
                             {"\"Splatting 은 둘째\"", {"items"}},
                             {"\"다중 토큰 예측\"", {"korean"}},
                             {"\"토큰 예측\"", {"korean", "korean-turned"}},
                             {"-\"Gaussian Splatting\" +Gaussian",
                              {"turned", "apart", "items", "title-summary", "inflected"}},
                         });
}

std::vector<Paper> field_papers() {
    Paper sections = paper("c", "Gamma", {}, {"Ada Lovelace"});
    sections.summary = {{"What's New", "robot arm"}, {"Technical Details", "video"}};
    return {
        paper("2401.00001", "Robot video", {"graph token"}, {"Marin Soljačić", "Wei Wang"}),
        paper("2401.00002", "Graph", {"robot video"}, {"Wei-Chen Lin"}),
        sections,
    };
}

TEST(QueryBuilder, FieldsHaveTheirOwnWords) {
    SmallIndex index(field_papers());
    expect_found(*index, {
                             {"title:robot", {"2401.00001"}},
                             {"summary:robot", {"2401.00002", "c"}},
                             {"title:robots title:video", {"2401.00001"}},
                             {"title:(robot OR graph)", {"2401.00001", "2401.00002"}},
                             {"title:(robot graph)", {}},
                             {"robot -title:robot", {"2401.00002", "c"}},
                             {"graph title:robot", {"2401.00001"}},
                             {"author:soljacic", {"2401.00001"}},
                             {"author:\"Wei Wang\"", {"2401.00001"}},
                             {"author:\"Wang, Wei\"", {"2401.00001"}},
                             {"author:\"Weichen Lin\"", {"2401.00002"}},
                             {"author:\"Marin Wang\"", {}},
                             {"author:sol*", {"2401.00001"}},
                             {"author:robot", {}},
                             {"section:\"What's New\"", {"c"}},
                             {"section:technical*", {"c"}},
                             {"id:2401.00002", {"2401.00002"}},
                             {"id:2401*", {"2401.00001", "2401.00002"}},
                             {"id:2401", {}},
                             {"robot id:c", {"c"}},
                         });
}

TEST(QueryBuilder, DatesAndVotesExcludeUnknownValues) {
    const auto with = [](const char* id, const char* date, std::optional<std::int64_t> votes) {
        return tests::with_votes(tests::with_date(paper(id, "robot"), date), votes);
    };
    SmallIndex index({
        with("old", "2023-12-31", 0),
        with("first", "2024-01-01", 5),
        with("leap", "2024-02-29", 20),
        with("unknown", "", std::nullopt),
        with("dated", "2024-02-01", std::nullopt),
    });
    expect_found(*index, {
                             {"date:2024", {"first", "leap", "dated"}},
                             {"date:2024-02", {"leap", "dated"}},
                             {"date:2024-02-29", {"leap"}},
                             {"date:..2024-01-01", {"old", "first"}},
                             {"date:2024-02..", {"leap", "dated"}},
                             {"date:2023-12..2024-01", {"old", "first"}},
                             {"robot -date:2024", {"old", "unknown"}},
                             {"date:2025", {}},
                             {"votes:>=0", {"old", "first", "leap"}},
                             {"votes:0", {"old"}},
                             {"votes:>5", {"leap"}},
                             {"votes:<=5", {"old", "first"}},
                             {"votes:5..20", {"first", "leap"}},
                             {"robot -votes:>=5", {"old", "unknown", "dated"}},
                             {"date:2024 votes:>=20", {"leap"}},
                             {"date:2024 OR votes:0", {"old", "first", "leap", "dated"}},
                         });
}

TEST(QueryBuilder, PrefixesFindLongerWords) {
    SmallIndex index({
        paper("a", "Diffusion", {"확산 모델"}),
        paper("b", "On diffusing", {"강화학습"}),
        paper("c", "Difficult", {"재강화 방법"}),
        paper("d", "Kolmogorov"),
    });
    expect_found(*index, {
                             {"diffus*", {"a", "b"}},
                             {"DIFF*", {"a", "b", "c"}},
                             {"title:diffu*", {"a", "b"}},
                             {"summary:diff*", {}},
                             {"강화*", {"b"}},
                             {"확*", {"a"}},
                             {"nothing*", {}},
                             {"+diff* -diffus*", {"c"}},
                         });
}

TEST(QueryBuilder, TextWithoutWordsFindsNothing) {
    SmallIndex index({paper("a", "robot")});
    for (const char* query : {"", "   ", "...", "\"!!!\"", "()", "~", "\xff\xfe"}) {
        EXPECT_TRUE(index->found(query).empty()) << query;
    }
}

TEST(QueryBuilder, LongTextsFindTheirWords) {
    SmallIndex index({paper("a", "robot"), paper("b", "video")});
    std::string text;
    while (text.size() < 8'000) text += "filler" + std::to_string(text.size()) + " ";
    EXPECT_EQ(found(*index, text + "robot"), (Ids{"a"}));
    EXPECT_TRUE(index->search(text).remarks.empty());
    EXPECT_EQ(index->search(text + text + text).remarks.size(), 1u);  // too long, and says so
    EXPECT_TRUE(index->found(std::string(100'000, 'x')).empty());
    EXPECT_TRUE(index->found(std::string(100'000, 'x') + "*").empty());
    EXPECT_TRUE(index->found("author:" + std::string(5000, 'x')).empty());
    EXPECT_TRUE(index->found("id:" + std::string(5000, 'x')).empty());
}

TEST(QueryBuilder, CompoundsAreFoundInAnySpelling) {
    SmallIndex index({paper("camel", "DreamFusion"), paper("plain", "dreamfusion"),
                      paper("two", "dream fusion")});
    for (const char* query : {"dreamfusion", "+dreamfusion"}) {
        EXPECT_EQ(found(*index, query), (Ids{"camel", "plain"})) << query;
    }
    EXPECT_EQ(found(*index, "DreamFusion"), (Ids{"camel", "plain", "two"}));
    EXPECT_EQ(found(*index, "+DreamFusion"), (Ids{"camel", "plain", "two"}));
}

TEST(QueryBuilder, AConditionWithoutWordsIsIgnored) {
    SmallIndex index({paper("a", "robot"), paper("b", "video")});
    EXPECT_EQ(found(*index, "robot +!!!"), (Ids{"a"}));
    EXPECT_EQ(found(*index, "title:!!! robot"), (Ids{"a"}));
    EXPECT_EQ(found(*index, "robot -!!!"), (Ids{"a"}));
}

TEST(QueryBuilder, AConditionThatNoPaperMatchesIsNotIgnored) {
    SmallIndex index({tests::with_votes(paper("a", "robot arm"), 5)});
    const std::string long_id(300, 'x');
    for (const std::string condition : {"date:2024-06..2024-01", "votes:50..20", "title:zzzzz*",
                                        "+zzzzz*", "AND zzzzz*", "id:9*", "author:zz*"}) {
        EXPECT_EQ(found(*index, "robot " + condition), Ids()) << condition;
    }
    EXPECT_EQ(found(*index, "robot id:" + long_id), Ids());
    EXPECT_EQ(found(*index, "robot zzzzz*"), Ids{"a"});
    SearchRequest request;
    request.text = "robot";
    request.from = Date{2025, 1, 1};
    request.to = Date{2024, 1, 1};
    EXPECT_TRUE(index->searcher().search(request).hits.empty());
}

TEST(QueryBuilder, OnlyTheLastWordOfAPrefixIsAPrefix) {
    SmallIndex index({paper("a", "GPT-4V and self-attention"), paper("b", "GPT and attention"),
                      paper("c", "Nothing of it", {"3.5 배, don't"})});
    expect_found(*index, {
                             {"gpt-4*", {"a"}},
                             {"self-att*", {"a"}},
                             {"title:self-att*", {"a"}},
                             {"summary:self-att*", {}},
                             {"+gpt:*", {"a", "b"}},
                             {"3.*", {"c"}},
                             {"don'*", {"c"}},
                             {"attention +!!!*", {"a", "b"}},
                             {"attention AND **", {"a", "b"}},
                             {"attention -self-att*", {"b"}},
                         });
}

// Building takes linear time, not 2^depth.
TEST(QueryBuilder, GroupsCanBeAsDeepAsTheParserAllows) {
    SmallIndex index({paper("both", "robot arm"), paper("one", "robot")});
    std::string nested = "arm";
    for (int depth = 0; depth < 30; ++depth) nested = "(robot AND " + nested + ")";
    EXPECT_EQ(found(*index, nested), Ids{"both"});
    EXPECT_EQ(found(*index, "robot -" + nested), Ids{"one"});
}

TEST(QueryBuilder, OnlyTheLastWordOfANamePrefixIsAPrefix) {
    Paper one = paper("a", "One"), two = paper("b", "Two");
    one.authors = {"Byung-Kwan Lee"};
    two.authors = {"Byungho Kwan"};
    SmallIndex index({one, two});
    expect_found(*index, {{"author:byung*", {"a", "b"}},
                          {"author:byung-kw*", {"a"}},
                          {"author:byung-kwan", {"a"}},
                          {"author:\"lee byu\"", {}}});
}

TEST(QueryBuilder, ExcludedWordsAreNotMarked) {
    SmallIndex index({paper("a", "robot", {"a robot and a video"})});
    const HitList list = index->search("robot -title:video");
    ASSERT_EQ(list.hits.size(), 1u);
    EXPECT_EQ(list.hits.front().snippet.matches.size(), 1u);
}

TEST(QueryBuilder, StopWordsAreDroppedUnlessThereAreNoOthers) {
    SmallIndex index(
        {paper("both", "The robot"), paper("robot", "Robot"), paper("the", "The end")});
    const HitList list = index->search("the robot");
    EXPECT_EQ(list.dropped, std::vector<std::string>{"the"});
    EXPECT_EQ(list.total, 2u);
    EXPECT_EQ(found(*index, "the"), (Ids{"both", "the"}));
    EXPECT_EQ(found(*index, "\"the robot\""), (Ids{"both"}));
    EXPECT_TRUE(index->search("the").dropped.empty());
}

TEST(QueryBuilder, NearTermsOfAlternativesAreLimited) {
    std::string one, other;
    for (int i = 0; i < 40; ++i) {
        const std::string own{static_cast<char>('a' + i / 20), static_cast<char>('a' + i % 20)};
        one += " left" + own + "x";
        other += " right" + own + "x";
    }
    SmallIndex index({paper("a", one), paper("b", other)});
    index->read([&](const Xapian::Database& database) {
        const QueryContext context{index->analyzer(), database, index->index().glossary()};
        const BuiltQuery built = build_query(parse_query(one + " OR" + other).root, context);
        EXPECT_EQ(built.nearness.terms.size(), max_near_terms);
        for (const Nearness::Pair& pair : built.nearness.pairs) {
            EXPECT_LT(pair.first, max_near_terms);
            EXPECT_LT(pair.second, max_near_terms);
        }
        EXPECT_GT(max_weight(built.nearness), 0);
    });
    EXPECT_EQ(found(*index, one + " OR" + other), (Ids{"a", "b"}));
}

TEST(QueryBuilder, TooManyNamesWithAPrefixAreReported) {
    std::vector<std::string> authors;
    for (int i = 0; i <= 10'000; ++i) authors.push_back("K" + std::to_string(i));
    SmallIndex index({paper("many", "robot", {}, authors), paper("last", "video", {}, {"K99999"})});
    const HitList list = index->search("author:k*");
    EXPECT_EQ(tests::ids_of(list), std::vector<std::string>{"many"});
    EXPECT_EQ(list.remarks.size(), 1u);
    EXPECT_EQ(index->search("video -author:k*").remarks.size(), 1u);
    const HitList fewer = index->search("author:k9*");
    EXPECT_EQ(fewer.total, 2u);
    EXPECT_TRUE(fewer.remarks.empty());
    EXPECT_TRUE(index->search("author:nobody*").remarks.empty());
}

TEST(QueryBuilder, TheOrderOfAlternativesIsIgnored) {
    SmallIndex index({paper("near", "zorvex plimdor"), paper("apart", "zorvex of a far plimdor"),
                      paper("other", "quantish")});
    const auto scores = [&](const std::string& query) {
        std::map<std::string, double> scores;
        for (const Hit& hit : index->search(query).hits) scores[hit.paper.id] = hit.score;
        return scores;
    };
    const auto one = scores("zorvex plimdor OR quantish");
    const auto turned = scores("quantish OR zorvex plimdor");
    ASSERT_EQ(one.size(), 3u);
    EXPECT_GT(one.at("near"), one.at("apart"));
    for (const auto& [id, score] : one) EXPECT_NEAR(score, turned.at(id), 1e-9) << id;
}

// --- random queries against a scan of all papers -----------------------------------

struct Document {
    Ids title, summary;
};
using Library = std::map<std::string, Document>;
using Words = std::vector<std::string>;

Library random_library(std::mt19937& random, const Words& vocabulary) {
    Library library;
    for (int i = 0; i < 40; ++i) {
        Document document;
        for (const std::string& word : vocabulary) {
            if (random() % 5 == 0) document.title.insert(word);
            if (random() % 4 == 0) document.summary.insert(word);
        }
        library["p" + std::to_string(i)] = document;
    }
    return library;
}

std::string sentence(const Ids& words) {
    std::string text = "zyx";
    for (const std::string& word : words) text += ", " + word;
    return text;
}

std::string random_query(std::mt19937& random, const Words& vocabulary, int depth) {
    static const std::vector<std::string> signs = {"", "", "", "+", "-"};
    static const std::vector<std::string> fields = {"", "", "", "title:", "summary:"};
    static const std::vector<std::string> joints = {" ", " ", " AND ", " OR "};
    std::string text;
    const auto count = 1 + random() % 3;
    for (unsigned i = 0; i < count; ++i) {
        if (i > 0) text += joints[random() % joints.size()];
        text += signs[random() % signs.size()];
        if (depth > 0 && random() % 4 == 0) {
            text += "(" + random_query(random, vocabulary, depth - 1) + ")";
        } else {
            text += fields[random() % fields.size()] + vocabulary[random() % vocabulary.size()];
        }
    }
    return text;
}

bool matches(const QueryNode& node, const Document& document) {
    if (node.kind == NodeKind::words) {
        const bool title = document.title.contains(node.text);
        const bool summary = document.summary.contains(node.text);
        if (node.field == Field::title) return title;
        return node.field == Field::summary ? summary : title || summary;
    }
    const auto& children = node.children;
    if (node.kind == NodeKind::any) {
        return std::any_of(children.begin(), children.end(),
                           [&](const QueryNode& child) { return matches(child, document); });
    }
    bool has_should = false, should = false, has_must = false, all = true;
    for (const QueryNode& child : children) {
        const bool match = matches(child, document);
        if (child.occur == Occur::must_not && match) return false;
        if (child.occur == Occur::must) all = all && match;
        has_must = has_must || (child.occur == Occur::must && child.field == Field::any);
        has_should = has_should || child.occur == Occur::should;
        should = should || (child.occur == Occur::should && match);
    }
    // One plain word is required, unless a word has a plus.
    return all && (!has_should || should || has_must);
}

void expect_what_reading_finds(const Words& vocabulary) {
    std::mt19937 random(11);
    const Library library = random_library(random, vocabulary);
    std::vector<Paper> papers;
    for (const auto& [id, document] : library) {
        papers.push_back(paper(id, sentence(document.title), {sentence(document.summary)}));
    }
    SmallIndex index(papers);
    for (int round = 0; round < 1000; ++round) {
        const std::string query = random_query(random, vocabulary, 2);
        const QueryNode root = parse_query(query).root;
        Ids expected;
        for (const auto& [id, document] : library) {
            if (matches(root, document)) expected.insert(id);
        }
        const HitList list = index->search(query);
        const std::vector<std::string> ids = tests::ids_of(list);
        ASSERT_EQ(Ids(ids.begin(), ids.end()), expected) << query << "\nas: " << list.understood;
        ASSERT_EQ(list.total, expected.size()) << query;
    }
}

// One language at a time, so that there is no glossary.
TEST(QueryBuilder, EqualsAScanOfAllPapers) {
    expect_what_reading_finds({"zorvex", "plimdor", "quantish", "yolmic"});
}

TEST(QueryBuilder, EqualsAScanOfAllKoreanPapers) {
    expect_what_reading_finds({"로봇", "영상", "그래프", "언어"});
}

}  // namespace
}  // namespace nonmun
