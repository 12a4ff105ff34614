// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xxhash.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace nonmun {

// XXH3, as 8 bytes: detects damage, not malice.
inline std::string checksum(std::string_view bytes) {
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits(bytes.data(), bytes.size()));
    return std::string(reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest);
}

// XXH3 as a number, with a seed.
inline std::uint64_t seeded_checksum(std::string_view bytes, std::uint64_t seed) {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace nonmun
