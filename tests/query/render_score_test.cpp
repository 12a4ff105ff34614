// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <set>
#include <sstream>

#include "query/related/related.hpp"
#include "query/render/hit_formats.hpp"
#include "query/render/json.hpp"
#include "query/render/score.hpp"
#include "tests/support/hits.hpp"
#include "tests/support/index.hpp"

// The displayed parts add up to the displayed score, exactly.
namespace nonmun {
namespace {

using Strings = std::vector<std::string>;

// A decimal number with at most six digits after the point, in millionths.
std::int64_t millionths(const std::string& decimal) {
    const double value = std::stod(decimal) * 1e6;
    EXPECT_NEAR(value, std::round(value), 1e-3) << decimal << " has more than six digits";
    return std::llround(value);
}

void expect_json_adds_up(const Json& hit) {
    std::int64_t sum = 0;
    for (const auto& [name, value] : hit["parts"].items()) {
        sum += millionths(value.dump());
        EXPECT_GE(value.get<double>(), 0) << name;
    }
    EXPECT_FALSE(hit["parts"].empty());
    EXPECT_EQ(sum, millionths(hit["score"].dump())) << hit["score"] << " " << hit["parts"].dump();
}

// "score 1.500 = relevance 1.250 + votes 0.250"
void expect_text_adds_up(const std::string& text) {
    std::istringstream lines(text);
    std::size_t scores = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto at = line.find("score ");
        if (at == std::string::npos || line.find(" = ", at) == std::string::npos) continue;
        std::istringstream words(line.substr(at));
        std::string word, score;
        words >> word >> score;
        std::int64_t sum = 0;
        while (words >> word) {
            if (word.find('.') != std::string::npos) sum += millionths(word);
        }
        EXPECT_EQ(sum, millionths(score)) << line;
        ++scores;
    }
    EXPECT_GT(scores, 0u);
}

void expect_adds_up(const HitList& list, const std::string& asked) {
    SCOPED_TRACE(asked);
    ASSERT_FALSE(list.hits.empty());
    HitContext context;
    context.explain = true;
    context.style.width = 10'000;
    std::ostringstream text;
    hit_formats().at("text").render(list, context, text);
    expect_text_adds_up(text.str());
    for (const Hit& hit : list.hits) {
        expect_json_adds_up(tests::hit_json(hit));
        for (const int digits : {3, 6}) {
            const RoundedScore rounded = rounded_score(hit, digits);
            const double unit = std::pow(10.0, -digits);
            EXPECT_NEAR(rounded.score, hit.score, unit * 0.5001);
            for (std::size_t i = 0; i < hit.parts.size(); ++i)
                EXPECT_NEAR(rounded.parts[i].value, hit.parts[i].value, unit);
        }
    }
}

// Random queries of one to three words from titles, with operators of the query language.
Strings queries_of(tests::OpenIndex& index, std::size_t count) {
    std::set<std::string> words;
    for (const Paper& paper : tests::all_papers(index)) {
        std::istringstream title(paper.title);
        for (std::string word; title >> word;) words.insert(word);
        for (const std::string& name : paper.authors)
            words.insert(name.substr(name.rfind(' ') + 1));
    }
    const Strings all(words.begin(), words.end());
    std::mt19937 random(7);
    const auto one = [&] { return all[random() % all.size()]; };
    Strings queries;
    for (std::size_t i = 0; i < count; ++i) {
        const Strings forms = {one(),
                               one() + " " + one(),
                               one() + " 모델 " + one(),
                               "\"" + one() + "\" OR " + one() + " OR 학습",
                               "모델 -" + one(),
                               one() + " votes:>=0"};
        queries.push_back(forms[i % forms.size()]);
    }
    return queries;
}

void expect_index_adds_up(tests::OpenIndex& index, std::size_t count) {
    std::size_t answered = 0;
    for (const std::string& query : queries_of(index, count)) {
        SearchRequest request;
        request.text = query;
        const HitList list = index.searcher().search(request);
        if (list.hits.empty()) continue;
        expect_adds_up(list, query);
        ++answered;
    }
    EXPECT_GT(answered, count / 2);
    index.read([&](const Xapian::Database& database) {
        RelatedFinder finder(database, index.analyzer());
        const std::vector<Paper> papers = tests::all_papers(index);
        const std::size_t step = std::max<std::size_t>(1, papers.size() / 40);
        for (std::size_t i = 0; i < papers.size(); i += step) {
            RelatedRequest request;
            request.ids = {papers[i].id};
            expect_adds_up(finder.find(request), papers[i].id);
        }
        return 0;
    });
}

TEST(RenderScore, PartsAddUpInEveryAnswer) {
    expect_index_adds_up(tests::data_index(), 200);
}

TEST(RenderScore, PartsAddUpOnTheArchive) {
    NONMUN_NEEDS_SHARED("archive");
    const tests::TemporaryFolder folder;
    IndexingOptions options;
    options.database = folder / "db";
    options.paths = {tests::shared("archive/2024/05"), tests::shared("archive/2024/06")};
    run_indexing(options);
    tests::OpenIndex index({options.database});
    expect_index_adds_up(index, 300);
}

TEST(RenderScore, RandomPartsAddUp) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> value(0, 20);
    for (int i = 0; i < 2000; ++i) {
        Hit hit = tests::plain_hit();
        hit.parts.clear();
        double sum = 0;
        for (int k = 0; k <= i % 6; ++k) {
            // Some parts are 0, or less by a rounding error.
            const double part = k % 3 == 1 ? 0 : k % 4 == 3 ? -1e-16 : value(random);
            hit.parts.push_back({"part" + std::to_string(k), part});
            sum += part;
        }
        hit.score = sum;
        for (const int digits : {0, 3, 6}) {
            const double unit = std::pow(10.0, digits);
            const RoundedScore rounded = rounded_score(hit, digits);
            std::int64_t units = 0;
            for (std::size_t k = 0; k < hit.parts.size(); ++k) {
                units += std::llround(rounded.parts[k].value * unit);
                EXPECT_GE(rounded.parts[k].value, 0);
                if (hit.parts[k].value == 0) {
                    EXPECT_EQ(rounded.parts[k].value, 0);
                }
            }
            EXPECT_EQ(units, std::llround(rounded.score * unit));
        }
    }
}

TEST(RenderScore, AHitWithoutPartsKeepsItsScore) {
    Hit hit = tests::plain_hit();
    hit.parts.clear();
    const RoundedScore rounded = rounded_score(hit, 3);
    EXPECT_TRUE(rounded.parts.empty());
    EXPECT_DOUBLE_EQ(rounded.score, 1.5);
}

}  // namespace
}  // namespace nonmun
