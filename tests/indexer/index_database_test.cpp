// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_database.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/schema.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

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

class IndexDatabase : public testing::Test {
  protected:
    void make_empty_index(const Vocabulary& vocabulary = {}) const {
        Xapian::WritableDatabase database(path, Xapian::DB_CREATE);
        write_vocabulary(database, vocabulary);
        database.commit();
    }

    const tests::TemporaryFolder folder;
    const std::string path = folder / "db";
};

TEST_F(IndexDatabase, KeepsItsVocabulary) {
    make_empty_index(Vocabulary{Lexicon("학습\t3\n"), Glossary("learn\t학습\t2.5\n")});
    const Vocabulary vocabulary = vocabulary_of(path);
    EXPECT_EQ(vocabulary.lexicon.text(), "학습\t3\n");
    EXPECT_EQ(vocabulary.glossary.text(), "learn\t학습\t2.5\n");
}

TEST_F(IndexDatabase, RemembersSources) {
    make_empty_index();
    Xapian::WritableDatabase database = open_index(path);
    write_sources(database, {{"k1", "hash", "/a b/\tc"}, {"k2", "other", "/d"}});
    forget_source(database, "k2");
    const std::vector<Source> sources = sources_of(database);
    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(sources[0].key, "k1");
    EXPECT_EQ(sources[0].content_hash, "hash");
    EXPECT_EQ(sources[0].path, "/a b/\tc");
}

TEST_F(IndexDatabase, OneWriterAtATime) {
    make_empty_index();
    const Xapian::WritableDatabase first = open_index(path);
    EXPECT_EQ(kind_of([&] { open_index(path); }), ErrorKind::locked);
    EXPECT_EQ(kind_of([&] { lock_index(path); }), ErrorKind::locked);
}

TEST_F(IndexDatabase, TheLockKeepsWritersOut) {
    make_empty_index();
    {
        const Xapian::WritableDatabase lock = lock_index(path);
        EXPECT_EQ(kind_of([&] { open_index(path); }), ErrorKind::locked);
    }
    EXPECT_NO_THROW(open_index(path));
}

TEST_F(IndexDatabase, RefusesWhatItCannotWriteTo) {
    EXPECT_EQ(kind_of([&] { open_index(path); }), ErrorKind::io) << "nothing there";
    { const Xapian::WritableDatabase other(path, Xapian::DB_CREATE); }
    EXPECT_EQ(kind_of([&] { open_index(path); }), ErrorKind::version) << "not an index";
    EXPECT_EQ(kind_of([&] { lock_index(path); }), ErrorKind::usage);
    {
        Xapian::WritableDatabase old(path, Xapian::DB_OPEN);
        old.set_metadata(schema_key, "0");
        old.commit();
    }
    EXPECT_EQ(kind_of([&] { open_index(path); }), ErrorKind::version);
}

}  // namespace
}  // namespace nonmun
