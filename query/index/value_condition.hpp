// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <functional>
#include <string>

namespace nonmun {

using ValueTest = std::function<bool(const std::string& value)>;

// The maximum number of candidates for remote databases, which must send their values.
inline constexpr Xapian::doccount most_tested_remotely = 10000;

// The documents of `candidates` whose value in the slot passes the test, with their weight in
// `candidates`. On local databases the test runs during the match. Remote databases cannot run it:
// the values of their candidates are fetched and tested here, and the query lists the ids of those
// that passed; `cut` becomes true if there were too many. The database must outlive the query.
Xapian::Query with_value(const Xapian::Database& database, const Xapian::Query& candidates,
                         Xapian::valueno slot, const ValueTest& test, bool& cut);

}  // namespace nonmun
