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

}  // namespace

Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const ProgramInput& input) {
    const TemporaryFolder folder;
    const std::string in = folder.write("in", input.standard_input);
    const std::string out = folder / "out";
    const std::string err = folder / "err";
    const std::string path =
        program.starts_with('/') ? program : std::string(NONMUN_BINARY_DIR "/bin/") + program;
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
        for (const auto& [key, value] : input.environment) ::setenv(key.c_str(), value.c_str(), 1);
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
