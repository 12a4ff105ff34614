// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/ineb2.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>

namespace nonmun {
namespace {

// Of two terms, or sets of terms, in a collection of `all`.
double either(double one, double other, double all) {
    return std::floor(one + other - one * other / all + 0.5);
}

}  // namespace

TermStatistics statistics_of(const Xapian::Database& database, const std::string& term) {
    return {static_cast<double>(database.get_termfreq(term)),
            static_cast<double>(database.get_collection_freq(term))};
}

TermStatistics joint_statistics(const Xapian::Database& database,
                                const std::vector<std::string>& terms) {
    const auto rarer = [](const TermStatistics& a, const TermStatistics& b) {
        return a.documents > b.documents;
    };
    std::priority_queue<TermStatistics, std::vector<TermStatistics>, decltype(rarer)> left(rarer);
    for (const std::string& term : terms) {
        const TermStatistics statistics = statistics_of(database, term);
        if (statistics.documents > 0) left.push(statistics);
    }
    if (left.empty()) return {0, 0};
    const double documents = database.get_doccount();
    const auto length = static_cast<double>(database.get_total_length());
    while (left.size() > 1) {
        const TermStatistics rarest = left.top();
        left.pop();
        const TermStatistics next = left.top();
        left.pop();
        left.push({either(rarest.documents, next.documents, documents),
                   either(rarest.count, next.count, length)});
    }
    return left.top();
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
