// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>
#include <sstream>

#include "common/unicode.hpp"
#include "query/mcp/mcp.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/fuzz/index.hpp"

namespace {

constexpr const char* hello =
    R"({"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":"2025-03-26"}})"
    "\n";

bool is_message(const nonmun::Json& json) {
    return json.is_object() && json.value("jsonrpc", "") == "2.0" && json.contains("id") &&
           json.contains("result") != json.contains("error");
}

}  // namespace

// A new session and an initialized one answer each line with at most one line of JSON-RPC. No input
// ends a session.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    static Similarities similarities;
    static Engine engine({fuzz::small_index()}, similarities);
    const std::string lines(reinterpret_cast<const char*>(data), size);
    for (const std::string& before : {std::string(), std::string(hello)}) {
        McpSession session(engine, "0", served_limits());
        std::istringstream in(before + lines);
        std::ostringstream out;
        serve_mcp(session, in, out);
        std::istringstream answers(out.str());
        for (std::string line; std::getline(answers, line);) {
            fuzz::expect(is_utf8(line), "answers are UTF-8");
            const Json json = Json::parse(line, nullptr, false);
            fuzz::expect(!json.is_discarded(), "answers are JSON");
            fuzz::expect(is_message(json) || (json.is_array() && !json.empty()),
                         "answers are JSON-RPC");
            if (!json.is_array()) continue;
            for (const Json& one : json) fuzz::expect(is_message(one), "batches hold messages");
        }
    }
    return 0;
}
