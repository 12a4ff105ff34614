// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/isolated_process.hpp"

#include <ext/stdio_filebuf.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <istream>
#include <ostream>

#include "common/cli/child.hpp"
#include "common/error.hpp"

namespace nonmun {
namespace {

[[noreturn]] void fail(const char* what) {
    throw Error(ErrorKind::io, std::string(what) + ": " + std::strerror(errno));
}

using DescriptorBuffer = __gnu_cxx::stdio_filebuf<char>;  // closes the descriptor

// The first character of a line with the text of an exception.
constexpr char thrown = '\x01';

[[noreturn]] void run_child(int to, const std::function<void(const LineSink&)>& body) {
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGPIPE})
        std::signal(signal, SIG_DFL);
    std::set_terminate(nullptr);
    DescriptorBuffer buffer(to, std::ios::out);
    std::ostream out(&buffer);
    const auto report = [&](std::string line) {
        std::replace(line.begin(), line.end(), '\n', ' ');
        out << line << std::endl;
    };
    std::string failure;
    try {
        body(report);
    } catch (const Xapian::Error& error) {
        failure = error.get_msg().empty() ? error.get_type() : error.get_msg();
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (!failure.empty()) report(thrown + failure);
    ::_exit(0);
}

}  // namespace

IsolatedResult run_isolated(const std::function<void(const LineSink& report)>& body) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) fail("cannot make a pipe");
    const pid_t child = ::fork();
    if (child < 0) fail("cannot start a process");
    if (child == 0) {
        ::close(ends[0]);
        run_child(ends[1], body);
    }
    ::close(ends[1]);
    IsolatedResult result;
    DescriptorBuffer buffer(ends[0], std::ios::in);
    std::istream output(&buffer);
    for (std::string line; std::getline(output, line);) result.lines.push_back(line);
    const int status = wait_for_end(child);
    if (!result.lines.empty() && result.lines.back().starts_with(thrown)) {
        result.failure = result.lines.back().substr(1);
        result.lines.pop_back();
    }
    if (result.failure.empty() && status > 0 && status < 128)
        result.failure = "it ended with status " + std::to_string(status);
    if (status > 128) {
        result.failure =
            "it ended by signal " + std::to_string(status - 128) + ", " + ::strsignal(status - 128);
    }
    return result;
}

}  // namespace nonmun
