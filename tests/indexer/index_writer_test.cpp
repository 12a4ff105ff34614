// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_writer.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "common/error.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

using tests::TemporaryFolder;

Paper paper_of(const std::string& id, int day, const std::string& title = "Title") {
    Paper paper;
    paper.id = id;
    paper.title = title;
    paper.date = Date{2024, 5, day};
    paper.votes = 3;
    paper.appearances = {{paper.date, paper.votes, title}};
    return paper;
}

// What a reader finds of a paper.
std::optional<Paper> stored(const std::string& path, const std::string& id) {
    const Xapian::Database database(path);
    const std::string term = std::string(id_prefix) + id;
    const auto posting = database.postlist_begin(term);
    if (posting == database.postlist_end(term)) return std::nullopt;
    return paper_from_record(database.get_document(*posting).get_value(record_slot));
}

bool is_orphan(const std::string& path, const std::string& id) {
    const Xapian::Database database(path);
    const Xapian::Document document =
        database.get_document(*database.postlist_begin(std::string(id_prefix) + id));
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
        if (*term == orphan_term) return true;
    }
    return false;
}

template <typename Action>
ErrorKind kind_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind;
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorKind::usage;
}

// An index with what `fill` puts in.
class IndexWriterTest : public testing::Test {
  protected:
    template <typename Fill>
    void create(Fill fill) {
        IndexWriter writer = IndexWriter::create(path, Vocabulary());
        fill(writer);
        writer.commit();
    }

    template <typename Fill>
    IndexChanges update(Fill fill) {
        IndexWriter writer = IndexWriter::open(path);
        fill(writer);
        const IndexChanges changes = writer.changes();
        writer.commit();
        return changes;
    }

    static void read_source(IndexWriter& writer, const std::string& source,
                            std::vector<Paper> papers) {
        writer.begin_source(source);
        for (Paper& paper : papers) writer.put(std::move(paper), source);
        writer.finish_source("hash of " + source, "/folder/" + source);
    }

    TemporaryFolder folder;
    const std::string path = folder / "db";
};

TEST_F(IndexWriterTest, WritesItsVersionAndLexicon) {
    {
        IndexWriter writer = IndexWriter::create(
            path, Vocabulary{Lexicon("학습\t3\n"), Glossary("learn\t학습\t2.5\n")});
        EXPECT_TRUE(writer.changed());
        writer.commit();
    }
    const Xapian::Database database(path);
    EXPECT_NO_THROW(check_version(database, path));
    EXPECT_EQ(database.get_metadata(lexicon_key), "학습\t3\n");
    EXPECT_EQ(database.get_metadata(glossary_key), "learn\t학습\t2.5\n");
}

TEST_F(IndexWriterTest, OnePaperIsOneDocument) {
    create([](IndexWriter& writer) {
        writer.put(paper_of("a", 1), "s");
        writer.put(paper_of("b", 1), "s");
        EXPECT_EQ(writer.paper_count(), 2u);
        EXPECT_EQ(writer.changes().added, 2u);
    });
    EXPECT_EQ(Xapian::Database(path).get_doccount(), 2u);
    EXPECT_EQ(stored(path, "a"), paper_of("a", 1));
    EXPECT_EQ(stored(path, "c"), std::nullopt);
}

TEST_F(IndexWriterTest, NothingIsThereBeforeTheCommit) {
    create([](IndexWriter& writer) { writer.put(paper_of("a", 1), "s"); });
    {
        IndexWriter writer = IndexWriter::open(path);
        writer.put(paper_of("b", 1), "s");
        EXPECT_EQ(stored(path, "b"), std::nullopt);
    }
    EXPECT_EQ(stored(path, "b"), std::nullopt) << "the writer went without a commit";
    EXPECT_EQ(Xapian::Database(path).get_doccount(), 1u);
}

TEST_F(IndexWriterTest, APaperOfTwoDaysIsMerged) {
    create([](IndexWriter& writer) {
        writer.put(paper_of("a", 1, "Old"), "s");
        writer.put(paper_of("a", 2, "New"), "t");
        EXPECT_EQ(writer.changes().added, 1u);
        EXPECT_EQ(writer.changes().updated, 1u);
        EXPECT_EQ(writer.changes().merged, 1u);
        EXPECT_EQ(writer.paper_count(), 1u);
    });
    const auto paper = stored(path, "a");
    ASSERT_TRUE(paper);
    EXPECT_EQ(paper->title, "New");
    EXPECT_EQ(paper->appearances.size(), 2u);
}

TEST_F(IndexWriterTest, TheSameAgainChangesNothing) {
    create([](IndexWriter& writer) { writer.put(paper_of("a", 1), "s"); });
    IndexWriter writer = IndexWriter::open(path);
    writer.put(paper_of("a", 1), "s");
    EXPECT_FALSE(writer.changed());
    EXPECT_EQ(writer.changes().updated, 0u);
    EXPECT_EQ(writer.changes().merged, 0u);
    writer.put(paper_of("a", 1), "t");
    EXPECT_TRUE(writer.changed()) << "another source holds it now";
    EXPECT_EQ(writer.changes().updated, 0u) << "but the record is the same";
}

TEST_F(IndexWriterTest, RemembersTheHashOfASource) {
    create([](IndexWriter& writer) {
        EXPECT_EQ(writer.source_hash("s"), "");
        read_source(writer, "s", {paper_of("a", 1)});
        EXPECT_EQ(writer.source_hash("s"), "hash of s");
    });
    EXPECT_EQ(IndexWriter::open(path).source_hash("s"), "hash of s");
    EXPECT_EQ(IndexWriter::open(path).source_hash("t"), "");
}

