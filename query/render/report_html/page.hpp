// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace nonmun {

// The page of a report, whole but for its data, which goes to the places {{titles}} and
// {{records}}: report.html with D3, the scripts and the style in it (nonmun_page in
// cmake/nonmun.cmake).
std::string_view embedded_report_page();

}  // namespace nonmun
