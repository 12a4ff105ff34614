// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/terminal.hpp"

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <regex>
#include <stdexcept>

namespace nonmun::tests {

Outcome run_in_terminal(const std::string& program, const std::vector<std::string>& arguments,
                        const TerminalInput& input) {
    const std::string path = path_of(program);
    std::vector<char*> argv = {const_cast<char*>(path.c_str())};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::map<std::string, std::string> environment = {{"TERM", "xterm"}};
    for (const auto& [key, value] : input.environment) environment[key] = value;
    const winsize size{24, input.columns, 0, 0};
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (child < 0) throw std::runtime_error("cannot make a terminal");
    if (child == 0) {
        set_environment(environment);
        ::execv(path.c_str(), argv.data());
        ::_exit(127);
    }
    Outcome outcome;
    std::array<char, 4096> block;
    ssize_t size_read = 0;
    while ((size_read = ::read(terminal, block.data(), block.size())) > 0) {
        for (const char c : std::string_view(block.data(), static_cast<std::size_t>(size_read))) {
            if (c != '\r') outcome.out += c;
        }
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(terminal);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return outcome;
}

std::string without_codes(const std::string& text) {
    static const std::regex codes("\x1b\\[[0-9;]*m|\x1b\\]8;;[!-~]*\x1b\\\\");
    return std::regex_replace(text, codes, "");
}

}  // namespace nonmun::tests
