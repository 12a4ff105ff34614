// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/ranked_terms.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/schema.hpp"
#include "query/index/ineb2.hpp"
#include "tests/support/index.hpp"

// Cached scores must give the same results as Xapian's weighting and matching.
namespace nonmun {
namespace {

using Xapian::Query;

struct Scored {
    Xapian::docid document;
    double score;
};

std::vector<Scored> run(const Xapian::Database& database, const Query& query,
                        Xapian::doccount limit) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::IneB2Weight(ineb2_c));
    enquire.set_query(query);
    const Xapian::MSet found = enquire.get_mset(0, limit, database.get_doccount());
    std::vector<Scored> scored = {{found.get_matches_estimated(), 0}};  // then the papers
    for (auto match = found.begin(); match != found.end(); ++match)
        scored.push_back({*match, match.get_weight()});
    return scored;
}

void expect_same(const std::vector<Scored>& own, const std::vector<Scored>& xapians,
                 const std::string& what) {
    ASSERT_EQ(own.size(), xapians.size()) << what;
    for (std::size_t i = 0; i < own.size(); ++i) {
        EXPECT_EQ(own[i].document, xapians[i].document) << what << ", place " << i;
        EXPECT_NEAR(own[i].score, xapians[i].score, 1e-9 * (1 + xapians[i].score)) << what;
    }
}

std::vector<std::string> terms_with_weight(const Xapian::Database& database) {
    std::vector<std::string> terms;
    for (auto term = database.allterms_begin(); term != database.allterms_end(); ++term) {
        if (database.get_collection_freq(*term) > 0) terms.push_back(*term);
    }
    return terms;
}

// Terms, sets of terms and conjunctions; some are in no document.
std::vector<RankedTerm> any_terms(const std::vector<std::string>& terms, std::mt19937& random) {
    std::vector<RankedTerm> ranked(1 + random() % 6);
    for (RankedTerm& term : ranked) {
        term.factor = std::vector<double>{1, 2, 0.35}[random() % 3];
        const std::size_t count = random() % 3 == 0 ? 1 + random() % 4 : 1;
        for (std::size_t i = 0; i < count; ++i)
            term.terms.push_back(random() % 20 == 0 ? "nowhere" : terms[random() % terms.size()]);
        term.all = random() % 4 == 0;
    }
    return ranked;
}

void compare(const Xapian::Database& database, const std::vector<std::string>& terms, int times,
             Xapian::doccount limit) {
    TermScoreCache cache;
    std::mt19937 random(11);
    for (int i = 0; i < times; ++i) {
        const std::vector<RankedTerm> ranked = any_terms(terms, random);
        const Query condition(terms[random() % terms.size()]);
        const auto with = [&](TermScoreCache* scores) {
            const Query any = any_ranked(database, ranked, scores);
            const Query number =
                Query((new Xapian::ValueWeightPostingSource(vote_level_slot))->release());
            return std::vector<Query>{
                any, Query(Query::OP_AND_MAYBE, any, number),
                Query(Query::OP_FILTER, any, condition),
                Query(Query::OP_AND_MAYBE, Query(Query::OP_SCALE_WEIGHT, condition, 0.5), any),
                Query(Query::OP_AND_NOT, any, condition)};
        };
        const std::vector<Query> own = with(&cache), xapians = with(nullptr);
        for (std::size_t q = 0; q < own.size(); ++q) {
            expect_same(run(database, own[q], limit), run(database, xapians[q], limit),
                        xapians[q].get_description());
        }
    }
}

TEST(RankedTerms, EqualXapiansOr) {
    tests::data_index().read([](const Xapian::Database& database) {
        compare(database, terms_with_weight(database), 200, 10);
        return 0;
    });
}

TEST(RankedTerms, EqualXapianOverSeveralDatabases) {
    std::vector<Paper> even, odd;
    for (Paper& paper : tests::all_papers(tests::data_index()))
        (even.size() == odd.size() ? even : odd).push_back(std::move(paper));
    const tests::TemporaryFolder folder;
    tests::OpenIndex both(
        {tests::write_index(folder, even, "even"), tests::write_index(folder, odd, "odd")});
    both.read([](const Xapian::Database& database) {
        compare(database, terms_with_weight(database), 100, 10);
        return 0;
    });
}

