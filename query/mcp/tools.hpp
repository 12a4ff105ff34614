// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "query/service/operation.hpp"

namespace nonmun {

// A tool for assistants runs an operation.
struct Tool {
    const char* name;
    const char* operation;
    const char* description;
};

const std::vector<Tool>& tools();

// The tool of that name; nullptr if there is none.
const Tool* find_tool(const std::string& name);

// The description for tools/list, with the schemas of input and output.
Json tool_json(const Tool& tool);

}  // namespace nonmun
