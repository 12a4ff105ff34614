// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/content_hash.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace nonmun {
namespace {

using namespace std::string_literals;

TEST(ContentHash, Is32HexadecimalDigits) {
    for (const std::string& bytes : {""s, "a"s, "\0"s, std::string(100'000, 'x')}) {
        const std::string hash = content_hash(bytes);
        EXPECT_EQ(hash.size(), 32u);
        EXPECT_EQ(hash.find_first_not_of("0123456789abcdef"), std::string::npos) << hash;
    }
    // The reference value of XXH3 for no bytes: it must not change from one release to the next.
    EXPECT_EQ(content_hash(""), "99aa06d3014798d86001c324468d497f");
}

TEST(ContentHash, IsTheSameInBlocksAndAtOnce) {
    for (const std::size_t size : {0, 1, 1000, (1 << 20) + 1}) {
        const std::string bytes(size, 'x');
        ContentHasher hasher;
        for (std::size_t at = 0; at < size; at += 999) hasher.add(bytes.substr(at, 999));
        EXPECT_EQ(hasher.digest(), content_hash(bytes)) << size;
    }
}

TEST(ContentHash, DiffersWithAnyByte) {
    std::set<std::string> hashes = {content_hash("")};
    std::string bytes(64, 'x');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const char c : {'\0', 'y', '\n'}) {
            std::string changed = bytes;
            changed[i] = c;
            hashes.insert(content_hash(changed));
        }
        hashes.insert(content_hash(bytes.substr(0, i + 1)));
    }
    EXPECT_EQ(hashes.size(), 1 + 64 * 4u);
}

}  // namespace
}  // namespace nonmun
