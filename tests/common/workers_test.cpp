// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace nonmun {
namespace {

TEST(Workers, EachIsCalledOnce) {
    for (const std::size_t jobs : {1, 2, 5}) {
        std::vector<std::atomic<int>> calls(jobs);
        run_workers(
            jobs, [&](std::size_t worker) { ++calls[worker]; }, [] { FAIL(); });
        for (const auto& count : calls) EXPECT_EQ(count, 1);
    }
}

TEST(Workers, AnExceptionStopsTheOthersAndIsRethrown) {
    for (const std::size_t jobs : {2, 5}) {
        std::atomic<bool> failed = false;
        const auto work = [&](std::size_t worker) {
            if (worker == 1) throw std::runtime_error("worker");
            while (!failed) std::this_thread::yield();
        };
        EXPECT_THROW(run_workers(jobs, work, [&] { failed = true; }), std::runtime_error);
    }
}

std::vector<int> squares(std::size_t jobs, int count, int bad_take, int bad_work, int bad_join) {
    int next = 0;
    std::vector<int> result;
    work_in_order(
        jobs,
        [&]() -> std::optional<int> {
            if (next == bad_take) throw std::runtime_error("take");
            return next < count ? std::optional(next++) : std::nullopt;
        },
        [&](std::size_t worker, int item) {
            if (worker >= jobs || item == bad_work) throw std::runtime_error("work");
            return item * item;
        },
        [&](int square) {
            if (bad_join >= 0 && square == bad_join * bad_join) throw std::runtime_error("join");
            result.push_back(square);
        });
    return result;
}

TEST(WorkInOrder, ResultsHaveTheOrderOfTheItems) {
    std::vector<int> expected;
    for (int i = 0; i < 1000; ++i) expected.push_back(i * i);
    for (const std::size_t jobs : {1, 2, 5}) EXPECT_EQ(squares(jobs, 1000, -1, -1, -1), expected);
    EXPECT_TRUE(squares(3, 0, -1, -1, -1).empty());
}

TEST(WorkInOrder, AnExceptionOfAnyCallEndsIt) {
    for (const std::size_t jobs : {1, 2, 5}) {
        EXPECT_THROW(squares(jobs, 100, 50, -1, -1), std::runtime_error);
        EXPECT_THROW(squares(jobs, 100, -1, 50, -1), std::runtime_error);
        EXPECT_THROW(squares(jobs, 100, -1, -1, 50), std::runtime_error);
    }
}

}  // namespace
}  // namespace nonmun
