// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "common/cli/options.hpp"

// Every option of nonmun is one row of the table in options.cpp. The row names the commands that
// have the option, and the operations (query/service/operation.hpp) that have a parameter of the
// same meaning. A parameter has the name of the option with _ in place of -.
namespace nonmun {

// How many papers a request from outside can get at once, and how far down the list it can reach.
inline constexpr std::int64_t most_served_results = 100;
inline constexpr std::int64_t deepest_served_result = 1000;

inline constexpr const char* default_listen_address = "127.0.0.1:8080";
inline constexpr std::int64_t default_connections = 256;
inline constexpr std::int64_t default_time_limit = 2000;  // milliseconds

// The options of a command, in the order of its help; those of "nonmun" stand before a command.
std::vector<OptionRow> command_options(std::string_view command);

// The parameters of an operation, with the bounds for requests from outside.
std::vector<OptionRow> operation_parameters(std::string_view operation);

}  // namespace nonmun
