// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace nonmun {

// Who holds the writer's lock of the index at `path`, for a message: "process 4711 (nonmun-index)",
// or "another program" when the system does not say.
std::string lock_holder(const std::string& path);

}  // namespace nonmun
