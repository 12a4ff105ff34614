#pragma once

#include <istream>
#include <string>
#include <string_view>

namespace nonmun {

// XXH3, 128 bits, as 32 hexadecimal digits: fast, and long enough that two digests never meet by
// chance. Not cryptographic.
std::string content_hash(std::string_view bytes);

// The same of everything that the stream still holds. The caller checks in.bad().
std::string content_hash(std::istream& in);

}  // namespace nonmun
