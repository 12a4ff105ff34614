// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nonmun {

// XXH3, as 8 bytes: tells damage, not malice.
std::string checksum(std::string_view bytes);

// The same as a number, with another result for every seed.
std::uint64_t seeded_checksum(std::string_view bytes, std::uint64_t seed);

}  // namespace nonmun
