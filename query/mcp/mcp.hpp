// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "common/paper_json.hpp"
#include "query/service/operation.hpp"

// The Model Context Protocol on standard input and output: lets assistants search, and nothing
// else.
namespace nonmun {

// A longer message is refused without being kept.
inline constexpr std::size_t most_message_bytes = 1 << 20;

// One session with one client. Messages are JSON-RPC 2.0; the protocol's newest version known is
// 2025-06-18, and older ones are spoken to clients that ask for them.
class McpSession {
  public:
    // `version` is the program's.
    McpSession(Engine& engine, std::string version, RequestLimits limits);

    // What a message is answered with, on one line; nullopt for what wants no answer.
    std::optional<std::string> answer(std::string_view message);

    // The answer to a message that was too long to be kept.
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

// Answers each line of `in` on a line of `out`, until the input ends.
void serve_mcp(McpSession& session, std::istream& in, std::ostream& out);

}  // namespace nonmun
