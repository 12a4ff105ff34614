// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"
#include "common/json.hpp"
#include "query/service/engine.hpp"
#include "query/service/requests.hpp"

// What can be asked of an index from outside: one table, from which the HTTP API, its description,
// and the tools for assistants are made. The parameters are rows of query/service/options.cpp.
namespace nonmun {

// What an operation answers.
struct OperationAnswer {
    std::string json;      // one line, without a newline
    bool partial = false;  // the time limit was reached
};

struct Operation {
    const char* name;
    const char* title;    // for people: "Search papers"
    const char* summary;  // one sentence, without a full stop
    const char* answer;   // the name of the answer's schema
    bool slow;            // may take much longer than a search
    OperationAnswer (*run)(Engine& engine, const Arguments& arguments, const RequestLimits& limits);
    std::vector<OptionRow> parameters = {};
};

const std::vector<Operation>& operations();

// The operation of that name, which must exist.
const Operation& operation_called(std::string_view name);

// How long a report may take. After that, it is answered with the records made so far.
inline constexpr std::chrono::seconds report_time{20};

// The name of an option in requests: "min_votes".
std::string parameter_name(const OptionRow& row);

// What a parameter means, for its description.
std::string parameter_help(const OptionRow& row);

// Whether a request without the parameter is refused.
bool is_required(const OptionRow& row);

// The JSON Schema (2020-12) of a parameter's value, or of a list of values.
Json schema_of(const OptionRow& row);

// Values by parameter name; several of one name where the parameter allows that.
using ParameterValues = std::multimap<std::string, std::string>;

// Checks the values against the operation's parameters: known names, one value unless many are
// allowed, UTF-8. Throws Error(usage).
Arguments arguments_of(const Operation& operation, const ParameterValues& values);

// The values in a JSON object, where lists have several values of one name. Throws Error(usage).
ParameterValues values_of(const Operation& operation, const Json& object);

// The schemas of all answers, by name. References are "#/components/schemas/NAME".
const Json& answer_schemas();

}  // namespace nonmun
