// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/mcp/mcp.hpp"

#include <iostream>

#include "common/cli/program.hpp"
#include "common/unicode.hpp"
#include "query/commands/command.hpp"

namespace nonmun {

int run_mcp(const Arguments& arguments) {
    refuse_words(arguments, "mcp");
    RequestLimits limits = served_limits();
    limits.search_time = time_limit_of(arguments);
    Similarities similarities;
    Engine engine(database_paths(arguments), similarities);
    engine.tell_failures(
        [told = std::string()](const Error& error, const std::string& what) mutable {
            if (what != told) say_refresh_failure(error);
            told = what;
        });
    McpSession session(engine, NONMUN_VERSION, limits);
    serve_mcp(session, std::cin, std::cout);
    return exit_found;
}

}  // namespace nonmun
