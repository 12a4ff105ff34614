// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/engine_pool.hpp"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

#include "common/schema.hpp"
#include "tests/support/index.hpp"
#include "tests/support/no_threads.hpp"

namespace nonmun::tests {
namespace {

constexpr bool slow = true;
constexpr bool quick = false;
using Clock = EnginePool::Clock;

// Runs `body` on an engine; waits for one if none is free. A task has set its promises shortly
// before its engine is free again.
void run(EnginePool& pool, bool is_slow, const std::function<void(Engine&)>& body) {
    std::promise<void> ran;
    const auto task = [&](Engine* engine) {
        body(*engine);
        ran.set_value();
    };
    EXPECT_TRUE(pool.submit({is_slow, Clock::time_point::max(), task}, 10));
    ran.get_future().wait();
}

bool has_free_engine(EnginePool& pool, bool is_slow) {
    std::promise<bool> has;
    const auto task = [&](Engine* engine) { has.set_value(engine != nullptr); };
    if (!pool.submit({is_slow, Clock::now(), task}, 10)) return false;
    pool.expire();
    return has.get_future().get();
}

// Occupies an engine.
class Occupied {
  public:
    Occupied(EnginePool& pool, bool is_slow) {
        const auto task = [this](Engine* engine) {
            begun_.set_value(engine != nullptr);
            if (engine != nullptr) released_.get_future().wait();
            ended_.set_value();
        };
        EXPECT_TRUE(pool.submit({is_slow, Clock::now(), task}, 1));
        EXPECT_TRUE(begun_.get_future().get());
    }
    ~Occupied() {
        released_.set_value();
        ended_.get_future().wait();
    }
    Occupied(const Occupied&) = delete;
    Occupied& operator=(const Occupied&) = delete;

  private:
    std::promise<bool> begun_;
    std::promise<void> released_;
    std::promise<void> ended_;
};

// Writes the schema of an index of another version.
void set_schema(const std::string& path, const std::string& version) {
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    database.set_metadata(schema_key, version);
    database.commit();
}

TEST(EnginePool, ReportsOnceForAllEnginesThatAnIndexCannotBeOpened) {
    TemporaryFolder folder;
    const std::string path = write_index(folder, {paper("1", "Diffusion")});
    EnginePool pool({path}, 3);
    set_schema(path, "999");
    testing::internal::CaptureStderr();
    for (int round = 0; round < 3; ++round) {
        const Occupied one(pool, quick), two(pool, quick), three(pool, quick);
    }
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_EQ(std::count(printed.begin(), printed.end(), '\n'), 1) << printed;
    EXPECT_NE(printed.find("999"), std::string::npos) << printed;
    EXPECT_EQ(pool.refresh_failures(), 3u) << "one for each engine";
}

TEST(EnginePool, KeepsOneEngineForQuickTasks) {
    SmallIndex index({paper("1", "Diffusion")});
    EnginePool pool({index.path()}, 3);
    const Occupied one(pool, slow), two(pool, slow);
    EXPECT_FALSE(has_free_engine(pool, slow));
    {
        const Occupied three(pool, quick);
        EXPECT_FALSE(has_free_engine(pool, quick));
    }
    run(pool, quick, [](Engine& engine) { EXPECT_EQ(engine.papers(), 1u); });
}

// Submits tasks that write their number into `order` when they begin.
struct Numbered {
    EnginePool& pool;
    Clock::time_point deadline = Clock::time_point::max();
    std::vector<int> order = {};  // by one engine, one after another
    std::vector<std::promise<void>> ended = std::vector<std::promise<void>>(8);

