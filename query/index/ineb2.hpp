// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

namespace nonmun {

// Inverse expected document frequency with Bernoulli after-effect and normalization 2 (Amati and
// van Rijsbergen, 2002), as in Xapian::IneB2Weight: the best of Xapian's schemes on the evaluation
// sets of both languages. c was tuned there (docs/ranking.md).
//
// A term adds term_weight() * document_score() to the score of a document:
//   term_weight = (F + 1) / n · log2((N + 1) / (ne + 0.5)), ne = N · (1 - e^(-F / N)),
//   for a term that occurs F times in n of N documents;
//   document_score = wdf' / (wdf' + 1), wdf' = wdf · log2(1 + c · average length / length).
inline constexpr double ineb2_c = 1.5;

// The terms as OP_SYNONYM. Xapian joins the terms of each database in the order of the frequencies
// there, and so estimates differ between databases; this query joins the two rarest first.
Xapian::Query synonym(const Xapian::Database& database, const std::vector<std::string>& terms);

// Of a term, or of several that count as one, with the statistics that OP_SYNONYM estimates: as if
// the terms were independent, rounded at each step, the two rarest first. 0 for terms that no
// document has.
double term_weight(const Xapian::Database& database, const std::vector<std::string>& terms);

// From 0 to 1. 0 for a wdf of 0.
double document_score(Xapian::termcount wdf, Xapian::termcount length, double average_length);

}  // namespace nonmun
