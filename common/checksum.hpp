// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nonmun {

// XXH3, as 8 bytes: detects damage, not malice.
std::string checksum(std::string_view bytes);

// XXH3 as a number, with a seed.
std::uint64_t seeded_checksum(std::string_view bytes, std::uint64_t seed);

}  // namespace nonmun
