// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nonmun {

// An address of the web as a terminal or another program may be given it: it begins with "https://"
// or "http://" and a host, and is printable ASCII without blanks, quotes and brackets, since
// everything else in it is percent-encoded. nullopt for what is no such address.
std::optional<std::string> web_address(std::string_view url);

}  // namespace nonmun
