// SPDX-License-Identifier: GPL-2.0-or-later
// A first build gives the same index for any number of jobs, and the one that updates give.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "indexer/input.hpp"
#include "tests/indexer/indexing_fixture.hpp"
#include "tests/support/places.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Everything that a reader could ask an index for.
struct Content {
    using Term = std::pair<std::string, Xapian::termcount>;
    struct Document {
        std::string data;
        Xapian::termcount length;
        std::vector<Term> terms;
        std::map<Xapian::valueno, std::string> values;

        bool operator==(const Document&) const = default;
    };
    std::map<Xapian::docid, Document> documents;
    std::map<std::string, std::string> metadata;
    std::map<std::string, std::vector<std::pair<Xapian::docid, Xapian::termcount>>> postings;
    std::map<Xapian::valueno, std::tuple<Xapian::doccount, std::string, std::string>> slots;

    bool operator==(const Content&) const = default;
};

Content content_of(const std::string& path) {
    const Xapian::Database from(path);
    Content content;
    for (auto id = from.postlist_begin(""); id != from.postlist_end(""); ++id) {
        const Xapian::Document document = from.get_document(*id);
        Content::Document& own = content.documents[*id];
        own.data = document.get_value(record_slot);
        own.length = from.get_doclength(*id);
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
            own.terms.emplace_back(*term, term.get_wdf());
        }
        for (auto value = document.values_begin(); value != document.values_end(); ++value)
            own.values[value.get_valueno()] = *value;
    }
    for (auto term = from.allterms_begin(); term != from.allterms_end(); ++term) {
        for (auto posting = from.postlist_begin(*term); posting != from.postlist_end(*term);
             ++posting)
            content.postings[*term].emplace_back(*posting, posting.get_wdf());
    }
    for (auto key = from.metadata_keys_begin(); key != from.metadata_keys_end(); ++key)
        content.metadata[*key] = from.get_metadata(*key);
    for (Xapian::valueno slot = 0; slot <= recency_slot; ++slot)
        content.slots[slot] = {from.get_value_freq(slot), from.get_value_lower_bound(slot),
                               from.get_value_upper_bound(slot)};
    return content;
}

class IndexBuildTest : public tests::IndexingTest {
  protected:
    IndexingSummary build(const std::string& name, std::size_t jobs) const {
        IndexingOptions with = options();
        with.database = folder / name;
        with.jobs = jobs;
        return run_indexing(with);
    }

    // Enough for several shards and pieces, with papers that come again: in the same file, in
    // another, on another day, of another votes and title.
    void write_many() const {
        for (int file = 0; file < 3; ++file) {
            std::string lines;
            for (int i = 0; i < 1200; ++i) {
                const int number = file * 1100 + i;  // the last hundred of a file come in the next
                const std::string n = std::to_string(number);
                lines += R"({"id":"p)" + n + R"(","title":"Model )" + n + " of file " +
                         std::to_string(file) + R"(","date":"2024-0)" +
                         std::to_string(1 + number % 9) + "-1" + std::to_string(file) +
                         R"(","votes":)" + std::to_string(number % 17) +
                         R"(,"authors":["Kim A","Lee B)" + n +
                         R"("],"text":"강화학습을 통한 이미지 생성 모델 )" + n + "\"}\n";
                if (i % 100 == 7) lines += R"({"id":"p3","title":"Again","votes":)" + n + "}\n";
                if (i % 500 == 9) lines += "not a paper\n";
            }
            write("lines" + std::to_string(file) + ".jsonl", lines);
        }
        write("a.md", digest("2024-05-01", {"2405.00001", "2405.00002", "2405.00001"}));
        write("z.md", digest("2024-05-02", {"2405.00002", "p3"}, "Corrected", 9));
        write("zz.md", "### [Lost]()\n- lost\n");
    }
};

