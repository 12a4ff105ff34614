// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include "query/index/isolated_process.hpp"

namespace nonmun {

// Reports, in lines, what in the documents of an index contradicts their records: see diagnose().
// `whole_days`: the database has all papers of each day, so vote levels can be computed from votes.
// Throws Xapian::Error if the database cannot be read.
void check_records(const Xapian::Database& database, bool whole_days, const LineSink& report);

// Reports differences between the postings and the term lists.
void check_postings(const Xapian::Database& database, const LineSink& report);

}  // namespace nonmun
