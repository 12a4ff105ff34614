// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_json.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/error.hpp"

namespace nonmun {
namespace {

Paper whole_paper() {
    Paper paper;
    paper.id = "2404.19756";
    paper.title = "KAN: $\\textit{Kolmogorov}$ \"quoted\" 모델";
    paper.url = "https://arxiv.org/abs/2404.19756";
    paper.date = Date{2024, 5, 1};
    paper.votes = 30;
    paper.authors = {"Ziming Liu", "Marin Soljačić"};
    paper.media = Media{"video", "https://example.org/a.mp4"};
    paper.summary = {{"What's New", "첫째\t줄"}, {std::nullopt, "둘째"}, {"라벨", ""}};
    paper.appearances = {{std::nullopt, std::nullopt, "KAN"},
                         {Date{2024, 5, 1}, 30, "KAN"},
                         {Date{2024, 5, 28}, 12, paper.title}};
    return paper;
}

// The message of the error that paper_from_line throws; "" if it reads the line.
std::string rejection(const std::string& line) {
    try {
        paper_from_line(line);
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::input) << line;
        return error.what();
    }
}

TEST(PaperJson, RoundTrips) {
    const Paper paper = whole_paper();
    const std::string line = to_line(paper);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(paper_from_line(line), paper);
    EXPECT_EQ(to_line(paper_from_line(line)), line);
    EXPECT_EQ(paper_from_json(to_json(paper)), paper);
}

TEST(PaperJson, KeysAreThoseOfTheSchemaInItsOrder) {
    std::string keys;
    const Json json = to_json(whole_paper());
    for (const auto& [key, value] : json.items()) keys += key + " ";
    EXPECT_EQ(keys, "id title url date votes authors media summary appearances ");
    EXPECT_EQ(json["date"], "2024-05-01");
    EXPECT_EQ(json["votes"], 30);
    EXPECT_EQ(json["media"].dump(), R"({"kind":"video","url":"https://example.org/a.mp4"})");
    EXPECT_EQ(json["summary"][1].dump(), R"({"section":null,"text":"둘째"})");
    EXPECT_EQ(json["appearances"][0].dump(), R"({"date":null,"votes":null,"title":"KAN"})");
}

TEST(PaperJson, ThePublishedSchemaIsThatOfTheMembers) {
    std::ifstream file(NONMUN_SOURCE_DIR "/docs/paper.schema.json");
    nlohmann::json published = nlohmann::json::parse(file);
    for (const char* heading : {"$schema", "$id", "title"}) published.erase(heading);
    const auto wanted = nlohmann::json::parse(paper_schema().dump());
    EXPECT_EQ(published, wanted) << "docs/paper.schema.json must be: " << wanted.dump(4);
}

TEST(PaperJson, UnknownIsNull) {
    const Json json = to_json(paper_from_line(R"({"id":"a","title":"T"})"));
    EXPECT_TRUE(json["date"].is_null());
    EXPECT_TRUE(json["votes"].is_null());
    EXPECT_TRUE(json["media"].is_null());
    EXPECT_EQ(json["authors"].dump(), "[]");
    EXPECT_EQ(json["summary"].dump(), "[]");
}

TEST(PaperJson, WritesBadBytesAsReplacement) {
    Paper paper;
    paper.id = "a";
    paper.title = "caf\xE9";
    EXPECT_NE(to_line(paper).find("caf\uFFFD"), std::string::npos);
}

TEST(PaperJson, ReadsTheShortForm) {
    const Paper paper = paper_from_line(
        R"({"id":"q1","title":"T","text":" one \n\n two\r\n","date":"2024-05-01","votes":3,"authors":["A B","+","B, A"]})");
    EXPECT_EQ(paper.id, "q1");
    EXPECT_EQ(paper.summary,
              (std::vector<SummaryItem>{{std::nullopt, "one"}, {std::nullopt, "two"}}));
    EXPECT_EQ(paper.authors, std::vector<std::string>{"A B"});
    EXPECT_EQ(paper.appearances, (std::vector<Appearance>{{Date{2024, 5, 1}, 3, "T"}}));
}

TEST(PaperJson, ReadsASummaryInAnyOfItsForms) {
    const std::vector<SummaryItem> items = {{std::nullopt, "one"}, {std::nullopt, "two"}};
    for (const char* form :
         {R"("summary":["one","two"])", R"("summary":"one\ntwo")", R"("text":"one\ntwo")",
          R"("summary":"","text":"one\ntwo")", R"("summary":null,"text":"one\ntwo")",
          R"("summary":[{"text":"one"},{"section":null,"text":"two"}])"}) {
        EXPECT_EQ(paper_from_line(std::string(R"({"id":"a",)") + form + "}").summary, items)
            << form;
    }
}

TEST(PaperJson, OneOfTitleSummaryAndTextIsEnough) {
    for (const char* rest : {R"("title":"T")", R"("summary":["s"])", R"("text":"s")"}) {
        EXPECT_EQ(rejection(std::string(R"({"id":"a",)") + rest + "}"), "") << rest;
    }
}

TEST(PaperJson, NullAndEmptyStringMeanAbsent) {
    const Paper plain = paper_from_line(R"({"id":"a","title":"T"})");
    for (const char* key :
         {"url", "date", "votes", "authors", "media", "summary", "text", "appearances"}) {
        for (const char* value : {"null", "\"\""}) {
            const std::string line =
                std::string(R"({"id":"a","title":"T",")") + key + "\":" + value + "}";
            EXPECT_EQ(rejection(line), "") << line;
            if (!rejection(line).empty()) continue;
            EXPECT_EQ(paper_from_line(line), plain) << line;
        }
    }
}

TEST(PaperJson, IgnoresUnknownKeys) {
    EXPECT_EQ(paper_from_line(R"({"id":"a","x":{"y":[1]},"title":"T","score":0.5})"),
              paper_from_line(R"({"id":"a","title":"T"})"));
}

TEST(PaperJson, AppearancesOverrideTheDateAndVotes) {
    const Paper paper = paper_from_line(
        R"({"id":"a","title":"T","date":"May","votes":-1,"appearances":[{"title":"T"}]})");
    EXPECT_EQ(paper.date, std::nullopt);
    EXPECT_EQ(paper.votes, std::nullopt);
}

TEST(PaperJson, ReadsANumberAsId) {
    EXPECT_EQ(paper_from_line(R"({"id":42,"title":"T"})").id, "42");
}

TEST(PaperJson, CleansText) {
    const Paper paper = paper_from_line(
        R"({"id":"a","title":"\u1106\u1169\u0000","authors":["Soljac\u030Cic\u0301"],"summary":["\u1103\u1166"]})");
    EXPECT_EQ(paper.title, "모");
    EXPECT_EQ(paper.authors.front(), "Soljačić");
    EXPECT_EQ(paper.summary.front().text, "데");
}

TEST(PaperJson, DateAndVotesAreThoseOfTheAppearances) {
    const Paper paper = paper_from_line(
        R"({"id":"a","title":"T","date":"2020-01-01","votes":1,"appearances":[)"
        R"({"date":"2024-05-28","votes":12,"title":"U"},{"date":"2024-05-01","votes":30,"title":"T"}]})");
    EXPECT_EQ(paper.date, (Date{2024, 5, 1}));
    EXPECT_EQ(paper.votes, 30);
    EXPECT_EQ(paper.appearances.front().title, "T") << "in order of days";
}

TEST(PaperJson, ReportsErrors) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"", "not valid JSON"},
        {"{", "not valid JSON"},
        {"{} {}", "not valid JSON"},
        {"{\"id\":\"a\xFF\"}", "not valid JSON"},
        {"[]", "not a JSON object"},
        {"3", "not a JSON object"},
        {"{}", "\"id\" is missing"},
        {R"({"id":null,"title":"T"})", "\"id\" is missing"},
        {R"({"id":"","title":"T"})", "\"id\" is missing"},
        {R"({"id":1.5,"title":"T"})", "\"id\" is not a string"},
        {R"({"id":["a"],"title":"T"})", "\"id\" is not a string"},
        {R"({"id":"a b","title":"T"})",
         "\"id\" has a blank or control character, or is over 200 bytes"},
        {R"({"id":"a\u001b","title":"T"})",
         "\"id\" has a blank or control character, or is over 200 bytes"},
        {R"({"id":")" + std::string(201, 'x') + R"(","title":"T"})",
         "\"id\" has a blank or control character, or is over 200 bytes"},
        {R"({"id":"a"})", "none of \"title\", \"summary\" and \"text\" is there"},
        {R"({"id":"a","title":"","text":" \n","summary":[]})",
         "none of \"title\", \"summary\" and \"text\" is there"},
    };
    for (const auto& [line, message] : rows) EXPECT_EQ(rejection(line), message) << line;
}

