// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>

namespace nonmun {

// A text that identifies the content of a database: its id, its revision (remote and joined
// databases have none), and the numbers of papers and terms, because a copy of a database has the
// same id and continues from the same revision. Changes with every commit to a local database, and
// with every commit to a remote one that changes those numbers.
std::string identity_of(const Xapian::Database& database);

}  // namespace nonmun
