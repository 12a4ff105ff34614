// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/checksum.hpp"

#include <xxhash.h>

namespace nonmun {

std::string checksum(std::string_view bytes) {
    XXH64_canonical_t canonical;
    XXH64_canonicalFromHash(&canonical, XXH3_64bits(bytes.data(), bytes.size()));
    return std::string(reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest);
}

std::uint64_t seeded_checksum(std::string_view bytes, std::uint64_t seed) {
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

}  // namespace nonmun
