// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/snippet.hpp"

#include <gtest/gtest.h>

#include "common/title.hpp"
#include "common/unicode.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::paper;

// The text with matches in brackets.
std::string shown(const MarkedText& marked) {
    std::string text;
    std::size_t at = 0;
    for (const auto& [begin, end] : marked.matches) {
        text +=
            marked.text.substr(at, begin - at) + "[" + marked.text.substr(begin, end - begin) + "]";
        at = end;
    }
    return text + marked.text.substr(at);
}

BuiltQuery built(const std::string& query) {
    auto& index = tests::data_index();
    return index.read([&](const Xapian::Database& database) {
        return build_query(parse_query(query).root,
                           {index.analyzer(), database, index.index().glossary()});
    });
}

MarkedText marks_of(const std::string& query, const std::string& text) {
    const BuiltQuery asked = built(query);
    return Marker(asked, tests::data_index().analyzer()).mark(text);
}

std::vector<MarkedText> marked_summary(const Paper& paper, const std::string& query) {
    const BuiltQuery asked = built(query);
    return Marker(asked, tests::data_index().analyzer()).mark_summary(paper);
}

TEST(Snippet, MarksStemsWithoutParticles) {
    struct Row {
        const char* query;
        const char* text;
        const char* marked;
    };
    const Row rows[] = {
        {"모델", "이 모델을 쓴다", "이 [모델]을 쓴다"},
        {"모델에서는", "모델의 크기와 모델", "[모델]의 크기와 [모델]"},
        {"LLM", "LLM은 크다", "[LLM]은 크다"},
        {"network", "Networks and a network", "[Networks] and a [network]"},
        {"poincare", "Poincaré disk", "[Poincaré] disk"},
        {"diffus*", "diffusion, 확산(diffusing)", "[diffusion], 확산([diffusing])"},
        {"\"gaussian splatting\"", "Gaussian Splatting", "[Gaussian] [Splatting]"},
        {"title:mamba", "Mamba로", "[Mamba]로"},
        {"votes:>=3", "3 votes", "3 votes"},
        {"", "nothing", "nothing"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(shown(marks_of(row.query, row.text)), row.marked) << row.query;
    }
}

TEST(Snippet, ShowsTheItemWithTheMostMatches) {
    const Paper one = paper("a", "A", {"robot arm", "video of a robot", "graph"});
    EXPECT_EQ(shown(make_snippet(marked_summary(one, "robot video"))), "[video] of a [robot]");
    EXPECT_EQ(shown(make_snippet(marked_summary(one, "graph"))), "[graph]");
    EXPECT_EQ(shown(make_snippet(marked_summary(one, "unheard"))), "robot arm");
    EXPECT_EQ(make_snippet(marked_summary(paper("b", "B"), "robot")).text, "");
}

TEST(Snippet, CutsALongTextAroundTheMatch) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += "긴 문장 ";
    const Paper one = paper("a", "A", {text + "zebra 무늬 " + text});
    const MarkedText cut = make_snippet(marked_summary(one, "zebra"), 100);
    EXPECT_EQ(cut.matches.size(), 1u);
    EXPECT_TRUE(cut.text.starts_with("…"));
    EXPECT_TRUE(cut.text.ends_with("…"));
    EXPECT_LE(display_width(cut.text), 102);
}

void expect_sound(const MarkedText& marked, const std::string& what) {
    ASSERT_TRUE(is_utf8(marked.text)) << what;
    const auto at_boundary = [&](std::size_t at) {
        return at == marked.text.size() ||
               (at < marked.text.size() &&
                (static_cast<unsigned char>(marked.text[at]) & 0xC0) != 0x80);
    };
    std::size_t last = 0;
    for (std::size_t i = 0; i < marked.matches.size(); ++i) {
        const auto [begin, end] = marked.matches[i];
        EXPECT_LT(begin, end) << what;
        EXPECT_LE(end, marked.text.size()) << what;
        EXPECT_TRUE(at_boundary(begin) && at_boundary(end)) << what;
        EXPECT_TRUE(i == 0 || begin > last) << what;
        last = end;
    }
}

TEST(Snippet, IsValidForEveryPaperAndWord) {
    const std::vector<Paper> papers = tests::all_papers(tests::data_index());
    auto& analyzer = tests::data_index().analyzer();
    for (const char* query :
         {"모델", "diffusion", "3D 가우시안", "강화 학습", "g*", "이미지를 생성", "LLM -x"}) {
        const BuiltQuery asked = built(query);
        Marker marker(asked, analyzer);
        for (const Paper& one : papers) {
            bool matches = false;
            for (const SummaryItem& item : one.summary) {
                const MarkedText marked = marker.mark(item.text);
                EXPECT_EQ(marked.text, item.text);
                expect_sound(marked, one.id + " " + query);
                matches = matches || !marked.matches.empty();
            }
            for (const int columns : {20, 60, 240}) {
                const MarkedText snippet = make_snippet(marker.mark_summary(one), columns);
                expect_sound(snippet, one.id + " " + query);
                EXPECT_LE(display_width(snippet.text), columns + 1) << one.id;
                if (columns == 240) {
                    EXPECT_EQ(!snippet.matches.empty(), matches) << one.id << " " << query;
                }
            }
        }
    }
}

TEST(Snippet, EveryHitHasAMatch) {
    for (const char* query : {"모델", "diffusion", "강화학습", "mamba"}) {
        const HitList list = tests::data_index().search(query);
        ASSERT_FALSE(list.hits.empty()) << query;
        for (const Hit& hit : list.hits) {
            expect_sound(hit.snippet, hit.paper.id);
            expect_sound({readable_title(hit.paper.title), hit.title_matches}, hit.paper.id);
            EXPECT_FALSE(hit.snippet.matches.empty() && hit.title_matches.empty())
                << query << " " << hit.paper.id;
        }
    }
}

}  // namespace
}  // namespace nonmun
