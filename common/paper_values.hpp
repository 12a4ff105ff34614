// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <utility>
#include <vector>

#include "common/paper.hpp"

namespace nonmun {

// What the record of a paper says, as the values of its document: every slot that follows from the
// record alone, "" where the slot is empty.
std::vector<std::pair<Xapian::valueno, std::string>> paper_values(const Paper& paper);

}  // namespace nonmun
