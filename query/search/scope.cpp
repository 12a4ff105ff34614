// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/scope.hpp"

#include <algorithm>
#include <limits>

#include "common/schema.hpp"

namespace nonmun {

std::vector<std::string> ids_in_scope(Searcher& searcher, const std::string& query) {
    std::vector<std::string> ids;
    if (query.empty()) {
        searcher.index().read([&](const Xapian::Database& database) {
            ids.clear();
            const std::string prefix(id_prefix);
            for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
                 ++term) {
                ids.push_back((*term).substr(prefix.size()));
            }
        });
    } else {
        SearchRequest search;
        search.text = query;
        search.limit = std::numeric_limits<Xapian::doccount>::max();  // all, of any revision
        search.with_papers = false;
        search.with_suggestion = false;
        for (const Hit& hit : searcher.search(search).hits) ids.push_back(hit.paper.id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

}  // namespace nonmun