TEST_F(IndexBuildTest, IsTheSameForAnyNumberOfJobs) {
    write_many();
    const IndexingSummary first = build("one", 1);
    const Content one = content_of(folder / "one");
    EXPECT_GT(first.changes.merged, 200u);
    EXPECT_EQ(one.documents.size(), first.papers);
    EXPECT_EQ(one.documents.rbegin()->first, first.papers) << "ids without a gap";
    for (const std::size_t jobs : {2, 5}) {
        const std::string name = std::to_string(jobs);
        const IndexingSummary summary = build(name, jobs);
        EXPECT_EQ(summary.changes.added, first.changes.added);
        EXPECT_EQ(summary.changes.merged, first.changes.merged);
        EXPECT_EQ(summary.changes.updated, first.changes.updated);
        EXPECT_EQ(summary.diagnostics, first.diagnostics);
        EXPECT_TRUE(content_of(folder / name) == one) << jobs << " jobs";
    }
}

// The files one after another, into an index with the same words.
TEST_F(IndexBuildTest, IsTheSameAsAfterUpdates) {
    write_many();
    for (const std::size_t jobs : {1, 3}) {
        const std::string whole = folder / ("whole" + std::to_string(jobs));
        const IndexingSummary built = build("whole" + std::to_string(jobs), jobs);
        IndexingOptions with = options();
        with.database = folder / ("updated" + std::to_string(jobs));
        with.words_of = whole;
        with.jobs = jobs;
        ChangeCounts counts;
        for (const Input& input : find_inputs({digests})) {
            with.paths = {input.path};
            const IndexingSummary summary = run_indexing(with);
            counts.added += summary.changes.added;
            counts.merged += summary.changes.merged;
            counts.updated += summary.changes.updated;
        }
        EXPECT_EQ(counts.added, built.changes.added);
        EXPECT_EQ(counts.merged, built.changes.merged);
        EXPECT_EQ(counts.updated, built.changes.updated);
        const Content content = content_of(whole);
        const Content updated = content_of(with.database);
        ASSERT_EQ(updated.documents.size(), content.documents.size());
        for (const auto& [id, document] : updated.documents)
            ASSERT_TRUE(document == content.documents.at(id)) << document.data;
        EXPECT_TRUE(updated.postings == content.postings);
        EXPECT_EQ(updated.metadata, content.metadata);
        for (const auto& [slot, updated_slot] : updated.slots)
            EXPECT_EQ(std::get<0>(updated_slot), std::get<0>(content.slots.at(slot))) << slot;
    }
}

TEST_F(IndexBuildTest, AnUpdateContinuesAfterABuild) {
    write_many();
    build("index/db", 2);
    EXPECT_FALSE(index(&IndexingOptions::prune).wrote);
    fs::remove(digests + "/lines2.jsonl");
    fs::remove(digests + "/a.md");
    const IndexingSummary summary = index(&IndexingOptions::prune);
    EXPECT_EQ(summary.changes.removed, 1100u + 1u) << "but those that another file holds";
    EXPECT_TRUE(paper("2405.00002"));
    EXPECT_EQ(paper("p2205")->title, "Model 2205 of file 2") << "what it said is kept";
}

TEST_F(IndexBuildTest, DiagnosticsComeInOrderFromAnyNumberOfJobs) {
    write_many();
    std::vector<Strings> flaws;
    for (const std::size_t jobs : {1, 2, 5}) {
        IndexingOptions with = options();
        with.jobs = jobs;
        with.rebuild = true;
        flaws.emplace_back();
        with.on_diagnostic = [&](Diagnostic&& flaw) { flaws.back().push_back(to_string(flaw)); };
        run_indexing(with);
    }
    EXPECT_GE(flaws[0].size(), 10u);
    EXPECT_NE(flaws[0].front().find("lines0.jsonl:12: "), std::string::npos) << flaws[0].front();
    EXPECT_EQ(flaws[1], flaws[0]);
    EXPECT_EQ(flaws[2], flaws[0]);
}

