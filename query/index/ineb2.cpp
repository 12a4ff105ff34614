// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/ineb2.hpp"

#include <algorithm>
#include <cmath>
#include <queue>
#include <utility>

namespace nonmun {
namespace {

// Of two terms, or sets of terms, in a collection of `all`.
double either(double one, double other, double all) {
    return std::floor(one + other - one * other / all + 0.5);
}

// A term, or what was joined of several: how often they stand, and what was made of them.
template <typename Made>
using Joined = std::pair<TermStatistics, Made>;

// Joins by pairs, the two rarest first, until one is left. `join` takes what was made of two, and
// whether these are the last.
template <typename Made, typename Join>
Joined<Made> join_by_pairs(const Xapian::Database& database, std::vector<Joined<Made>> terms,
                           Join join) {
    const auto rarer = [](const Joined<Made>& a, const Joined<Made>& b) {
        return a.first.documents > b.first.documents;
    };
    std::priority_queue left(rarer, std::move(terms));
    const double documents = database.get_doccount();
    const auto length = static_cast<double>(database.get_total_length());
    while (left.size() > 1) {
        const Joined<Made> rarest = left.top();
        left.pop();
        const Joined<Made> next = left.top();
        left.pop();
        const TermStatistics any = {either(rarest.first.documents, next.first.documents, documents),
                                    either(rarest.first.count, next.first.count, length)};
        left.push({any, join(rarest.second, next.second, left.empty())});
    }
    return left.top();
}

}  // namespace

TermStatistics statistics_of(const Xapian::Database& database, const std::string& term) {
    return {static_cast<double>(database.get_termfreq(term)),
            static_cast<double>(database.get_collection_freq(term))};
}

TermStatistics joint_statistics(const Xapian::Database& database,
                                const std::vector<std::string>& terms) {
    if (terms.empty()) return {0, 0};
    std::vector<Joined<char>> known;
    for (const std::string& term : terms) known.emplace_back(statistics_of(database, term), '\0');
    const auto join = [](char, char, bool) { return '\0'; };
    return join_by_pairs(database, std::move(known), join).first;
}

Xapian::Query synonym(const Xapian::Database& database, const std::vector<std::string>& terms) {
    using Xapian::Query;
    if (terms.size() < 3) return Query(Query::OP_SYNONYM, terms.begin(), terms.end());
    constexpr double any_scale = 2;  // of what weighs nothing: Xapian keeps the pair together
    std::vector<Joined<Query>> known;
    for (const std::string& term : terms) {
        const double documents = database.get_termfreq(term);
        known.push_back({{documents, 0}, Query(term)});
    }
    const auto join = [&](const Query& one, const Query& other, bool last) {
        if (last) return Query(Query::OP_SYNONYM, one, other);
        return Query(Query::OP_SCALE_WEIGHT, Query(Query::OP_OR, one, other), any_scale);
    };
    return join_by_pairs(database, std::move(known), join).second;
}

double single_weight(const Xapian::Database& database, const TermStatistics& statistics) {
    if (statistics.documents == 0) return 0;
    const double documents = database.get_doccount();
    const double expected = documents * (1 - std::exp(-statistics.count / documents));
    return (statistics.count + 1) / statistics.documents *
           std::log2((documents + 1) / (expected + 0.5));
}

double single_weight(const Xapian::Database& database, const std::string& term) {
    return single_weight(database, statistics_of(database, term));
}

double document_share(Xapian::termcount wdf, Xapian::termcount length, double average_length) {
    const double normalized = wdf * std::log2(1 + ineb2_c * average_length / length);
    return normalized / (normalized + 1);
}

}  // namespace nonmun
