// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"
#include "common/paper_json.hpp"
#include "query/service/engine.hpp"
#include "query/service/requests.hpp"

// What can be asked of an index from outside: one table, from which the HTTP API, its description
// and the tools for assistants are made. What the command line has too is told in service/help.
namespace nonmun {

enum class ParameterKind { text, integer, number, flag, date };

// A parameter of an operation; it means what the command line's option of the same name means.
struct ParameterRow {
    std::string name;  // "min_votes"
    ParameterKind kind = ParameterKind::text;
    std::string help;
    bool is_word = false;  // takes the place of a command's words
    bool many = false;     // may be given more than once
    bool required = false;
    double least = 0;  // of numbers
    double most = 0;
    Json otherwise = nullptr;               // the default; null for none
    std::vector<std::string> choices = {};  // the only values, where there are any
};

// What an operation answers.
struct OperationAnswer {
    std::string json;      // one line, without a newline
    bool partial = false;  // the time was up
};

struct Operation {
    const char* name;
    const char* title;    // for a person: "Search papers"
    const char* summary;  // one sentence, without a full stop
    std::vector<ParameterRow> parameters;
    const char* answer;  // the schema of its answer, by name
    bool slow;           // may take much longer than a search
    OperationAnswer (*run)(Engine& engine, const Arguments& arguments, const RequestLimits& limits);
};

const std::vector<Operation>& operations();

// The operation called so; it must be there.
const Operation& operation_called(std::string_view name);

// What outsiders may ask for at once.
RequestLimits served_limits();

// How long a report may take; then it ends with what it has.
inline constexpr std::chrono::seconds report_time{20};

using ParameterValues = std::multimap<std::string, std::string>;

// The values checked against the operation's parameters: known names, once where only one counts,
// UTF-8. Throws Error(usage).
Arguments arguments_of(const Operation& operation, const ParameterValues& values);

// The values in an object of JSON; lists are values given more than once. Throws Error(usage).
ParameterValues values_of(const Operation& operation, const Json& object);

// The JSON Schema (2020-12) of a parameter's value, or of a list of them.
Json schema_of(const ParameterRow& parameter);

// The schemas of all answers, by name; references are "#/components/schemas/NAME".
const Json& answer_schemas();

}  // namespace nonmun
