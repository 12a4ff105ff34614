// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/program.hpp"

#include <poll.h>
#include <unistd.h>
#include <xapian.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "common/cli/terminal.hpp"

namespace nonmun {
namespace {

int fail(const std::string& name, const std::string& what) {
    std::cout.exceptions(std::ios::goodbit);
    std::cout.flush();
    std::cerr << name << ": " << one_line(what) << '\n';
    return exit_error;
}

std::string program_name;

// Xapian also writes in destructors, where an exception for a full disk ends the program at once.
// This prints a line first. The database is not damaged, since nothing was committed.
[[noreturn]] void end_with_a_line() {
    // errno is all that is known if an exception was thrown while another was handled.
    std::string reason = errno != 0 ? std::strerror(errno) : "unexpectedly";
    try {
        if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const Xapian::Error& error) {
        reason = error.get_description();
    } catch (const std::exception& error) {
        reason = error.what();
    } catch (...) {
    }
    std::cerr << program_name << ": ended in the middle of its work: " << one_line(reason)
              << "; nothing was committed; check the disk, then run it again\n"
              << std::flush;
    std::_Exit(exit_error);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool reports_faults = false;  // the sanitizer reports more
#else
constexpr bool reports_faults = true;
#endif

// Xapian trusts the blocks of a database, so damaged ones can make it access invalid memory. Calls
// only what a signal handler may call.
extern "C" void end_by_fault(int) {
    static constexpr std::string_view text =
        ": ended in the middle of its work by a fault; nothing was committed; if the index is "
        "damaged, nonmun doctor says so\n";
    for (const std::string_view part : {std::string_view(program_name), text}) {
        if (::write(STDERR_FILENO, part.data(), part.size()) < 0) break;
    }
    ::_exit(exit_error);
}

}  // namespace

bool reader_is_gone() {
    pollfd output{STDOUT_FILENO, 0, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

int run_program(const std::string& name, const std::function<int()>& body) {
    program_name = name;
    std::set_terminate(end_with_a_line);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT}) {
        if (reports_faults) std::signal(fault, end_by_fault);
    }
    std::signal(SIGPIPE, SIG_IGN);
    std::ios::sync_with_stdio(false);
    try {
        std::cout.exceptions(std::ios::badbit);  // stops computing output that nobody reads
        const int status = body();
        std::cout.flush();
        return status;
    } catch (const std::ios::failure& failure) {
        if (!std::cout.bad()) return fail(name, failure.what());
        if (reader_is_gone()) return exit_found;
        return fail(name, "cannot write to standard output; check the disk");
    } catch (const Error& error) {
        return fail(name, error.line());
    } catch (const Xapian::Error& error) {
        return fail(name, "the database failed: " + error.get_description());
    } catch (const std::bad_alloc&) {
        return fail(name, "out of memory");
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(name, "cannot access " + error.path1().string() + ": " +
                              error.code().message() + "; check the path and its permissions");
    } catch (const std::exception& error) {
        return fail(name, error.what());
    }
}

}  // namespace nonmun
