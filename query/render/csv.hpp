// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string>

#include "query/render/hit_formats.hpp"

namespace nonmun {

// A cell of CSV (RFC 4180). A spreadsheet runs text that begins with = + - @, a tab, a line break
// or a fullwidth sign, so an apostrophe is put before it. Text with a semicolon is quoted, because
// it separates cells where the comma is the decimal sign.
std::string csv_cell(const std::string& value);

void render_hits_csv(const HitList& list, const HitContext& context, std::ostream& out);

}  // namespace nonmun
