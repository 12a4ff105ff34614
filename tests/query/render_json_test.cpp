// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <sstream>

#include "common/paper_line.hpp"
#include "common/unicode.hpp"
#include "query/render/hit_formats.hpp"
#include "query/render/json.hpp"
#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::list_of;
using Strings = std::vector<std::string>;

Strings keys_of(const Json& json) {
    Strings keys;
    for (const auto& [key, value] : json.items()) keys.push_back(key);
    return keys;
}

const Strings paper_keys = {"id",      "title", "url",     "date",        "votes",
                            "authors", "media", "summary", "appearances", "readable_title"};

void expect_paper(const Json& json) {
    EXPECT_EQ(keys_of(json), paper_keys);
    EXPECT_TRUE(json["votes"].is_number_integer() || json["votes"].is_null());
    for (const Json& item : json["summary"]) EXPECT_EQ(keys_of(item), (Strings{"section", "text"}));
    for (const Json& item : json["appearances"]) {
        EXPECT_EQ(keys_of(item), (Strings{"date", "votes", "title"}));
    }
    if (!json["media"].is_null()) {
        EXPECT_EQ(keys_of(json["media"]), (Strings{"kind", "url"}));
    }
}

void expect_hit(const Json& json, Strings more) {
    Strings keys = {"paper", "rank", "score", "parts", "title_matches", "snippet"};
    keys.insert(keys.end(), more.begin(), more.end());
    EXPECT_EQ(keys_of(json), keys);
    expect_paper(json["paper"]);
    EXPECT_EQ(keys_of(json["snippet"]), (Strings{"text", "matches"}));
}

TEST(RenderJson, HitsHaveTheKeysOfTheSchema) {
    const HitList list = tests::data_index().search("모델");
    const Json json = tests::hits_json(list);
    for (const char* key :
         {"total", "offset", "partial", "understood", "dropped", "remarks", "suggestion", "hits"}) {
        EXPECT_TRUE(json.contains(key)) << key;
    }
    ASSERT_EQ(json["hits"].size(), list.hits.size());
    for (const Json& hit : json["hits"]) expect_hit(hit, {});
}

TEST(RenderJson, EveryStoredPaperIsReadFromItsLine) {
    for (const Paper& paper : tests::all_papers(tests::data_index())) {
        const auto read = paper_from_own_line(to_line(to_json(paper)));
        ASSERT_TRUE(read) << paper.id;
        EXPECT_EQ(*read, paper_from_line(to_line(paper)));
    }
}

TEST(RenderJson, MatchesAreInTheReadableTitle) {
    Hit hit = tests::plain_hit();
    hit.paper.title = "M$^{2}$ 모델 $\\sim$";
    hit.title_matches = {{4, 10}};  // bytes of "M² 모델 ~"
    hit.summary_matches = {{{4, 10}}};
    const Json json = tests::hit_json(hit);
    EXPECT_EQ(json["paper"]["title"], hit.paper.title);
    EXPECT_EQ(json["paper"]["readable_title"], "M² 모델 ~");
    EXPECT_EQ(json["title_matches"], Json::parse("[[3,5]]"));
    EXPECT_EQ(json["summary_matches"], Json::parse("[[[2,4]]]"));
}

TEST(RenderJson, HasRequestedFacetsInOrder) {
    HitList list = list_of({tests::plain_hit()});
    EXPECT_FALSE(tests::hits_json(list).contains("facets"));
    list.facets = {{"votes", {{"unknown", 2}, {"0..4", 7}}, 0},
                   {"author", {{tests::hostile, 3}}, 41},
                   {"month", {}, 0}};
    const Json json = tests::hits_json(list);
    EXPECT_EQ(keys_of(json["facets"]), (Strings{"votes", "author", "month"}));
    EXPECT_EQ(json["facets"]["votes"].dump(),
              R"({"values":[{"value":"unknown","count":2},{"value":"0..4","count":7}],"rest":0})");
    EXPECT_EQ(json["facets"]["author"]["values"][0]["value"], tests::hostile);
    EXPECT_EQ(json["facets"]["author"]["rest"], 41);
    EXPECT_EQ(json["facets"]["month"]["values"], Json::array());
}

