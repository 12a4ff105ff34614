// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "query/render/hit_formats.hpp"
#include "query/render/markdown.hpp"
#include "query/service/options.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"

// CSV, Markdown and TREC runs.
namespace nonmun {
namespace {

using tests::list_of;
using tests::read_csv;

std::string rendered(const std::string& format, const HitList& list,
                     const HitContext& context = {}) {
    std::ostringstream out;
    hit_formats().at(format).render(list, context, out);
    return out.str();
}

TEST(HitFormats, AreTheDocumentedOnes) {
    std::set<std::string> names, documented;
    for (const auto& [name, format] : hit_formats()) names.insert(name);
    const std::vector<OptionRow> options = command_options("search");
    for (const std::string& name : choices_of(*find_option(options, "format")))
        documented.insert(name);
    EXPECT_EQ(names, documented);
}

TEST(RenderCsv, IsATable) {
    const HitList list = list_of({tests::plain_hit(), tests::hostile_hit(), tests::long_hit()});
    const auto rows = read_csv(rendered("csv", list));
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0], (std::vector<std::string>{"query_id", "rank", "score", "id", "date", "votes",
                                                 "title", "authors", "url", "snippet"}));
    for (const auto& row : rows) EXPECT_EQ(row.size(), rows[0].size());
    EXPECT_EQ(rows[1][3], "2404.19756");
    EXPECT_EQ(rows[1][5], "23");
    EXPECT_EQ(rows[1][7], "Ziming Liu; Max Tegmark");
    EXPECT_NE(rows[2][6].find("\"quoted\""), std::string::npos);
}

TEST(RenderCsv, NoCellIsAFormula) {
    for (const char* start : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=\"x\"\n,y"}) {
        Hit hit = tests::plain_hit();
        hit.paper.id = hit.paper.title = hit.paper.url = hit.snippet.text = start;
        hit.snippet.matches.clear();
        hit.paper.authors = {start};
        HitContext context;
        context.query_id = start;
        const auto rows = read_csv(rendered("csv", list_of({hit}), context));
        ASSERT_EQ(rows.size(), 2u);
        for (const std::string& cell : rows[1]) {
            EXPECT_TRUE(cell.empty() ||
                        std::string("=+-@\t\r").find(cell.front()) == std::string::npos)
                << cell;
        }
    }
}

TEST(RenderCsv, ASemicolonSeparatesNoCells) {
    Hit hit = tests::plain_hit();
    hit.paper.title = "Foo;=1+1";
    EXPECT_NE(rendered("csv", list_of({hit})).find(",\"Foo;=1+1\","), std::string::npos);
}

TEST(RenderCsv, ABatchHasOneHeader) {
    HitContext context;
    context.first = false;
    context.query_id = "q7";
    const auto rows = read_csv(rendered("csv", list_of({tests::plain_hit()}), context));
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0][0], "q7");
}

TEST(RenderCsv, UnknownIsEmpty) {
    Hit hit = tests::plain_hit();
    hit.paper.votes.reset();
    hit.paper.date.reset();
    const auto rows = read_csv(rendered("csv", list_of({hit})));
    EXPECT_EQ(rows[1][4], "");
    EXPECT_EQ(rows[1][5], "");
}

// The characters that Markdown reads as markup: those without a backslash.
std::string live_characters(const std::string& text) {
    std::string live;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (std::string("`*_{}[]<>#|~$&\\").find(text[i]) != std::string::npos) {
            live += text[i];
        }
    }
    return live;
}

TEST(RenderMarkdown, EscapesText) {
    Hit hit = tests::hostile_hit();
    hit.paper.url.clear();
    EXPECT_EQ(live_characters(rendered("markdown", list_of({hit}))), "****") << "only the marks";
    hit.paper.summary = {{std::nullopt, tests::hostile}};
    std::ostringstream paper;
    render_paper_markdown(hit.paper, paper);
    EXPECT_EQ(live_characters(paper.str()), "###") << "only the heading";
}

TEST(RenderMarkdown, FacetsAreLists) {
    HitList list = list_of({});
    list.facets = {{"month", {{"2024-04", 1}, {"2024-05", 120}}, 0},
                   {"author", {{"_A_ [B](c)", 7}, {"1. C", 2}}, 41},
                   {"section", {}, 0}};
    std::ostringstream out;
    hit_formats().at("markdown").render(list, {}, out);
    EXPECT_EQ(out.str(),
              "### By month\n\n- 2024-04 (1)\n- 2024-05 (120)\n\n"
              "### By author\n\n- \\_A\\_ \\[B\\](c) (7)\n- 1\\. C (2)\n- and 41 more\n\n");
}

