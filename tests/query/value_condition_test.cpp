// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/value_condition.hpp"

#include <gtest/gtest.h>

#include "query/index/index.hpp"
#include "tests/support/remote_server.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

// Documents with the term "x", each with its number as the value of slot 0.
void write_documents(const std::string& path, Xapian::doccount count) {
    Xapian::WritableDatabase database(path, Xapian::DB_CREATE);
    for (Xapian::doccount i = 0; i < count; ++i) {
        Xapian::Document document;
        document.add_boolean_term("x");
        document.add_boolean_term("Q" + std::to_string(i));
        document.add_value(0, std::to_string(i));
        database.add_document(document);
    }
    database.commit();
}

TEST(ValueCondition, ReportsTooManyCandidatesOfARemoteShard) {
    for (const Xapian::doccount more : {0U, 1U}) {
        const tests::TemporaryFolder folder;
        write_documents(folder / "db", most_tested_remotely + more);
        const tests::RemoteServer server(folder / "db");
        const auto remote = shards_of(folder.write("stub", server.line())).front();
        const Xapian::Database databases[] = {
            Xapian::Database(folder / "db"),
            Xapian::Remote::open(remote.host, remote.port, 10'000)};
        for (const Xapian::Database& database : databases) {
            bool cut = false;
            const bool is_remote = &database == &databases[1];
            Xapian::Enquire enquire(database);
            enquire.set_query(with_value(
                database, Xapian::Query("x"), 0,
                [](const std::string& value) { return value == "7"; }, cut));
            EXPECT_EQ(enquire.get_mset(0, 10).size(), 1u);
            EXPECT_EQ(cut, is_remote && more > 0);
        }
    }
}

}  // namespace
}  // namespace nonmun
