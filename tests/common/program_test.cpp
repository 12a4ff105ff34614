#include "common/cli/program.hpp"

#include <gtest/gtest.h>
#include <xapian.h>

#include <cstdlib>
#include <functional>
#include <map>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace nonmun {
namespace {

struct Outcome {
    int status;
    std::string err;
};

Outcome outcome_of(const std::function<int()>& body) {
    testing::internal::CaptureStderr();
    const int status = run_program("nonmun", body);
    return {status, testing::internal::GetCapturedStderr()};
}

TEST(Program, ReturnsWhatItsBodyReturns) {
    for (const int status : {exit_found, exit_nothing}) {
        const Outcome outcome = outcome_of([&] { return status; });
        EXPECT_EQ(outcome.status, status);
        EXPECT_EQ(outcome.err, "");
    }
}

TEST(Program, EveryFailureIsOneLineAndStatus2) {
    const std::vector<std::pair<std::function<int()>, std::string>> rows = {
        {[]() -> int { throw Error(ErrorKind::missing, "no paper x", "try y"); },
         "nonmun: no paper x; try y\n"},
        {[]() -> int { throw Error(ErrorKind::io, "two\nlines \x1b[31m"); },
         "nonmun: two lines \uFFFD[31m\n"},
        {[]() -> int { throw std::runtime_error("odd"); }, "nonmun: odd\n"},
        {[]() -> int { throw std::bad_alloc(); }, "nonmun: out of memory\n"},
    };
    for (const auto& [body, line] : rows) {
        const Outcome outcome = outcome_of(body);
        EXPECT_EQ(outcome.status, exit_error);
        EXPECT_EQ(outcome.err, line);
    }
    const Outcome xapian =
        outcome_of([]() -> int { throw Xapian::DatabaseCorruptError("bad block"); });
    EXPECT_EQ(xapian.status, exit_error);
    EXPECT_NE(xapian.err.find("bad block"), std::string::npos) << xapian.err;
}

// Environment variables for one test; "" is unset.
class Environment {
  public:
    explicit Environment(const std::map<std::string, std::string>& values) {
        for (const auto& [key, value] : values) {
            const char* before = std::getenv(key.c_str());
            before_[key] = before ? before : "";
            set(key, value);
        }
    }
    ~Environment() {
        for (const auto& [key, value] : before_) set(key, value);
    }
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

  private:
    static void set(const std::string& key, const std::string& value) {
        value.empty() ? ::unsetenv(key.c_str()) : ::setenv(key.c_str(), value.c_str(), 1);
    }
    std::map<std::string, std::string> before_;
};

TEST(DefaultDatabase, ComesFromTheEnvironment) {
    {
        const Environment set({{"NONMUN_DB", "/a"}, {"XDG_DATA_HOME", "/b"}, {"HOME", "/c"}});
        EXPECT_EQ(default_database(), "/a");
    }
    {
        const Environment set({{"NONMUN_DB", ""}, {"XDG_DATA_HOME", "/b"}, {"HOME", "/c"}});
        EXPECT_EQ(default_database(), "/b/nonmun/db");
    }
    {
        const Environment set({{"NONMUN_DB", ""}, {"XDG_DATA_HOME", ""}, {"HOME", "/c"}});
        EXPECT_EQ(default_database(), "/c/.local/share/nonmun/db");
    }
    const Environment set({{"NONMUN_DB", ""}, {"XDG_DATA_HOME", ""}, {"HOME", ""}});
    EXPECT_THROW(default_database(), Error);
}

}  // namespace
}  // namespace nonmun
