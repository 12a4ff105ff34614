// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nonmun {

// The URL in a form that is safe for terminals and other programs, if it begins with "https://" or
// "http://" and a host: printable ASCII without spaces, quotes and brackets; all other bytes are
// percent-encoded. Otherwise nullopt.
std::optional<std::string> web_address(std::string_view url);

}  // namespace nonmun