// Each database has another order of term frequencies.
TEST(RankedTerms, SynonymsHaveTheSameWeightInAnyDistributionOfPapers) {
    const std::vector<std::string> words = {"aa", "bb", "cc", "dd", "ee"};
    std::mt19937 random(3);
    Xapian::Database one, many;
    std::array<Xapian::WritableDatabase, 4> parts;
    const tests::TemporaryFolder folder;
    Xapian::WritableDatabase whole(folder / "whole", Xapian::DB_CREATE);
    for (std::size_t i = 0; i < parts.size(); ++i)
        parts[i] = Xapian::WritableDatabase(folder / std::to_string(i), Xapian::DB_CREATE);
    for (unsigned i = 0; i < 400; ++i) {
        Xapian::Document document;
        document.add_term("every", 1 + random() % 9);
        for (unsigned w = 0; w < words.size(); ++w) {
            if (random() % (2 + (w + i) % parts.size()) == 0)
                document.add_term(words[w], 1 + random() % 3);
        }
        whole.add_document(document);
        parts[i % parts.size()].add_document(document);
    }
    whole.commit();
    one.add_database(Xapian::Database(folder / "whole"));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        parts[i].commit();
        many.add_database(Xapian::Database(folder / std::to_string(i)));
    }
    for (std::size_t count = 2; count <= words.size(); ++count) {
        const std::vector<RankedTerm> any = {{{words.begin(), words.begin() + count}, 1}};
        TermScoreCache cache;
        const auto expected = run(one, any_ranked(one, any, &cache), 400);
        expect_same(run(one, any_ranked(one, any, nullptr), 400), expected, "one");
        expect_same(run(many, any_ranked(many, any, nullptr), 400), expected, "many");
    }
}

// Frequent and rare terms over several blocks of documents, some of which have no value.
TEST(RankedTerms, EqualXapianInALargeIndex) {
    const tests::TemporaryFolder folder;
    Xapian::WritableDatabase database(folder / "large", Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
    std::mt19937 random(5);
    const std::vector<std::pair<std::string, unsigned>> terms = {
        {"most", 1}, {"some", 7}, {"few", 300}, {"rare", 20'000}};
    for (int i = 0; i < 70'000; ++i) {
        Xapian::Document document;
        document.add_term("every", 1 + random() % 9);
        for (const auto& [term, one_in] : terms) {
            if (random() % one_in == 0) document.add_term(term, 1 + random() % 3);
        }
        if (random() % 2 == 0) {
            document.add_value(vote_level_slot,
                               Xapian::sortable_serialise(double(random() % 128) / 128));
        }
        database.add_document(document);
    }
    for (Xapian::docid gone = 100; gone < 70'000; gone += 97) database.delete_document(gone);
    database.commit();
    compare(Xapian::Database(folder / "large"), {"every", "most", "some", "few", "rare"}, 12, 40);
}

TEST(RankedTerms, KnowTheExactNumberOfDocuments) {
    tests::data_index().read([](const Xapian::Database& database) {
        const std::vector<std::string> terms = terms_with_weight(database);
        TermScoreCache cache;
        std::mt19937 random(3);
        for (int i = 0; i < 100; ++i) {
            const Query any = any_ranked(database, any_terms(terms, random), &cache);
            Xapian::Enquire enquire(database);
            auto* votes = new Xapian::ValueWeightPostingSource(vote_level_slot);
            enquire.set_query(Query(Query::OP_AND_MAYBE, any, Query(votes->release())));
            const Xapian::MSet some = enquire.get_mset(0, 2);
            const std::size_t all =
                enquire.get_mset(0, 0, database.get_doccount()).get_matches_estimated();
            EXPECT_EQ(some.get_matches_lower_bound(), all);
            EXPECT_EQ(some.get_matches_upper_bound(), all);
        }
        return 0;
    });
}

TEST(RankedTerms, AreEmptyWithoutTerms) {
    tests::data_index().read([](const Xapian::Database& database) {
        TermScoreCache cache;
        EXPECT_TRUE(any_ranked(database, {}, &cache).empty());
        EXPECT_EQ(run(database, any_ranked(database, {{{"nowhere"}, 1}}, &cache), 10).size(), 1);
        return 0;
    });
}

}  // namespace
}  // namespace nonmun
