// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <gtest/gtest.h>
#include <xapian.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/error.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "indexer/indexing_run.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun::tests {

// A folder of digests and a place for an index.
class IndexingTest : public testing::Test {
  protected:
    using Strings = std::vector<std::string>;
    using Files = std::map<std::string, std::string>;

    // A digest of one day with these papers; the title is the id's number and `say`.
    static std::string digest(const std::string& day, const Strings& ids,
                              const std::string& say = "Title", int votes = 3) {
        std::string text = "## Daily Papers (" + day + ")\n\n";
        for (const std::string& id : ids) {
            text += "### [" + say + "](https://arxiv.org/abs/" + id +
                    ")\n\nVote: " + std::to_string(votes) + "\n\n- 강화학습을 " + say + "\n\n";
        }
        return text;
    }

    std::string write(const std::string& name, const std::string& content) const {
        return folder.write("digests/" + name, content);
    }

    IndexingOptions options() const {
        IndexingOptions options;
        options.database = database;
        options.paths = {digests};
        return options;
    }

    IndexingSummary index() const { return run_indexing(options()); }

    IndexingSummary index(bool IndexingOptions::*flag) const {
        IndexingOptions with = options();
        with.*flag = true;
        return run_indexing(with);
    }

    // The ids of an index, sorted.
    static Strings ids(const Xapian::Database& from) {
        Strings ids;
        for (auto id = from.postlist_begin(""); id != from.postlist_end(""); ++id) {
            ids.push_back(paper_from_record(from.get_document(*id).get_value(record_slot)).id);
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }
    Strings ids() const { return ids(Xapian::Database(database)); }

    std::optional<Paper> paper(const std::string& id) const {
        const Xapian::Database from(database);
        const std::string term = std::string(id_prefix) + id;
        const auto posting = from.postlist_begin(term);
        if (posting == from.postlist_end(term)) return std::nullopt;
        return paper_from_record(from.get_document(*posting).get_value(record_slot));
    }

    // Every file below a folder, with its bytes.
    static Files files_of(const std::string& path) {
        Files files;
        if (!std::filesystem::exists(path)) return files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
            files[entry.path().string()] =
                entry.is_regular_file() ? read_file(entry.path()) : "folder";
        }
        return files;
    }

    template <typename Action>
    static Error failure_of(Action action) {
        try {
            action();
        } catch (const Error& error) {
            return error;
        }
        ADD_FAILURE() << "nothing was thrown";
        return Error(ErrorKind::usage, "");
    }

    // Three digests, indexed; then all of them changed.
    void index_and_change() {
        for (int i = 1; i <= 3; ++i) write_day(i, "Old");
        index();
        for (int i = 1; i <= 3; ++i) write_day(i, "New");
    }

    void write_day(int i, const std::string& say) {
        const std::string n = std::to_string(i);
        write(n + ".md", digest("2024-05-0" + n, {"2405.0000" + n}, say));
    }

    std::vector<std::string> titles() const {
        std::vector<std::string> titles;
        for (const std::string& id : ids()) titles.push_back(paper(id)->title);
        return titles;
    }

    const TemporaryFolder folder;
    const std::string digests = folder / "digests";
    const std::string database = folder / "index/db";
};

// The titles of index_and_change() before and after.
inline const std::vector<std::string> all_old(3, "Old");
inline const std::vector<std::string> all_new(3, "New");

}  // namespace nonmun::tests
