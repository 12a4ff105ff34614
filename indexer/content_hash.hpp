// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace nonmun {

// XXH3 with 128 bits: fast, and long enough that two digests never collide by chance. Not
// cryptographic.
class ContentHasher {
  public:
    ContentHasher();

    void add(std::string_view bytes);
    std::string digest() const;  // of everything added, as 32 hexadecimal digits

  private:
    struct Free {
        void operator()(XXH3_state_s* state) const;
    };
    std::unique_ptr<XXH3_state_s, Free> state_;
};

std::string content_hash(std::string_view bytes);

}  // namespace nonmun
