// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/doctor.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>

#include "common/error.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "query/index/index.hpp"
#include "query/index/isolated_process.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::TemporaryFolder;
using tests::with_date;
using tests::with_votes;

std::vector<Paper> some_papers() {
    std::vector<Paper> papers;
    for (int i = 0; i < 6; ++i) {
        Paper made = paper("p" + std::to_string(i), "Robot " + std::to_string(i), {"로봇 요약"},
                           {"Max Tegmark", "Author " + std::to_string(i)});
        made.summary.push_back({"What's New", "text"});
        papers.push_back(with_votes(with_date(made, "2024-05-01"), i));
    }
    return papers;
}

using Change = std::function<void(Xapian::WritableDatabase&)>;

// The diagnosis of an index after a change.
Diagnosis after(const Change& change) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, some_papers());
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    change(database);
    database.commit();
    database.close();
    return diagnose(path, false);
}

Change with_document(const std::function<void(Xapian::Document&)>& change) {
    return [change](Xapian::WritableDatabase& database) {
        Xapian::Document document = database.get_document(2);
        change(document);
        database.replace_document(2, document);
    };
}

Change with_value(Xapian::valueno slot, const std::string& value) {
    return with_document([=](Xapian::Document& document) { document.add_value(slot, value); });
}

bool finds(const Diagnosis& diagnosis, const std::string& what) {
    for (const std::string& finding : diagnosis.findings) {
        if (finding.find(what) != std::string::npos) return true;
    }
    return false;
}

TEST(Doctor, AnUnchangedIndexIsWhole) {
    const TemporaryFolder folder;
    const std::string path = tests::write_index(folder, some_papers());
    const Diagnosis diagnosis = diagnose(path, false);
    EXPECT_TRUE(diagnosis.whole()) << diagnosis.findings.front();
    EXPECT_EQ(diagnosis.papers, 6u);
    EXPECT_EQ(diagnosis.schema, std::to_string(schema_version));
    EXPECT_EQ(diagnosis.mend, "");
}

TEST(Doctor, FindsEveryContradictionOfARecord) {
    const std::string half = Xapian::sortable_serialise(0.5);
    const std::vector<std::pair<Change, std::string>> rows = {
        {with_value(date_slot, "20240502"), "p1 (document 2): the value of the slot date"},
        {with_value(date_slot, ""), "p1 (document 2): the value of the slot date"},
        {with_value(votes_slot, Xapian::sortable_serialise(7)), "the slot votes"},
        {with_value(authors_slot, list_value({"Max Tegmark"})), "the slot authors"},
        {with_value(sections_slot, ""), "the slot sections"},
        {with_value(recency_slot, half), "the slot recency"},
        {with_value(vote_level_slot, half), "the vote level does not match the votes"},
        {with_value(vote_level_slot, Xapian::sortable_serialise(2)), "the vote level is invalid"},
        {with_value(vote_level_slot, ""), "the vote level"},
        {with_value(sequence_slot, ""), "the token sequence does not match its text"},
        {with_value(sequence_slot, "abcd"), "the token sequence does not match its text"},
        {with_value(checksum_slot, "12345678"), "wrong checksum"},
        {with_document([](auto& document) {
             std::string line = stored_line(document);
             document.add_value(record_slot,
                                record_of_line(line.replace(line.find("Robot"), 5, "Rabot")));
         }),
         "wrong checksum"},
        {with_document([](auto& document) { document.add_value(record_slot, "no paper"); }),
         "holds no paper"},
        {with_document([](auto& document) { document.remove_term("Qp1"); }),
         "is not found by its id"},
        {with_document([](auto& document) { document.add_boolean_term("Qother"); }),
         "counts 6 papers"},
        {with_document([](auto& document) {
             auto term = document.termlist_begin();
             term.skip_to(std::string(author_prefix));
             document.remove_term(*term);
         }),
         "lacks the term"},
    };
    for (const auto& [change, what] : rows) {
        const Diagnosis diagnosis = after(change);
        EXPECT_TRUE(finds(diagnosis, what))
            << what << " in " << testing::PrintToString(diagnosis.findings);
        EXPECT_NE(diagnosis.mend.find("--rebuild"), std::string::npos);
    }
}

TEST(Doctor, FindsOtherVersionsAndVocabularies) {
    const auto metadata = [](const char* key, const std::string& value) {
        return after([=](auto& database) { database.set_metadata(key, value); });
    };
    EXPECT_TRUE(finds(metadata(schema_key, "999"), "schema 999"));
    EXPECT_TRUE(finds(metadata(analyzer_key, "999"), "analyzer 999"));
    EXPECT_TRUE(finds(metadata(schema_key, ""), "not one of nonmun's"));
    EXPECT_TRUE(finds(metadata(lexicon_key, "x"), "the lexicon or the glossary"));
    EXPECT_TRUE(finds(metadata(glossary_key, "x"), "the lexicon or the glossary"));
    EXPECT_TRUE(finds(metadata("nonmun.source.x", "no tab"), "the record of a source file"));
}