TEST_F(IndexWriterTest, APaperThatNoSourceHoldsIsAnOrphanUntilItIsRemoved) {
    create([](IndexWriter& writer) {
        read_source(writer, "s", {paper_of("a", 1), paper_of("b", 1)});
    });
    update([](IndexWriter& writer) { read_source(writer, "s", {paper_of("b", 1)}); });
    EXPECT_TRUE(stored(path, "a")) << "kept until it is asked for";
    EXPECT_TRUE(is_orphan(path, "a"));
    EXPECT_FALSE(is_orphan(path, "b"));
    const IndexChanges changes = update([](IndexWriter& writer) { writer.remove_orphans(); });
    EXPECT_EQ(changes.removed, 1u);
    EXPECT_FALSE(stored(path, "a"));
    EXPECT_TRUE(stored(path, "b"));
}

TEST_F(IndexWriterTest, AnOrphanComesBack) {
    create([](IndexWriter& writer) { read_source(writer, "s", {paper_of("a", 1)}); });
    update([](IndexWriter& writer) { read_source(writer, "s", {}); });
    ASSERT_TRUE(is_orphan(path, "a"));
    update([](IndexWriter& writer) { read_source(writer, "t", {paper_of("a", 1)}); });
    EXPECT_FALSE(is_orphan(path, "a"));
    EXPECT_EQ(update([](IndexWriter& writer) { writer.remove_orphans(); }).removed, 0u);
}

TEST_F(IndexWriterTest, APaperOfTwoSourcesStaysWithTheOther) {
    create([](IndexWriter& writer) {
        read_source(writer, "s", {paper_of("a", 1)});
        read_source(writer, "t", {paper_of("a", 2)});
    });
    update([](IndexWriter& writer) { read_source(writer, "s", {}); });
    EXPECT_FALSE(is_orphan(path, "a"));
    EXPECT_EQ(stored(path, "a")->appearances.size(), 2u) << "both days are kept";
    update([](IndexWriter& writer) { read_source(writer, "t", {}); });
    EXPECT_TRUE(is_orphan(path, "a"));
}

TEST_F(IndexWriterTest, ForgetsMissingSourcesWithinTheScopeOnly) {
    create([](IndexWriter& writer) {
        for (const std::string name : {"x/a", "x/b", "xy/c", "z"}) {
            read_source(writer, name, {paper_of(name.substr(name.size() - 1), 1)});
        }
    });
    update(
        [](IndexWriter& writer) { writer.forget_missing_sources({"/folder/x"}, {"/folder/x/b"}); });
    EXPECT_TRUE(is_orphan(path, "a"));
    for (const char* id : {"b", "c", "z"}) EXPECT_FALSE(is_orphan(path, id)) << id;
    EXPECT_EQ(IndexWriter::open(path).source_hash("x/a"), "") << "read anew when it comes back";
    EXPECT_EQ(IndexWriter::open(path).source_hash("x/b"), "hash of x/b");
    update([](IndexWriter& writer) { writer.forget_missing_sources({"/folder/z"}, {}); });
    EXPECT_TRUE(is_orphan(path, "z")) << "a file may be the scope itself";
}

TEST_F(IndexWriterTest, TheRootMayBeTheScope) {
    create([](IndexWriter& writer) { read_source(writer, "a", {paper_of("a", 1)}); });
    update([](IndexWriter& writer) { writer.forget_missing_sources({"/"}, {}); });
    EXPECT_TRUE(is_orphan(path, "a"));
}

TEST_F(IndexWriterTest, OneWriterAtATime) {
    create([](IndexWriter&) {});
    const IndexWriter first = IndexWriter::open(path);
    EXPECT_EQ(kind_of([&] { IndexWriter::open(path); }), ErrorKind::locked);
    EXPECT_EQ(kind_of([&] { IndexWriter::lock(path); }), ErrorKind::locked);
}

TEST_F(IndexWriterTest, TheLockKeepsWritersOut) {
    create([](IndexWriter&) {});
    {
        const Xapian::WritableDatabase lock = IndexWriter::lock(path);
        EXPECT_EQ(kind_of([&] { IndexWriter::open(path); }), ErrorKind::locked);
    }
    EXPECT_NO_THROW(IndexWriter::open(path));
}

TEST_F(IndexWriterTest, RefusesWhatItCannotWriteTo) {
    EXPECT_EQ(kind_of([&] { IndexWriter::open(path); }), ErrorKind::io) << "nothing there";
    { const Xapian::WritableDatabase other(path, Xapian::DB_CREATE); }
    EXPECT_EQ(kind_of([&] { IndexWriter::open(path); }), ErrorKind::version) << "not an index";
    {
        Xapian::WritableDatabase old(path, Xapian::DB_OPEN);
        old.set_metadata(schema_key, "0");
        old.commit();
    }
    EXPECT_EQ(kind_of([&] { IndexWriter::open(path); }), ErrorKind::version);
}

TEST_F(IndexWriterTest, WhatAParserReadsCanBePutAgain) {
    Paper bare;
    bare.id = "a";
    bare.title = "T";
    bare.appearances = {{std::nullopt, std::nullopt, "T"}};
    create([&](IndexWriter& writer) { read_source(writer, "s", {bare}); });
    update([&](IndexWriter& writer) { read_source(writer, "s", {bare}); });
    EXPECT_EQ(stored(path, "a"), bare);
}

TEST(SourceKey, IsShortAndOneAPath) {
    const auto key = [](const std::string& path) { return source_of({path, path}); };
    EXPECT_EQ(key("/a").size(), 32u);
    EXPECT_LT(key(std::string(5000, 'x')).size(), 100u);
    EXPECT_NE(key("/a"), key("/b"));
    EXPECT_EQ(key("/a"), key("/a"));
}

}  // namespace
}  // namespace nonmun
