// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <utility>
#include <vector>

#include "common/paper.hpp"

namespace nonmun {

// The values of a paper's document that depend on its record alone; "" for an empty slot.
std::vector<std::pair<Xapian::valueno, std::string>> paper_values(const Paper& paper);

}  // namespace nonmun