TEST(Doctor, FindsDamagedTables) {
    for (const char* table : {"postlist.glass", "termlist.glass", "iamglass"}) {
        const TemporaryFolder folder;
        const std::string path = tests::write_index(folder, some_papers());
        const std::string file = path + "/" + table;
        const auto size = std::filesystem::file_size(file);
        std::ofstream(file) << std::string(size, '\x7f');
        EXPECT_FALSE(diagnose(path, false).whole()) << table;
    }
}

TEST(Doctor, LimitsTheNumberOfFindings) {
    const Diagnosis diagnosis = after([](Xapian::WritableDatabase& database) {
        for (Xapian::docid id = 1; id <= 6; ++id) {
            Xapian::Document document = database.get_document(id);
            for (const Xapian::valueno slot : {date_slot, authors_slot, sections_slot, recency_slot,
                                               sequence_slot, checksum_slot})
                document.add_value(slot, "x");
            database.replace_document(id, document);
        }
    });
    EXPECT_EQ(diagnosis.findings.size(), max_findings);
    EXPECT_GT(diagnosis.more_findings, 0u);
}

TEST(Doctor, RepairsFromRecordsAndFiles) {
    const TemporaryFolder folder;
    folder.write("my digests/a.jsonl", R"({"id":"a","title":"Robot"})");
    IndexingOptions options;
    options.database = folder / "db";
    options.paths = {folder / "my digests"};
    run_indexing(options);
    const auto set = [&](const char* key) {
        Xapian::WritableDatabase database(options.database, Xapian::DB_OPEN);
        database.set_metadata(key, "x");
        database.commit();
    };
    set(glossary_key);
    const std::string rebuild = "nonmun-index --db " + options.database + " --rebuild ";
    const std::string of_records =
        "nonmun --db " + options.database + " export > papers.jsonl && " + rebuild + "papers.jsonl";
    const std::string files = "'" + folder / "my digests" + "'";
    EXPECT_EQ(diagnose(options.database, false).mend, of_records + " " + files);
    set(schema_key);
    EXPECT_EQ(diagnose(options.database, false).mend, rebuild + files);
    std::filesystem::remove_all(folder / "my digests");
    EXPECT_EQ(diagnose(options.database, false).mend, rebuild + "PATH");
    Xapian::WritableDatabase(options.database, Xapian::DB_OPEN)
        .set_metadata(schema_key, std::to_string(schema_version));
    EXPECT_EQ(diagnose(options.database, false).mend, of_records);
}

TEST(Doctor, ChecksShardsAsOneIndexAndEachAlone) {
    const TemporaryFolder folder;
    std::string lines;
    for (const Paper& one : some_papers()) lines += to_line(one) + "\n";
    IndexingOptions options;
    options.database = folder / "db";
    options.paths = {folder.write("papers.jsonl", lines)};
    options.shards = 4;
    run_indexing(options);
    const Diagnosis all = diagnose(options.database, false);
    EXPECT_TRUE(all.whole()) << all.findings.front();
    EXPECT_EQ(all.shards, 4u);
    EXPECT_EQ(all.papers, 6u);
    const Diagnosis one = diagnose(options.database + "/1", false);
    EXPECT_TRUE(one.whole()) << one.findings.front();
    EXPECT_EQ(one.papers, 2u);
}

TEST(Doctor, MissingAndRemoteIndexesAreErrors) {
    const TemporaryFolder folder;
    EXPECT_THROW(diagnose(folder / "nowhere", false), Error);
    EXPECT_THROW(diagnose(folder.write("stub", "remote 127.0.0.1:1\n"), false), Error);
}

TEST(IsolatedProcess, ReturnsLinesAndHowItEnded) {
    const IsolatedResult well = run_isolated([](const LineSink& report) {
        report("one");
        report("two");
    });
    EXPECT_EQ(well.lines, (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(well.failure, "");
    const IsolatedResult thrown = run_isolated([](const LineSink& report) {
        report("one");
        throw std::runtime_error("broken");
    });
    EXPECT_EQ(thrown.lines, std::vector<std::string>{"one"});
    EXPECT_EQ(thrown.failure, "broken");
    const IsolatedResult killed = run_isolated([](const LineSink&) { std::raise(SIGKILL); });
    EXPECT_NE(killed.failure.find("signal 9"), std::string::npos) << killed.failure;
    const IsolatedResult ended = run_isolated([](const LineSink&) { ::_exit(4); });
    EXPECT_NE(ended.failure.find("status 4"), std::string::npos) << ended.failure;
}

}  // namespace
}  // namespace nonmun
