// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <functional>
#include <string>

namespace nonmun {

using ValueTest = std::function<bool(const std::string& value)>;

// Over remote shards so many candidates are tested at most: their values have to travel.
inline constexpr Xapian::doccount most_tested_remotely = 10000;

// The documents of `candidates` whose value in the slot passes the test, with the weight that
// `candidates` gives them. On local databases the test is made inside the match, of the candidates
// that it comes to. A stock remote shard cannot run it: there the candidates' values are fetched
// and tested at once, and the query names those that passed; `cut` becomes true when there were too
// many to test them all. The database must outlive the query.
Xapian::Query with_value(const Xapian::Database& database, const Xapian::Query& candidates,
                         Xapian::valueno slot, const ValueTest& test, bool& cut);

}  // namespace nonmun
