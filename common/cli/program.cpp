#include "common/cli/program.hpp"

#include <poll.h>
#include <unistd.h>
#include <xapian.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "common/cli/terminal.hpp"

namespace nonmun {
namespace {

int fail(const std::string& name, const std::string& what) {
    std::cout.exceptions(std::ios::goodbit);
    std::cout.flush();
    std::cerr << name << ": " << one_line(what) << '\n';
    return exit_error;
}

// Whether standard output is a pipe that nobody reads any more.
bool reader_is_gone() {
    pollfd output{STDOUT_FILENO, 0, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

}  // namespace

int run_program(const std::string& name, const std::function<int()>& body) {
    std::signal(SIGPIPE, SIG_IGN);
    std::ios::sync_with_stdio(false);
    try {
        std::cout.exceptions(std::ios::badbit);  // so that what nobody reads is not computed either
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
    } catch (const std::exception& error) {
        return fail(name, error.what());
    }
}

std::string default_database() {
    const auto variable = [](const char* key) {
        const char* value = std::getenv(key);
        return std::string(value ? value : "");
    };
    if (const std::string database = variable("NONMUN_DB"); !database.empty()) return database;
    if (const std::string data = variable("XDG_DATA_HOME"); !data.empty())
        return data + "/nonmun/db";
    if (const std::string home = variable("HOME"); !home.empty())
        return home + "/.local/share/nonmun/db";
    throw Error(ErrorKind::usage, "no database is named", "give --db DIR, or set NONMUN_DB");
}

}  // namespace nonmun
