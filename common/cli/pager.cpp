// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/pager.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "common/cli/child.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::array ending_signals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

int terminal = -1;        // standard output before the pager; -1 without one
bool errors_too = false;  // standard error goes to the pager too
volatile pid_t pager_process = 0;

// Waits for the pager before this program ends by a signal; otherwise the shell and the pager would
// both read from the terminal. Calls only what a signal handler may call.
extern "C" void end_after_the_pager(int signal) {
    ::close(STDOUT_FILENO);
    ::close(STDERR_FILENO);
    while (::waitpid(pager_process, nullptr, 0) < 0 && errno == EINTR) {
    }
    ::signal(signal, SIG_DFL);
    ::raise(signal);
}

// The command of the pager; "" for none.
std::string pager_command() {
    for (const char* name : {"NONMUN_PAGER", "PAGER"}) {
        if (const char* value = std::getenv(name))
            return std::string_view(value) == "cat" ? "" : value;
    }
    return "less";
}

// Discards what the pager did not read, and lets the stream be written to again.
void discard(std::ostream& stream, int descriptor) {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(nowhere, descriptor);
    ::close(nowhere);
    stream.clear();
    stream.flush();
}

// The pager, from its start until leave().
class Pager {
  public:
    explicit Pager(std::string command) : command_(std::move(command)) {}
    ~Pager() {
        try {
            leave();
        } catch (...) {  // another exception says more
        }
    }
    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;

    // Returns false if there is no pager to start.
    bool start() {
        if (command_.empty()) return false;
        std::array<int, 2> pipe;
        if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return false;
        ::setenv("LESS", "FRX", 0);
        // No signal may arrive before the handler knows the pager's process.
        sigset_t ending, before;
        ::sigemptyset(&ending);
        for (const int signal : ending_signals) ::sigaddset(&ending, signal);
        ::pthread_sigmask(SIG_BLOCK, &ending, &before);
        const auto process = command_ == "less"
                                 ? start_program({"less"}, pipe[0])
                                 : start_program({"/bin/sh", "-c", command_}, pipe[0]);
        ::close(pipe[0]);
        if (process) take_over(*process, pipe[1]);
        ::close(pipe[1]);
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return process.has_value();
    }

    // Waits for the pager and restores the terminal. Throws Error(usage) if the pager could not be
    // run.
    void leave() {
        if (terminal < 0) return;
        try {
            std::cout.flush();
        } catch (const std::ios::failure&) {  // the user closed the pager early
        }
        if (std::cout.bad()) {
            discard(std::cout, STDOUT_FILENO);
        } else {
            ::dup2(terminal, STDOUT_FILENO);
        }
        if (std::cerr.bad()) discard(std::cerr, STDERR_FILENO);
        if (errors_too) ::dup2(terminal, STDERR_FILENO);
        const int status = wait_for_end(pager_process);
        for (std::size_t i = 0; i < ending_signals.size(); ++i)
            ::sigaction(ending_signals[i], &before_[i], nullptr);
        ::close(std::exchange(terminal, -1));
        if (status == 126 || status == 127) {
            throw Error(ErrorKind::usage, "the pager cannot be run: " + printable(command_),
                        "set NONMUN_PAGER, or give --no-pager");
        }
    }

  private:
    void take_over(pid_t process, int to) {
        pager_process = process;
        terminal = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
        errors_too = ::isatty(STDERR_FILENO);
        ::dup2(to, STDOUT_FILENO);
        if (errors_too) ::dup2(to, STDERR_FILENO);
        struct sigaction action = {};
        action.sa_handler = end_after_the_pager;
        for (std::size_t i = 0; i < ending_signals.size(); ++i)
            ::sigaction(ending_signals[i], &action, &before_[i]);
    }

    std::string command_;
    std::array<struct sigaction, ending_signals.size()> before_ = {};
};

}  // namespace

int with_pager(bool wanted, const std::function<int()>& body) {
    Pager pager(wanted && is_terminal(STDOUT_FILENO) ? pager_command() : "");
    if (!pager.start()) return body();
    int status = exit_found;
    try {
        status = body();
        std::cout.flush();
    } catch (const std::ios::failure&) {
        if (!reader_is_gone()) throw;
        status = exit_found;
    }
    pager.leave();
    return status;
}

int output_descriptor() {
    return terminal < 0 ? STDOUT_FILENO : terminal;
}

int error_descriptor() {
    return terminal < 0 || !errors_too ? STDERR_FILENO : terminal;
}

}  // namespace nonmun
