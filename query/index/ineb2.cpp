// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/ineb2.hpp"

#include <cmath>
#include <queue>
#include <utility>

namespace nonmun {
namespace {

// One term, or several that were joined.
struct Joined {
    double documents;  // n
    double count;      // F
    Xapian::Query query;
};

// The estimated frequency of any of two independent sets of terms.
double either(double one, double other, double all) {
    return std::floor(one + other - one * other / all + 0.5);
}

// Joins the two rarest until one is left. `terms` must not be empty.
Joined join(const Xapian::Database& database, const std::vector<std::string>& terms) {
    using Xapian::Query;
    constexpr double any_scale = 2;  // any factor but 1: it keeps Xapian from reordering the pair
    const auto rarer = [](const Joined& a, const Joined& b) { return a.documents > b.documents; };
    std::vector<Joined> single;
    for (const std::string& term : terms)
        single.push_back({static_cast<double>(database.get_termfreq(term)),
                          static_cast<double>(database.get_collection_freq(term)), Query(term)});
    std::priority_queue left(rarer, std::move(single));
    const double documents = database.get_doccount();
    const auto length = static_cast<double>(database.get_total_length());
    while (left.size() > 1) {
        const Joined one = left.top();
        left.pop();
        const Joined other = left.top();
        left.pop();
        Query any = left.empty() ? Query(Query::OP_SYNONYM, one.query, other.query)
                                 : Query(Query::OP_SCALE_WEIGHT,
                                         Query(Query::OP_OR, one.query, other.query), any_scale);
        left.push({either(one.documents, other.documents, documents),
                   either(one.count, other.count, length), std::move(any)});
    }
    return left.top();
}

}  // namespace

Xapian::Query synonym(const Xapian::Database& database, const std::vector<std::string>& terms) {
    if (terms.size() > 1) return join(database, terms).query;
    return Xapian::Query(Xapian::Query::OP_SYNONYM, terms.begin(), terms.end());
}

double term_weight(const Xapian::Database& database, const std::vector<std::string>& terms) {
    if (terms.empty()) return 0;
    const Joined statistics = join(database, terms);
    if (statistics.documents == 0) return 0;
    const double documents = database.get_doccount();
    const double expected = documents * (1 - std::exp(-statistics.count / documents));
    return (statistics.count + 1) / statistics.documents *
           std::log2((documents + 1) / (expected + 0.5));
}

double document_score(Xapian::termcount wdf, Xapian::termcount length, double average_length) {
    const double normalized = wdf * std::log2(1 + ineb2_c * average_length / length);
    return normalized / (normalized + 1);
}

}  // namespace nonmun