TEST(PaperJson, ErrorsNameTheMember) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {R"("url":3)", "\"url\" is not a string"},
        {R"("title":3)", "\"title\" is not a string"},
        {R"("text":{})", "\"text\" is not a string"},
        {R"("date":20240501)", "\"date\" is not a string"},
        {R"("date":"2024-02-30")", "\"date\" is not a day (YYYY-MM-DD): 2024-02-30"},
        {R"("votes":"3")", "\"votes\" is not a whole number"},
        {R"("votes":3.0)", "\"votes\" is not a whole number"},
        {R"("votes":true)", "\"votes\" is not a whole number"},
        {R"("votes":-1)", "\"votes\" is out of range"},
        {R"("votes":1000000001)", "\"votes\" is out of range"},
        {R"("votes":18446744073709551615)", "\"votes\" is out of range"},
        {R"("votes":99999999999999999999)", "\"votes\" is not a whole number"},
        {R"("authors":"A B")", "\"authors\" is not a list"},
        {R"("authors":["A",3])", "\"authors\" holds something that is not a string"},
        {R"("media":"a.png")", "\"media\" is not an object"},
        {R"("media":{"kind":"sound","url":"u"})", "\"media\" is neither image nor video"},
        {R"("media":{"kind":"image","url":3})", "\"url\" is not a string"},
        {R"("summary":3)", "\"summary\" is not a list"},
        {R"("summary":[3])", "\"summary\" holds something that is neither string nor object"},
        {R"("summary":[{"section":3,"text":"s"}])", "\"section\" is not a string"},
        {R"("summary":[{"text":3}])", "\"text\" is not a string"},
        {R"("appearances":{})", "\"appearances\" is not a list"},
        {R"("appearances":["x"])", "\"appearances\" holds something that is not an object"},
        {R"("appearances":[{"date":"May"}])", "\"date\" is not a day (YYYY-MM-DD): May"},
    };
    for (const auto& [member, message] : rows) {
        const std::string start =
            member.starts_with("\"title\"") ? R"({"id":"a",)" : R"({"id":"a","title":"T",)";
        EXPECT_EQ(rejection(start + member + "}"), message) << member;
    }
}

