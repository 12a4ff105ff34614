// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/content_hash.hpp"

#include <xxhash.h>

#include <cstdio>
#include <new>
#include <vector>

namespace nonmun {
namespace {

std::string hex(const XXH128_hash_t& hash) {
    char digits[33];
    std::snprintf(digits, sizeof digits, "%016llx%016llx",
                  static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return digits;
}

}  // namespace

struct ContentHasher::State {
    State() : xxh(XXH3_createState()) {
        if (!xxh) throw std::bad_alloc();
        XXH3_128bits_reset(xxh);
    }
    ~State() { XXH3_freeState(xxh); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    XXH3_state_t* xxh;
};

ContentHasher::ContentHasher() : state_(std::make_unique<State>()) {}
ContentHasher::~ContentHasher() = default;
ContentHasher::ContentHasher(ContentHasher&&) noexcept = default;
ContentHasher& ContentHasher::operator=(ContentHasher&&) noexcept = default;

void ContentHasher::add(std::string_view bytes) {
    XXH3_128bits_update(state_->xxh, bytes.data(), bytes.size());
}

std::string ContentHasher::digest() const {
    return hex(XXH3_128bits_digest(state_->xxh));
}

std::string content_hash(std::string_view bytes) {
    return hex(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string content_hash(std::istream& in) {
    ContentHasher hasher;
    std::vector<char> block(std::size_t{1} << 20);
    do {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        hasher.add({block.data(), static_cast<std::size_t>(in.gcount())});
    } while (in);
    return hasher.digest();
}

}  // namespace nonmun
