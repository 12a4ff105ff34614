// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/program.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "tests/support/temporary.hpp"

namespace nonmun::tests {
namespace {

void redirect(const std::string& path, int flags, int to) {
    const int file = ::open(path.c_str(), flags, 0600);
    if (file < 0 || ::dup2(file, to) < 0) ::_exit(126);
    ::close(file);
}

// The programs must not read the settings of the user who runs the tests.
void forget_own_settings() {
    std::vector<std::string> names;
    for (char** variable = environ; *variable; ++variable) {
        const std::string text = *variable;
        if (text.starts_with("NONMUN_")) names.push_back(text.substr(0, text.find('=')));
    }
    for (const std::string& name : names) ::unsetenv(name.c_str());
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"})
        ::setenv(name, "/dev/null/nowhere", 1);  // which nobody can make
    for (const char* name : {"NO_COLOR", "BROWSER", "PAGER", "LESS"}) ::unsetenv(name);
}

}  // namespace

void set_environment(const std::map<std::string, std::string>& environment) {
    forget_own_settings();
    for (const auto& [key, value] : environment) ::setenv(key.c_str(), value.c_str(), 1);
}

std::string path_of(const std::string& program) {
    return program.starts_with('/') ? program : std::string(NONMUN_BINARY_DIR "/bin/") + program;
}

Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const ProgramInput& input) {
    const TemporaryFolder folder;
    const std::string in = folder.write("in", input.standard_input);
    const std::string out = folder / "out";
    const std::string err = folder / "err";
    const std::string path = path_of(program);
    std::vector<char*> argv = {const_cast<char*>(path.c_str())};
    for (const std::string& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot fork");
    if (child == 0) {
        redirect(in, O_RDONLY, STDIN_FILENO);
        redirect(out, O_WRONLY | O_CREAT, STDOUT_FILENO);
        redirect(err, O_WRONLY | O_CREAT, STDERR_FILENO);
        set_environment(input.environment);
        ::execv(path.c_str(), argv.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    Outcome outcome;
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    outcome.out = read_file(out);
    outcome.err = read_file(err);
    return outcome;
}

}  // namespace nonmun::tests
