// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <cmath>

#include "common/error.hpp"
#include "common/unicode.hpp"
#include "query/service/operation.hpp"

namespace nonmun {
namespace {

const ParameterRow& parameter_called(const Operation& operation, const std::string& name) {
    std::string known;
    for (const ParameterRow& row : operation.parameters) {
        if (name == row.name) return row;
        known += (known.empty() ? "" : ", ") + row.name;
    }
    throw Error(ErrorKind::usage, "unknown parameter " + printable(name),
                known.empty() ? "there are none here" : "there are: " + known);
}

// As the command line calls it.
std::string option_name(std::string name) {
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

bool is_switched_on(const ParameterRow& row, const std::string& value) {
    if (value == "true" || value == "1") return true;
    if (value == "false" || value == "0") return false;
    throw Error(ErrorKind::usage, row.name + " " + printable(value) + " is neither true nor false");
}

[[noreturn]] void wrong_kind(const ParameterRow& row, const char* wanted) {
    throw Error(ErrorKind::usage, row.name + " must be " + wanted);
}

// 10.0 is an integer to JSON Schema, and what a client sends whose numbers are all doubles.
std::string whole_number(const ParameterRow& row, double number) {
    constexpr double most = 1e15;  // a double tells all whole numbers below apart
    if (std::abs(number) > most || std::trunc(number) != number) wrong_kind(row, "a whole number");
    return std::to_string(static_cast<std::int64_t>(number));
}

std::string value_of(const ParameterRow& row, const Json& value) {
    switch (row.kind) {
        case ParameterKind::text:
        case ParameterKind::date:
            if (!value.is_string()) wrong_kind(row, "a string");
            return value.get<std::string>();
        case ParameterKind::integer:
            if (value.is_number_float()) return whole_number(row, value.get<double>());
            if (!value.is_number_integer()) wrong_kind(row, "a whole number");
            break;
        case ParameterKind::number:
            if (!value.is_number()) wrong_kind(row, "a number");
            break;
        case ParameterKind::flag:
            if (!value.is_boolean()) wrong_kind(row, "true or false");
            break;
    }
    return value.dump();
}

}  // namespace

Arguments arguments_of(const Operation& operation, const ParameterValues& values) {
    std::map<std::string, std::vector<std::string>> options;
    std::vector<std::string> words;
    for (const auto& [name, value] : values) {
        const ParameterRow& row = parameter_called(operation, name);
        if (!is_utf8(value))
            throw Error(ErrorKind::usage, name + " is not UTF-8: " + printable(value));
        if (value.find('\0') != std::string::npos)
            throw Error(ErrorKind::usage, name + " holds a zero byte");
        if (row.kind == ParameterKind::flag && !is_switched_on(row, value)) continue;
        if (!row.many && values.count(name) > 1)
            throw Error(ErrorKind::usage, name + " is given more than once");
        if (!row.is_word) {
            options[option_name(name)].push_back(value);
        } else if (!value.empty()) {
            words.push_back(value);
        }
    }
    for (const ParameterRow& row : operation.parameters) {
        const auto [first, last] = values.equal_range(row.name);
        const bool given =
            std::any_of(first, last, [](const auto& value) { return !value.second.empty(); });
        if (row.required && !given) throw Error(ErrorKind::usage, row.name + " is missing");
    }
    return Arguments(std::move(options), std::move(words));
}

ParameterValues values_of(const Operation& operation, const Json& object) {
    ParameterValues values;
    for (const auto& [name, value] : object.items()) {
        const ParameterRow& row = parameter_called(operation, name);
        if (value.is_null()) continue;
        if (!row.many) {
            values.emplace(name, value_of(row, value));
            continue;
        }
        if (!value.is_array()) wrong_kind(row, "a list");
        for (const Json& one : value) values.emplace(name, value_of(row, one));
    }
    return values;
}

Json schema_of(const ParameterRow& parameter) {
    Json schema;
    switch (parameter.kind) {
        case ParameterKind::text:
            schema = {{"type", "string"}};
            break;
        case ParameterKind::date:
            schema = {{"type", "string"}, {"pattern", "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}};
            break;
        case ParameterKind::integer:
            schema = {{"type", "integer"},
                      {"minimum", static_cast<std::int64_t>(parameter.least)},
                      {"maximum", static_cast<std::int64_t>(parameter.most)}};
            break;
        case ParameterKind::number:
            schema = {
                {"type", "number"}, {"minimum", parameter.least}, {"maximum", parameter.most}};
            break;
        case ParameterKind::flag:
            schema = {{"type", "boolean"}};
            break;
    }
    if (!parameter.choices.empty()) schema["enum"] = parameter.choices;
    if (!parameter.otherwise.is_null()) schema["default"] = parameter.otherwise;
    if (parameter.many) return {{"type", "array"}, {"items", schema}};
    return schema;
}

}  // namespace nonmun
