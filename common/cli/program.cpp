#include "common/cli/program.hpp"

#include <xapian.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

int fail(const std::string& name, const std::string& what) {
    std::string line = printable(what);
    std::replace(line.begin(), line.end(), '\n', ' ');
    std::cout.flush();
    std::cerr << name << ": " << line << '\n';
    return exit_error;
}

}  // namespace

int run_program(const std::string& name, const std::function<int()>& body) {
    std::signal(SIGPIPE, SIG_IGN);
    std::ios::sync_with_stdio(false);
    try {
        const int status = body();
        std::cout.flush();
        if (!std::cout && errno != EPIPE)
            return fail(name, "cannot write to standard output; check the disk");
        return status;
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