TEST(PaperJson, BoundsTheDaysOfAPaper) {
    const auto line = [](std::size_t days) {
        std::string list;
        for (std::size_t i = 0; i < days; ++i) {
            // From the last day to the first one.
            const std::size_t n = days - i;
            const std::string day =
                to_string(Date{static_cast<int>(1900 + n / 336), static_cast<int>(1 + n / 28 % 12),
                               static_cast<int>(1 + n % 28)});
            list += (i == 0 ? "" : ",") + (R"({"date":")" + day + R"(","votes":1})");
        }
        return R"({"id":"a","title":"A","appearances":[)" + list + "]}";
    };
    const Paper paper = paper_from_line(line(most_appearances));
    EXPECT_EQ(paper.appearances.size(), most_appearances);
    EXPECT_EQ(paper.date, paper.appearances.front().date);
    try {
        paper_from_line(line(most_appearances + 1));
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.line(), "\"appearances\" has more than 10000 days");
    }
    Paper merged = paper;
    Paper other = paper;
    other.appearances = {{Date{2024, 5, 1}, 1, ""}};
    EXPECT_FALSE(merge_into(merged, other)) << "there is no room for another day";
    other.appearances = {{paper.appearances.back().date, 7, ""}};
    EXPECT_TRUE(merge_into(merged, other));
    EXPECT_EQ(merged.votes, 7);
}

TEST(PaperJson, SurvivesDeepNesting) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    const std::string some = std::string(60, '[') + std::string(60, ']');
    EXPECT_EQ(rejection(R"({"id":"a","title":"T","x":)" + some + "}"), "");
    EXPECT_EQ(rejection(R"({"id":"a","title":"T","x":)" + deep + "}"), "nested too deep");
    EXPECT_EQ(rejection(R"({"summary":)" + deep + R"(,"id":"a","title":"T"})"), "nested too deep");
    EXPECT_EQ(rejection(deep), "nested too deep");
    EXPECT_EQ(rejection(std::string(100'000, '[')), "nested too deep");
    const std::string brackets(300, '[');
    EXPECT_EQ(paper_from_line(R"({"id":"a","title":"\")" + brackets + R"("})").title,
              "\"" + brackets);
}

TEST(PaperJson, LinesDoNotControlATerminal) {
    Paper paper = whole_paper();
    paper.title = "a\x7f\u0085\u009b31m\u202ab\u2066\u2069c\u00a0\u2029\x1b";
    const std::string line = to_line(paper);
    EXPECT_NE(line.find(R"(a\u007f\u0085\u009b31m\u202ab\u2066\u2069c)"), std::string::npos)
        << line;
    EXPECT_NE(line.find("c\u00a0\u2029\\u001b"), std::string::npos)
        << "other characters stay as they are";
    EXPECT_EQ(paper_from_line(line).title, paper.title);
    EXPECT_EQ(to_line(paper_from_line(line)), line);
}

}  // namespace
}  // namespace nonmun
