// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "common/fields.hpp"
#include "query/index/ineb2.hpp"
#include "query/language/query_parser.hpp"
#include "query/search/nearness.hpp"
#include "query/search/query_builder.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

// Papers that cannot be among the first are not scored. The first papers must be the same.
TEST(Rerank, TheFirstPapersDoNotDependOnTheNumberWanted) {
    tests::OpenIndex& index = tests::data_index();
    std::size_t queries = 0;
    for (const Paper& paper : tests::all_papers(index)) {
        index.read([&](const Xapian::Database& database) {
            const BuiltQuery built =
                build_query(parse_query(paper.title).root,
                            {index.analyzer(), database, index.index().glossary()});
            Xapian::Enquire enquire(database);
            enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
            enquire.set_query(built.query);
            const Xapian::MSet found = enquire.get_mset(0, near_depth);
            NearWeights weights;
            const auto all = rerank_by_nearness(found, built.nearness, near_depth, weights);
            for (const std::size_t wanted : {0, 1, 3, 10}) {
                weights.clear();
                const auto some = rerank_by_nearness(found, built.nearness, wanted, weights);
                EXPECT_EQ(some.size(), all.size());
                for (std::size_t i = 0; i < std::min(wanted, all.size()); ++i) {
                    EXPECT_EQ(some[i].id, all[i].id) << paper.title;
                    EXPECT_EQ(some[i].score, all[i].score) << paper.title;
                }
            }
            const auto no_end = std::numeric_limits<std::size_t>::max();
            EXPECT_EQ(rerank_by_nearness(found, built.nearness, no_end, weights).size(),
                      all.size());
            queries += !built.nearness.empty();
            return 0;
        });
    }
    EXPECT_GT(queries, 20);
}

}  // namespace
}  // namespace nonmun
