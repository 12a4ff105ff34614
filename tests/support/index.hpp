// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/paper_json.hpp"
#include "indexer/indexing_run.hpp"
#include "query/index/index.hpp"
#include "query/search/searcher.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary.hpp"

// Small indexes for the tests of the query side.
namespace nonmun::tests {

// A paper with the members that most tests need.
inline Paper paper(const std::string& id, const std::string& title,
                   const std::vector<std::string>& summary = {},
                   const std::vector<std::string>& authors = {}) {
    Paper made;
    made.id = id;
    made.title = title;
    made.url = "https://example.org/" + id;
    made.authors = authors;
    for (const std::string& text : summary) made.summary.push_back({std::nullopt, text});
    return made;
}

inline Paper with_votes(Paper made, std::optional<std::int64_t> votes) {
    made.votes = votes;
    return made;
}

inline Paper with_date(Paper made, const std::string& date) {
    made.date = parse_date(date);
    return made;
}

// Indexes the papers into `database` in one run. Returns its path.
inline std::string write_index(const TemporaryFolder& folder, const std::vector<Paper>& papers,
                               const std::string& database = "db", std::size_t shards = 1) {
    std::string lines;
    for (const Paper& one : papers) lines += to_line(one) + "\n";
    IndexingOptions options;
    options.database = folder / database;
    options.paths = {folder.write(database + ".jsonl", lines)};
    options.shards = shards;
    run_indexing(options);
    return options.database;
}

inline std::vector<std::string> ids_of(const HitList& list) {
    std::vector<std::string> ids;
    for (const Hit& hit : list.hits) ids.push_back(hit.paper.id);
    return ids;
}

// An open index with a searcher.
class OpenIndex {
  public:
    explicit OpenIndex(const std::vector<std::string>& paths) : index_(paths), searcher_(index_) {}

    Index& index() { return index_; }
    Searcher& searcher() { return searcher_; }
    Analyzer& analyzer() { return searcher_.analyzer(); }

    HitList search(const std::string& text) {
        SearchRequest request;
        request.text = text;
        request.limit = 1000;
        return searcher_.search(request);
    }

    // The ids that a query finds, best first.
    std::vector<std::string> found(const std::string& text) { return ids_of(search(text)); }

    // Index::read().
    template <typename Body>
    auto read(Body body) {
        return index_.read(body);
    }

  private:
    Index index_;
    Searcher searcher_;
};

// An index for one test.
class SmallIndex {
  public:
    explicit SmallIndex(const std::vector<Paper>& papers) : open_({write_index(folder_, papers)}) {}

    OpenIndex* operator->() { return &open_; }
    OpenIndex& operator*() { return open_; }
    std::string path() const { return folder_ / "db"; }

  private:
    TemporaryFolder folder_;
    OpenIndex open_;
};

// An index of the samples in data/, created once per test program.
inline OpenIndex& data_index() {
    struct Made {
        Made() {
            IndexingOptions options;
            options.database = folder / "db";
            options.paths = clean_data();
            run_indexing(options);
            open = std::make_unique<OpenIndex>(std::vector<std::string>{options.database});
        }
        TemporaryFolder folder;
        std::unique_ptr<OpenIndex> open;
    };
    static Made made;
    return *made.open;
}

// Every paper of an index.
inline std::vector<Paper> all_papers(OpenIndex& index) {
    return index.read([](const Xapian::Database& database) {
        std::vector<Paper> papers;
        for (auto posting = database.postlist_begin(""); posting != database.postlist_end("");
             ++posting) {
            papers.push_back(stored_paper(database.get_document(*posting)));
        }
        return papers;
    });
}

}  // namespace nonmun::tests
