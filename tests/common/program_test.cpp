// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/program.hpp"

#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>
#include <functional>
#include <new>
#include <string>
#include <system_error>
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
        {[]() -> int {
             throw std::filesystem::filesystem_error(
                 "status", "/x", std::make_error_code(std::errc::permission_denied));
         },
         "nonmun: cannot access /x: Permission denied; check the path and its permissions\n"},
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

}  // namespace
}  // namespace nonmun
