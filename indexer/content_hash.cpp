#include "indexer/content_hash.hpp"

#include <xxhash.h>

#include <cstdio>
#include <memory>
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

std::string content_hash(std::string_view bytes) {
    return hex(XXH3_128bits(bytes.data(), bytes.size()));
}

std::string content_hash(std::istream& in) {
    const std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state(XXH3_createState(),
                                                                                XXH3_freeState);
    XXH3_128bits_reset(state.get());
    std::vector<char> block(std::size_t{1} << 20);
    do {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        XXH3_128bits_update(state.get(), block.data(), static_cast<std::size_t>(in.gcount()));
    } while (in);
    return hex(XXH3_128bits_digest(state.get()));
}

}  // namespace nonmun
