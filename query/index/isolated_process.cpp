// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/isolated_process.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <string_view>

#include "common/error.hpp"
#include "common/text.hpp"

namespace nonmun {
namespace {

[[noreturn]] void fail(const char* what) {
    throw Error(ErrorKind::io, std::string(what) + ": " + std::strerror(errno));
}

void write_line(int to, std::string line) {
    std::replace(line.begin(), line.end(), '\n', ' ');
    line += '\n';
    for (std::string_view left = line; !left.empty();) {
        const ssize_t written = ::write(to, left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) ::_exit(3);  // the parent is gone
        left.remove_prefix(static_cast<std::size_t>(written));
    }
}

// The first character of a line with the text of an exception.
constexpr char thrown = '\x01';

[[noreturn]] void run_child(int to, const std::function<void(const LineSink&)>& body) {
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) std::signal(fault, SIG_DFL);
    std::set_terminate(nullptr);
    std::string failure;
    try {
        body([to](const std::string& line) { write_line(to, line); });
    } catch (const Xapian::Error& error) {
        failure = error.get_msg().empty() ? error.get_type() : error.get_msg();
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (!failure.empty()) write_line(to, thrown + failure);
    ::_exit(0);
}

std::string read_all(int from) {
    std::string text;
    std::array<char, 4096> block;
    while (true) {
        const ssize_t size = ::read(from, block.data(), block.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return text;
        text.append(block.data(), static_cast<std::size_t>(size));
    }
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
    const std::string text = read_all(ends[0]);
    ::close(ends[0]);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    IsolatedResult result;
    for (const std::string_view line : split(text, '\n')) result.lines.emplace_back(line);
    if (!result.lines.empty() && result.lines.back().starts_with(thrown)) {
        result.failure = result.lines.back().substr(1);
        result.lines.pop_back();
    }
    if (result.failure.empty() && WIFEXITED(status) && WEXITSTATUS(status) != 0)
        result.failure = "it ended with status " + std::to_string(WEXITSTATUS(status));
    if (WIFSIGNALED(status))
        result.failure = "it ended by signal " + std::to_string(WTERMSIG(status)) + ", " +
                         ::strsignal(WTERMSIG(status));
    return result;
}

}  // namespace nonmun
