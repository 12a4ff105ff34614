// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <istream>
#include <memory>
#include <string>
#include <string_view>

namespace nonmun {

// XXH3, 128 bits: fast, and long enough that two digests never meet by chance. Not cryptographic.
class ContentHasher {
  public:
    ContentHasher();
    ~ContentHasher();
    ContentHasher(ContentHasher&&) noexcept;
    ContentHasher& operator=(ContentHasher&&) noexcept;

    void add(std::string_view bytes);
    std::string digest() const;  // of all that was added, as 32 hexadecimal digits

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string content_hash(std::string_view bytes);

// The same of everything that the stream still holds. The caller checks in.bad().
std::string content_hash(std::istream& in);

}  // namespace nonmun
