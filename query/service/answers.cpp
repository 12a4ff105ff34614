// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/answers.hpp"

#include <numeric>

#include "query/search/searcher.hpp"

namespace nonmun {

Trends answer_trends(Searcher& searcher, const TrendsRequest& request,
                     const SimilaritySource& similarity) {
    // Outside of read(), since a search inside it could open another revision.
    const bool every_paper = request.scope.empty();
    const auto ids =
        every_paper ? std::vector<std::string>() : ids_in_scope(searcher, request.scope);
    return searcher.index().read([&](const Xapian::Database& database) {
        const auto known = similarity(database);
        std::vector<std::uint32_t> scope;
        if (every_paper) {
            scope.resize(known->model.size());
            std::iota(scope.begin(), scope.end(), 0U);
        }
        for (const std::string& id : ids) {
            if (const Xapian::docid document = find_paper(database, id))
                scope.push_back(known->model.paper(document));
        }
        return find_trends(database, known->model, searcher.analyzer(), scope, request);
    });
}

}  // namespace nonmun
