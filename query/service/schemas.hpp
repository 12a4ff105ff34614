// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace nonmun {

std::string_view embedded_answer_schemas();  // query/service/answer_schemas.json

}  // namespace nonmun
