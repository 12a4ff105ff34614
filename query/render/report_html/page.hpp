// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace nonmun {

// The HTML page of a report: report.html with D3, the scripts and the style sheet embedded
// (nonmun_page in cmake/nonmun.cmake). The caller fills in {{titles}} and {{records}}.
std::string_view embedded_report_page();

}  // namespace nonmun
