// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include "query/index/isolated_process.hpp"

namespace nonmun {

// Tells, in lines, what in the documents of an index contradicts its records: see diagnose().
// `whole_days`: all papers of a day are here, so that their vote levels follow from their votes.
// Throws Xapian::Error where the database cannot be read.
void check_records(const Xapian::Database& database, bool whole_days, const LineSink& tell);

// Tells when the postings and the term lists do not say the same.
void check_postings(const Xapian::Database& database, const LineSink& tell);

}  // namespace nonmun
