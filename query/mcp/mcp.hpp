// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "common/json.hpp"
#include "query/service/operation.hpp"

// The Model Context Protocol over standard input and output: lets assistants search, and nothing
// else.
namespace nonmun {

// Longer messages are refused, and not kept in memory.
inline constexpr std::size_t most_message_bytes = 1 << 20;

// One session with one client. Messages are JSON-RPC 2.0. The newest protocol version is
// 2025-06-18; clients that ask for an older one get it.
class McpSession {
  public:
    // `version` is that of the program.
    McpSession(Engine& engine, std::string version, RequestLimits limits)
        : engine_(engine), version_(std::move(version)), limits_(limits) {}

    // The response to a message, on one line; nullopt for messages without one.
    std::optional<std::string> answer(std::string_view message);

    // The response to a message over most_message_bytes.
    static std::string too_long();

  private:
    std::optional<Json> answer_one(const Json& message);
    Json result_of(const std::string& method, const Json& params);
    Json initialize(const Json& params);
    Json call_tool(const Json& params);

    Engine& engine_;
    std::string version_;
    RequestLimits limits_;
    std::string protocol_;  // "" before initialize
};

// Reads one message a line, and writes one response a line, until the input ends.
void serve_mcp(McpSession& session, std::istream& in, std::ostream& out);

}  // namespace nonmun
