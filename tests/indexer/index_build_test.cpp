// SPDX-License-Identifier: GPL-2.0-or-later
// A first build: the same index for any number of jobs, and the one that a single writer makes.
#include "indexer/index_build.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "indexer/content_hash.hpp"
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

TEST_F(IndexBuildTest, IsWhatOneWriterMakes) {
    write_many();
    const IndexingSummary built = build("built", 2);
    const Content content = content_of(folder / "built");
    IndexWriter writer = IndexWriter::create(
        folder / "written", {Lexicon(std::string(content.metadata.at(lexicon_key))),
                             Glossary(std::string(content.metadata.at(glossary_key)))});
    for (const Input& input : find_inputs({digests})) {
        const std::string key = source_of(input);
        writer.begin_source(key);
        read_papers(
            input, [&](Paper&& paper) { writer.put(std::move(paper), key); }, [](Diagnostic&&) {});
        writer.finish_source(content_hash(input), input.path);
    }
    writer.commit();
    EXPECT_EQ(writer.changes().added, built.changes.added);
    EXPECT_EQ(writer.changes().merged, built.changes.merged);
    EXPECT_EQ(writer.changes().updated, built.changes.updated);
    const Content written = content_of(folder / "written");
    ASSERT_EQ(written.documents.size(), content.documents.size());
    for (const auto& [id, document] : written.documents)
        ASSERT_TRUE(document == content.documents.at(id)) << document.data;
    EXPECT_TRUE(written.postings == content.postings);
    EXPECT_EQ(written.metadata, content.metadata);
    for (const auto& [slot, written_slot] : written.slots)
        EXPECT_EQ(std::get<0>(written_slot), std::get<0>(content.slots.at(slot))) << slot;
}

TEST_F(IndexBuildTest, AnUpdateGoesOnWhereItEnded) {
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
    std::vector<std::size_t> surveyed;
    std::vector<std::size_t> papers;
    std::vector<std::size_t> files;
    with.on_surveyed = [&](std::size_t done, std::size_t all) {
        EXPECT_LE(done, all);
        surveyed.push_back(done);
    };
    with.on_papers = [&](std::size_t done, std::size_t all) {
        EXPECT_LE(done, all);
        papers.push_back(done);
    };
    with.on_file = [&](std::size_t done, std::size_t) { files.push_back(done); };
    run_indexing(with);
    EXPECT_TRUE(std::is_sorted(surveyed.begin(), surveyed.end()));
    EXPECT_TRUE(std::is_sorted(papers.begin(), papers.end()));
    EXPECT_EQ(surveyed.back(), papers.back());
    EXPECT_GT(papers.size(), 6u) << "more often than by files";
    EXPECT_EQ(files, (std::vector<std::size_t>{1, 2, 3, 4, 5, 6}));
}

TEST_F(IndexBuildTest, AFileThatChangesOrGoesMeanwhileIsAnError) {
    for (const bool gone : {false, true}) {
        for (const std::size_t jobs : {1, 2}) {
            write_many();
            IndexingOptions with = options();
            with.jobs = jobs;
            with.on_surveyed = [&](std::size_t done, std::size_t all) {
                if (done != all) return;
                if (gone) fs::remove(digests + "/lines1.jsonl");
                if (!gone) write("lines1.jsonl", R"({"id":"x","title":"X"})");
            };
            const Error error = failure_of([&] { run_indexing(with); });
            EXPECT_EQ(error.kind, ErrorKind::input);
            EXPECT_NE(error.line().find("lines1.jsonl"), std::string::npos) << error.line();
            EXPECT_FALSE(fs::exists(folder / "index")) << "nothing is left";
        }
    }
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
