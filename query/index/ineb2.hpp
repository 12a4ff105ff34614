// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

namespace nonmun {

// Inverse expected document frequency with Bernoulli after-effect and normalization 2 (Amati and
// van Rijsbergen, 2002), as Xapian::IneB2Weight computes it. Of Xapian's schemes the best on the
// evaluation sets of both languages; c chosen there (docs/ranking.md).
//
// A term's part of a score is its single weight times the share of the document:
//   (F + 1) / n · log2((N + 1) / (ne + 0.5)), ne = N · (1 - e^(-F / N)),
// of a term that stands F times in n of N documents; and
//   wdf' / (wdf' + 1), wdf' = wdf · log2(1 + c · average length / length).
inline constexpr double ineb2_c = 1.5;

// How often a term, or several that count as one, stand in a database.
struct TermStatistics {
    double documents;  // n
    double count;      // F
};

TermStatistics statistics_of(const Xapian::Database& database, const std::string& term);

// What Xapian's OP_SYNONYM takes for the statistics of several terms: as if they were independent,
// rounded at each step, the two rarest first.
TermStatistics joint_statistics(const Xapian::Database& database,
                                const std::vector<std::string>& terms);

// The terms as OP_SYNONYM, for any number of databases. Xapian joins the terms of each database in
// the order of its own frequencies, so that databases would round to other statistics: here the
// order is that of joint_statistics.
Xapian::Query synonym(const Xapian::Database& database, const std::vector<std::string>& terms);

// 0 for a term that no document has.
double single_weight(const Xapian::Database& database, const TermStatistics& statistics);
double single_weight(const Xapian::Database& database, const std::string& term);

// The share of a document of `length`; 0 for a wdf of 0.
double document_share(Xapian::termcount wdf, Xapian::termcount length, double average_length);

}  // namespace nonmun
