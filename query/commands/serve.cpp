// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/serve.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <iostream>
#include <regex>
#include <string_view>

#include <boost/algorithm/string/case_conv.hpp>

#include "common/cli/file.hpp"
#include "common/cli/program.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/commands/command.hpp"
#include "query/http/server.hpp"
#include "query/mcp/mcp.hpp"

namespace nonmun {
namespace {

constexpr std::size_t least_token = 16;  // bytes
// For running requests to finish after a signal. A report may take 20 seconds.
constexpr unsigned stop_seconds = 30;

constexpr const char* make_token = "make one with: openssl rand -hex 32";

// The first line of a file.
std::string read_token(const std::string& file) {
    const std::string text = read_file(file);
    std::string token(trim(text.substr(0, text.find('\n'))));
    for (const char c : token) {
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F)
            throw Error(ErrorKind::usage, "the token in " + printable(file) + " is not plain ASCII",
                        make_token);
    }
    if (token.size() < least_token) {
        throw Error(ErrorKind::usage,
                    "the token in " + printable(file) + " is shorter than " +
                        std::to_string(least_token) + " characters",
                    make_token);
    }
    return token;
}

// The origin in lower case, as browsers write it, without a path.
std::string allowed_origin(const Arguments& arguments) {
    if (!arguments.has("allow-origin")) return {};
    const std::string text = arguments.text("allow-origin");
    static const std::regex origin(
        R"([a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:[0-9]+)?)");
    std::string lowered = boost::to_lower_copy(text);
    if (text == "*" || std::regex_match(lowered, origin)) return lowered;
    throw Error(
        ErrorKind::usage,
        arguments.display_name("allow-origin") + " " + printable(text) + " is not an origin",
        "write https://notes.example, http://127.0.0.1:3000, or * for any");
}

std::chrono::milliseconds time_limit_of(const Arguments& arguments) {
    return std::chrono::milliseconds(arguments.integer("time-limit"));
}

ServerOptions options_of(const Arguments& arguments) {
    ServerOptions options;
    options.databases = database_paths(arguments);
    options.version = NONMUN_VERSION;
    options.thumbnails = !arguments.has("no-thumbnails");
    options.allow_origin = allowed_origin(arguments);
    if (arguments.has("token-file")) options.token = read_token(arguments.text("token-file"));
    options.requests.query.time = time_limit_of(arguments);
    options.limits.connections = arguments.count("connections");
    options.engines = 1 + jobs_of(arguments);
    return options;
}

void print_exposure_note(const ListenAddress& address, bool with_token) {
    print_remark("note: everyone who can reach " + address.host + " port " +
                 std::to_string(address.port) + " can read the whole index" +
                 (with_token ? " with the token; it and all answers go over the network "
                             : "; questions and answers go over the network ") +
                 "unencrypted");
}

// A remote shard that does not answer can hold a request for minutes.
extern "C" void end_unfinished(int) {
    static constexpr std::string_view text =
        "nonmun: some requests did not finish in 30 seconds; a shard may not answer\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    ::_exit(exit_error);
}

}  // namespace

int run_serve(const Arguments& arguments) {
    refuse_words(arguments, "serve");
    const ListenAddress address =
        parse_listen(arguments.text("listen"), arguments.display_name("listen"));
    ServerOptions options = options_of(arguments);
    const bool with_token = !options.token.empty();
    // Blocked in all threads, so that sigwait() gets them.
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGTERM);
    ::sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::atomic<int> failure = 0;  // the errno of accept()
    const auto server = make_server(address, std::move(options));
    const ServerState& state = server->state();
    if (!state.on_loopback) print_exposure_note(server->address(), with_token);
    std::cerr << "serving " << plural(state.engines.papers(), "paper") << "; stop with Ctrl-C\n";
    server->start([&failure, waiting = ::pthread_self()](int error) {
        failure = error;
        // Ends sigwait(), not the thread. NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread)
        ::pthread_kill(waiting, SIGTERM);
    });
    std::cout << url_of(server->address()) << std::endl;
    int signal = 0;
    ::sigwait(&signals, &signal);
    if (failure != 0) {
        std::cerr << "nonmun: cannot accept connections: " << std::strerror(failure)
                  << "; restart the server\n";
    } else {
        std::cerr << "stopping after the running requests; a second signal stops at once\n";
    }
    ::pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
    std::signal(SIGALRM, end_unfinished);
    ::alarm(stop_seconds);
    server->stop();
    return failure != 0 ? exit_error : exit_found;
}

int run_mcp(const Arguments& arguments) {
    refuse_words(arguments, "mcp");
    RequestLimits limits = served_limits();
    limits.query.time = time_limit_of(arguments);
    Similarities similarities;
    Engine engine(database_paths(arguments), similarities);
    engine.on_refresh_failure(
        [reported = std::string()](const Error& error, const std::string& what) mutable {
            if (what != reported) print_refresh_failure(error);
            reported = what;
        });
    McpSession session(engine, NONMUN_VERSION, limits);
    serve_mcp(session, std::cin, std::cout);
    return exit_found;
}

}  // namespace nonmun