    bool submit(int number, bool is_slow, std::size_t most_waiting) {
        const auto task = [this, number](Engine* engine) {
            order.push_back(engine != nullptr ? number : -number);
            ended[static_cast<std::size_t>(number)].set_value();
        };
        return pool.submit({is_slow, deadline, task}, most_waiting);
    }
    void wait_for(std::initializer_list<std::size_t> numbers) {
        for (const std::size_t number : numbers) ended[number].get_future().wait();
    }
};

TEST(EnginePool, BeginsTasksInOrderAndSlowOnesInParallel) {
    SmallIndex index({paper("1", "Diffusion")});
    EnginePool pool({index.path()}, 2);
    std::optional<Occupied> one, two;
    one.emplace(pool, quick);
    two.emplace(pool, slow);
    Numbered tasks{pool};
    EXPECT_TRUE(tasks.submit(1, slow, 1));
    EXPECT_FALSE(tasks.submit(7, slow, 1)) << "its queue is full";
    EXPECT_TRUE(tasks.submit(2, quick, 3)) << "slow tasks that wait take no room from others";
    EXPECT_TRUE(tasks.submit(3, quick, 3));
    EXPECT_TRUE(tasks.submit(4, quick, 3));
    EXPECT_FALSE(tasks.submit(7, quick, 3));
    EXPECT_EQ(pool.waiting(), 4u);
    one.reset();
    tasks.wait_for({2, 3, 4});
    EXPECT_EQ(tasks.order, (std::vector<int>{2, 3, 4})) << "the slow one waits for a slow one";
    two.reset();
    tasks.wait_for({1});
    EXPECT_EQ(tasks.order.back(), 1);
    EXPECT_EQ(pool.waiting(), 0u);
    run(pool, slow, [](Engine& engine) { EXPECT_EQ(engine.papers(), 1u); });
}

TEST(EnginePool, GivesUpTasksAtTheirDeadline) {
    SmallIndex index({paper("1", "Diffusion")});
    EnginePool pool({index.path()}, 2);
    std::optional<Occupied> one, two;
    one.emplace(pool, quick);
    two.emplace(pool, slow);
    Numbered late{pool, Clock::now()};
    Numbered in_time{pool};
    EXPECT_TRUE(late.submit(1, quick, 10));
    EXPECT_TRUE(in_time.submit(2, quick, 10));
    EXPECT_TRUE(late.submit(3, slow, 10));
    pool.expire();
    EXPECT_EQ(late.order, (std::vector<int>{-1, -3}));
    EXPECT_EQ(pool.waiting(), 1u);
    EXPECT_EQ(in_time.order, std::vector<int>{});
    one.reset();
    in_time.wait_for({2});
    EXPECT_EQ(in_time.order, std::vector<int>{2});
}

TEST(EnginePool, RunsQueuedTasksBeforeItEnds) {
    SmallIndex index({paper("1", "Diffusion")});
    std::atomic<int> runs = 0;
    {
        EnginePool pool({index.path()}, 2);
        for (int i = 0; i < 100; ++i) {
            const auto task = [&](Engine* engine) { runs += engine != nullptr ? 1 : 0; };
            EXPECT_TRUE(pool.submit({i % 3 == 0, Clock::time_point::max(), task}, 100));
        }
    }
    EXPECT_EQ(runs, 100);
}

TEST(EnginePool, ReadsTheSimilarityOfEachRevisionInTheBackground) {
    TemporaryFolder folder;
    const std::string path =
        write_index(folder, {paper("1", "Diffusion"), paper("2", "Diffusion")});
    EnginePool pool({path}, 2);
    const auto expect_read = [&](std::size_t count) {
        for (int i = 0; i < 6000 && pool.similarities_read() < count; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        EXPECT_EQ(pool.similarities_read(), count);
    };
    expect_read(1);
    RelatedRequest request;
    request.ids = {"1"};
    run(pool, slow, [&](Engine& engine) {
        EXPECT_EQ(ids_of(engine.related(request)), std::vector<std::string>{"2"});
    });
    EXPECT_EQ(pool.similarities_read(), 1u) << "the request need not read it";
    IndexingOptions options;
    options.database = path;
    options.paths = {folder.write("more.jsonl", to_line(paper("3", "Diffusion")) + "\n")};
    run_indexing(options);
    run(pool, quick, [](Engine& engine) { EXPECT_EQ(engine.papers(), 3u); });
    expect_read(2);
}

TEST(EnginePool, SaysWhenTheSystemGivesNoThreads) {
    SmallIndex index({paper("1", "Diffusion")});
    const NoThreads no_threads;
    try {
        EnginePool pool({index.path()}, 2);
        FAIL() << "it has no threads";
    } catch (const Error& error) {
        EXPECT_TRUE(error.line().starts_with("cannot start 3 threads: ")) << error.line();
    }
}

}  // namespace
}  // namespace nonmun::tests
