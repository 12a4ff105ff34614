// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "query/service/operation.hpp"

namespace nonmun {

// An operation as a tool for assistants.
struct Tool {
    const char* name;
    const char* operation;
    const char* description;
};

const std::vector<Tool>& tools();

// The tool called so, or nullptr.
const Tool* find_tool(const std::string& name);

// As tools/list describes it, with the schemas of what goes in and comes out.
Json tool_json(const Tool& tool);

}  // namespace nonmun
