// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>

namespace nonmun {

// Names what a database holds: its id; its revision, which remote databases and several joined as
// one do not tell; and how much there is, since a copy of a database keeps its id and goes on
// counting revisions from the same number. Differs after every commit to a database on this
// machine, and after every one that changes how much there is to any other.
std::string identity_of(const Xapian::Database& database);

}  // namespace nonmun
