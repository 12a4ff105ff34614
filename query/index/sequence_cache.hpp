// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>

#include "query/index/lru_cache.hpp"

namespace nonmun {

// The token sequences of papers that were candidates lately. Of one revision: to be cleared when
// the database is opened anew.
using SequenceCache = LruCache<Xapian::docid, std::string>;
inline constexpr std::size_t most_sequence_bytes = 64 << 20;  // of 120,000 papers

}  // namespace nonmun