TEST(RenderMarkdown, TextDoesNotBeginAList) {
    for (const char* text : {"- item", "+ item", "1. item", "12) item", "# item", "> item",
                             "  - item", "\t+ item", "1.\titem"}) {
        Paper paper = tests::plain_hit().paper;
        paper.summary = {{std::nullopt, text}};
        std::ostringstream out;
        render_paper_markdown(paper, out);
        static const std::regex nested("\n- \\s*([-+>#]|[0-9]+[.)])\\s");
        EXPECT_FALSE(std::regex_search(out.str(), nested)) << out.str();
    }
}

TEST(RenderMarkdown, NamesAndIdsDoNotBeginAList) {
    AuthorAnswer answer;
    answer.possible = {{"1. X", {}, 2}};
    std::ostringstream out;
    render_author_markdown(answer, out);
    EXPECT_NE(out.str().find("- 1\\. X (2)\n"), std::string::npos) << out.str();
    Hit hit = tests::plain_hit();
    hit.paper.id = "1. X";
    EXPECT_NE(rendered("markdown", list_of({hit})).find("   1\\. X "), std::string::npos);
    render_paper_markdown(hit.paper, out);
    EXPECT_NE(out.str().find("\n\n1\\. X "), std::string::npos) << out.str();
    EXPECT_EQ(markdown_block("==="), "\\===") << "it would make the line above a heading";
    EXPECT_EQ(markdown_block("2412.06464"), "2412.06464");
}

TEST(RenderMarkdown, ALinkDoesNotBreakATable) {
    Hit hit = tests::plain_hit();
    hit.paper.url = "https://example.org/a|b`c";
    EXPECT_NE(rendered("markdown", list_of({hit})).find("](https://example.org/a%7Cb%60c)"),
              std::string::npos);
}

TEST(RenderMarkdown, LinksAreWebAddresses) {
    const std::string text = rendered("markdown", list_of({tests::hostile_hit()}));
    EXPECT_NE(text.find("](https://example.org/a%20b%29%28%22%3C%3E%0A)"), std::string::npos)
        << text;
    Hit script = tests::plain_hit();
    script.paper.url = "javascript:alert(1)";
    EXPECT_EQ(rendered("markdown", list_of({script})).find("javascript"), std::string::npos);
    const std::string plain = rendered("markdown", list_of({tests::plain_hit()}));
    EXPECT_NE(plain.find("1. [KAN: Kolmogorov-Arnold Networks](https://arxiv.org/abs/2404.19756)"),
              std::string::npos);
    EXPECT_NE(plain.find("**모델**을"), std::string::npos);
}

TEST(RenderMarkdown, HasNoControlCharacters) {
    for (const char c : rendered("markdown", list_of({tests::hostile_hit()}))) {
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
    }
}

TEST(RenderTrec, EveryLineHasSixFields) {
    HitContext context;
    context.query_id = "q1";
    const HitList list = tests::data_index().search("모델");
    std::istringstream lines(rendered("trec", list, context));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        std::istringstream words(line);
        std::vector<std::string> fields;
        for (std::string word; words >> word;) fields.push_back(word);
        ASSERT_EQ(fields.size(), 6u) << line;
        EXPECT_EQ(fields[0], "q1");
        EXPECT_EQ(fields[1], "Q0");
        EXPECT_EQ(fields[2], list.hits[count].paper.id);
        EXPECT_EQ(fields[3], std::to_string(count + 1));
        EXPECT_NEAR(std::stod(fields[4]), list.hits[count].score, 1e-5);
        EXPECT_EQ(fields[5], "nonmun");
    }
    EXPECT_EQ(count, list.hits.size());
}

TEST(Render, EveryFormatOfAnEmptyListIsValid) {
    EXPECT_EQ(rendered("text", {}), "");
    EXPECT_EQ(rendered("trec", {}), "");
    EXPECT_EQ(rendered("jsonl", {}), "");
    EXPECT_EQ(rendered("markdown", {}), "");
    EXPECT_EQ(read_csv(rendered("csv", {})).size(), 1u);
    EXPECT_TRUE(Json::accept(rendered("json", {})));
}

}  // namespace
}  // namespace nonmun