TEST_F(IndexBuildTest, ReportsItsProgressByPapersAndFiles) {
    write_many();
    IndexingOptions with = options();
    with.jobs = 2;
    std::vector<std::size_t> read;
    std::vector<std::size_t> written;
    std::vector<std::size_t> files;
    with.on_read = [&](std::size_t done, std::size_t all) {
        EXPECT_LE(done, all);
        read.push_back(done);
    };
    with.on_written = [&](std::size_t done, std::size_t all) {
        EXPECT_LE(done, all);
        written.push_back(done);
    };
    with.on_file = [&](std::size_t done, std::size_t) { files.push_back(done); };
    const std::size_t papers = run_indexing(with).papers;
    EXPECT_TRUE(std::is_sorted(read.begin(), read.end()));
    EXPECT_TRUE(std::is_sorted(written.begin(), written.end()));
    EXPECT_GT(read.back(), papers) << "entries, of which some are of one paper";
    EXPECT_EQ(written.back(), papers);
    EXPECT_GT(read.size(), 6u) << "more often than by files";
    EXPECT_GT(written.size(), 6u);
    EXPECT_EQ(files, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

TEST_F(IndexBuildTest, AFileThatChangesOrDisappearsWhileItIsReadIsAnError) {
    for (const bool gone : {false, true}) {
        for (const std::size_t jobs : {1, 2}) {
            write_many();
            IndexingOptions with = options();
            with.jobs = jobs;
            const std::string file = gone ? "zz.md" : "many.jsonl";
            std::string lines;  // of many chunks
            for (int i = 0; i < 2000; ++i)
                lines += R"({"id":"m","title":")" + std::string(1000, 'x') + "\"}\n";
            write("many.jsonl", lines);
            with.on_read = [&](std::size_t done, std::size_t) {
                if (gone) fs::remove(digests + "/" + file);
                if (!gone && done > 3700) write(file, R"({"id":"x","title":"X"})");
            };
            const Error error = failure_of([&] { run_indexing(with); });
            EXPECT_EQ(error.kind, ErrorKind::input);
            EXPECT_NE(error.line().find(file), std::string::npos) << error.line();
            EXPECT_FALSE(fs::exists(folder / "index")) << "nothing is left";
        }
    }
}

// Each file is read once. The index remembers it as it was then.
TEST_F(IndexBuildTest, AFileThatChangesAfterItWasReadIsReadByTheNextRun) {
    write("a.md", digest("2024-05-01", {"2405.00001"}, "Old"));
    write("b.md", digest("2024-05-02", {"2405.00002"}, "Old"));
    IndexingOptions with = options();
    with.on_file = [&](std::size_t done, std::size_t all) {
        if (done == all) write("a.md", digest("2024-05-01", {"2405.00001"}, "New"));
    };
    run_indexing(with);
    EXPECT_EQ(paper("2405.00001")->title, "Old");
    const IndexingSummary next = index();
    EXPECT_EQ(next.unchanged, 1u);
    EXPECT_EQ(paper("2405.00001")->title, "New");
}

TEST_F(IndexBuildTest, OneIdOnManyLinesIsOnePaper) {
    std::string lines;
    for (int i = 0; i < 3000; ++i) {
        const std::string day = std::to_string(2000 + i / 300) + "-" +
                                std::to_string(10 + i / 100 % 3) + "-" +
                                std::to_string(10 + i / 5 % 20);
        lines += R"({"id":"p","title":")" + std::to_string(i) + R"(","date":")" + day + "\"}\n";
    }
    write("many.jsonl", lines);
    const IndexingSummary built = index();
    EXPECT_EQ(built.changes.added, 1u);
    EXPECT_EQ(paper("p")->title, "2999");
    EXPECT_EQ(paper("p")->appearances.size(), 600u);
    EXPECT_EQ(paper("p")->appearances.front().date, (Date{2000, 10, 10}));
}

TEST_F(IndexBuildTest, AFullDiskIsOneErrorAndTheOldIndexStays) {
    write("a.md", digest("2024-05-01", {"2405.00001"}));
    index();
    const Files before = files_of(folder / "index");
    write_many();
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
    for (const std::size_t jobs : {1, 2}) {
        IndexingOptions with = options();
        with.rebuild = true;
        with.jobs = jobs;
        const rlimit tiny{60'000, limit.rlim_max};
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tiny), 0);
        const Error error = failure_of([&] { run_indexing(with); });
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        EXPECT_EQ(error.kind, ErrorKind::io) << error.line();
        EXPECT_NE(error.line().find("File too large"), std::string::npos) << error.line();
        EXPECT_EQ(files_of(folder / "index"), before);
    }
    ::signal(SIGXFSZ, handler);
}

}  // namespace
}  // namespace nonmun