TEST(RenderJson, RelatedHitsHaveSharedTermsAndAuthors) {
    Hit hit = tests::plain_hit();
    hit.shared_terms = {"kan"};
    hit.shared_authors = {"Max Tegmark"};
    expect_hit(tests::hit_json(hit), {"shared_terms", "shared_authors"});
}

// The marked text: the code points from begin to end.
std::string slice(const std::string& text, std::size_t begin, std::size_t end) {
    std::string part;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size(); ++number) {
        const CodePoint c = code_point_at(text, at);
        if (number >= begin && number < end) append_utf8(part, c.value);
        at = c.end;
    }
    return part;
}

TEST(RenderJson, MatchesCountCodePoints) {
    const Json json = tests::hit_json(tests::plain_hit());
    EXPECT_EQ(json["snippet"]["matches"], Json::parse("[[2,4]]"));
    std::size_t checked = 0;
    for (const Hit& hit : tests::data_index().search("모델").hits) {
        const Json matches = tests::hit_json(hit)["snippet"]["matches"];
        ASSERT_EQ(matches.size(), hit.snippet.matches.size());
        for (const Json& match : matches) {
            EXPECT_EQ(slice(hit.snippet.text, match[0], match[1]), "모델") << hit.snippet.text;
            ++checked;
        }
    }
    EXPECT_GT(checked, 10u);
}

TEST(RenderJson, PartsAddUpToTheScore) {
    const Json json = tests::hits_json(tests::data_index().search("강화학습"));
    ASSERT_FALSE(json["hits"].empty());
    for (const Json& hit : json["hits"]) {
        double sum = 0;
        for (const auto& [name, value] : hit["parts"].items()) sum += value.get<double>();
        EXPECT_NEAR(sum, hit["score"].get<double>(), 1e-9);
    }
}

TEST(RenderJson, EveryAnswerIsOneLineOfUtf8) {
    std::ostringstream json, lines;
    const HitList list = list_of({tests::plain_hit(), tests::hostile_hit()});
    HitContext context;
    context.query_id = "q\n\xff";
    hit_formats().at("json").render(list, context, json);
    hit_formats().at("jsonl").render(list, context, lines);
    for (const auto& [text, count] : {std::pair(json.str(), 1), std::pair(lines.str(), 2)}) {
        EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), count);
        EXPECT_TRUE(is_utf8(text));
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);) EXPECT_TRUE(Json::accept(line)) << line;
    }
    const Json one = Json::parse(json.str());
    EXPECT_EQ(one["hits"][1]["paper"]["title"], tests::hostile) << "JSON keeps the text";
    EXPECT_EQ(keys_of(one).front(), "query_id");
}

TEST(RenderJson, LinesAreTheHitsOfTheList) {
    const HitList list = tests::data_index().search("mamba");
    std::ostringstream out;
    hit_formats().at("jsonl").render(list, {}, out);
    std::istringstream in(out.str());
    std::size_t i = 0;
    for (std::string line; std::getline(in, line); ++i) {
        Json hit = Json::parse(line);
        EXPECT_EQ(hit["query_id"], "1");
        hit.erase("query_id");
        EXPECT_EQ(hit, tests::hit_json(list.hits.at(i)));
    }
    EXPECT_EQ(i, list.hits.size());
}

TEST(RenderJson, AuthorsAndStatisticsHaveTheirKeys) {
    const Json author = author_json(tests::author_answer(tests::plain_hit()));
    EXPECT_EQ(keys_of(author), (Strings{"author", "possible"}));
    EXPECT_EQ(keys_of(author["author"]),
              (Strings{"name", "spellings", "papers", "coauthors", "related"}));
    expect_paper(author["author"]["papers"][0]);
    EXPECT_EQ(keys_of(author["possible"][0]), (Strings{"name", "spellings", "papers"}));
    EXPECT_TRUE(author_json({})["author"].is_null());

    const Json statistics = statistics_json(IndexStatistics{});
    for (const char* key : {"papers", "authors", "terms", "months", "sections", "revision"}) {
        EXPECT_TRUE(statistics.contains(key)) << key;
    }
}

}  // namespace
}  // namespace nonmun
