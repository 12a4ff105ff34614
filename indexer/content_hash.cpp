// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/content_hash.hpp"

#include <xxhash.h>

#include <cstdio>
#include <new>

namespace nonmun {

void ContentHasher::Free::operator()(XXH3_state_s* state) const {
    XXH3_freeState(state);
}

ContentHasher::ContentHasher() : state_(XXH3_createState()) {
    if (!state_) throw std::bad_alloc();
    XXH3_128bits_reset(state_.get());
}

void ContentHasher::add(std::string_view bytes) {
    XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
}

std::string ContentHasher::digest() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    char digits[33];
    std::snprintf(digits, sizeof digits, "%016llx%016llx",
                  static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return digits;
}

std::string content_hash(std::string_view bytes) {
    ContentHasher hasher;
    hasher.add(bytes);
    return hasher.digest();
}

}  // namespace nonmun
