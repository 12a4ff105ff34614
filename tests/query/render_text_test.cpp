// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "common/unicode.hpp"
#include "query/render/hit_formats.hpp"
#include "query/render/text.hpp"
#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"
#include "tests/support/terminal.hpp"

namespace nonmun {
namespace {

using tests::list_of;
using tests::without_codes;

Style style_of_width(int width, bool colour = false) {
    Style style;
    style.width = width;
    style.colour = colour;
    return style;
}

std::string rendered(const std::function<void(std::ostream&)>& render) {
    std::ostringstream out;
    render(out);
    return out.str();
}

std::string hits_text(const HitList& list, const Style& style, bool explain = false) {
    HitContext context;
    context.style = style;
    context.explain = explain;
    return rendered(
        [&](std::ostream& out) { hit_formats().at("text").render(list, context, out); });
}

// All texts for a terminal, in one style.
std::vector<std::string> all_texts(const Style& style) {
    std::vector<std::string> texts;
    for (const Hit& hit : {tests::plain_hit(), tests::hostile_hit(), tests::long_hit()}) {
        texts.push_back(hits_text(list_of({hit}), style, true));
        texts.push_back(
            rendered([&](std::ostream& out) { render_paper_text(hit.paper, style, out); }));
        texts.push_back(rendered(
            [&](std::ostream& out) { render_author_text(tests::author_answer(hit), style, out); }));
    }
    HitList list = list_of({});
    list.facets = tests::some_facets();
    texts.push_back(hits_text(list, style));
    for (const char* query : {"모델", "gaussian splatting", "author:Wang"}) {
        texts.push_back(hits_text(tests::data_index().search(query), style, true));
    }
    const IndexStatistics statistics =
        tests::data_index().read([](const Xapian::Database& database) {
            return read_statistics(database, 12345, "revision");
        });
    texts.push_back(
        rendered([&](std::ostream& out) { render_statistics_text(statistics, style, out); }));
    return texts;
}

TEST(RenderText, NoLineIsWiderThanTheTerminal) {
    for (const int width : {20, 60, 200}) {
        for (const bool colour : {false, true}) {
            for (const std::string& text : all_texts(style_of_width(width, colour))) {
                std::istringstream lines(without_codes(text));
                for (std::string line; std::getline(lines, line);) {
                    EXPECT_LE(display_width(line), width) << line;
                }
            }
        }
    }
}

TEST(RenderText, HasNoControlCharacters) {
    for (const bool colour : {false, true}) {
        for (const std::string& text : all_texts(style_of_width(80, colour))) {
            const std::string plain = without_codes(text);
            EXPECT_TRUE(is_utf8(plain));
            EXPECT_EQ(plain.find("\xe2\x80\xae"), std::string::npos);
            for (const char c : plain) {
                EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << text;
            }
            EXPECT_EQ(text.find("\x1b[31m"), std::string::npos);
            EXPECT_TRUE(colour || text == plain);
        }
    }
}

TEST(RenderText, MarksMatchesOnlyWithColour) {
    const HitList list = list_of({tests::plain_hit()});
    EXPECT_NE(hits_text(list, style_of_width(80, true)).find("\x1b[1;31m모델\x1b[0m을"),
              std::string::npos);
    EXPECT_EQ(hits_text(list, style_of_width(80)).find('\x1b'), std::string::npos);
}

TEST(RenderText, AHitHasTitleIdDateVotesAndAuthors) {
    const std::string text = hits_text(list_of({tests::plain_hit()}), style_of_width(100));
    for (const char* part : {"1. KAN: Kolmogorov-Arnold Networks", "2404.19756", "2024-05-01",
                             "23 votes", "Ziming Liu, Max Tegmark", "이 모델을 쓴다"}) {
        EXPECT_NE(text.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(text.find("score"), std::string::npos);
    const std::string explained =
        hits_text(list_of({tests::plain_hit()}), style_of_width(100), true);
    EXPECT_NE(explained.find("score 1.500 = relevance 1.250 + votes 0.250"), std::string::npos);
}

TEST(RenderText, FacetsComeAfterTheHits) {
    HitList list = list_of({tests::plain_hit()});
    const std::string hit = hits_text(list, style_of_width(80));
    list.facets = {{"month", {{"2024-04", 1}, {"2024-05", 120}}, 0},
                   {"author", {{"Wei-Chen Lin", 7}}, 41},
                   {"section", {}, 0}};
    EXPECT_EQ(hits_text(list, style_of_width(80)),
              hit +
                  "By month\n  1  2024-04\n120  2024-05\n\n"
                  "By author\n7  Wei-Chen Lin\n   and 41 more\n\n");
}

TEST(RenderText, UnknownVotesAndDatesAreLeftOut) {
    Paper paper = tests::plain_hit().paper;
    paper.votes = 1;
    EXPECT_EQ(byline(paper), "2404.19756 · 2024-05-01 · 1 vote · Ziming Liu, Max Tegmark");
    paper.votes.reset();
    paper.date.reset();
    paper.authors = {"A", "B", "C", "D", "E"};
    EXPECT_EQ(byline(paper), "2404.19756 · A, B, C and 2 more");
    EXPECT_NE(rendered([&](std::ostream& out) {
                  render_paper_text(paper, style_of_width(80), out);
              }).find("unknown"),
              std::string::npos);
}

TEST(RenderText, APaperHasAllItsParts) {
    for (const Paper& paper : tests::all_papers(tests::data_index())) {
        const std::string text = rendered(
            [&](std::ostream& out) { render_paper_text(paper, style_of_width(10000), out); });
        for (const SummaryItem& item : paper.summary) {
            EXPECT_NE(text.find("- " + item.text), std::string::npos) << paper.id;
            if (item.section) {
                EXPECT_NE(text.find(*item.section), std::string::npos) << paper.id;
            }
        }
        for (const std::string& name : paper.authors) {
            EXPECT_NE(text.find(name), std::string::npos) << paper.id;
        }
    }
}

TEST(RenderText, TitlesAreReadable) {
    Hit hit = tests::plain_hit();
    hit.paper.title = "M$^{2}$UGen in $\\sim$20 seconds";
    EXPECT_NE(hits_text(list_of({hit}), style_of_width(80)).find("M²UGen in ~20 seconds"),
              std::string::npos);
}

}  // namespace
}  // namespace nonmun
