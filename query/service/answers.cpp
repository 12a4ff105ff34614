// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/answers.hpp"

#include <algorithm>
#include <numeric>

#include "query/scope.hpp"

namespace nonmun {

Trends answer_trends(Searcher& searcher, const TrendsRequest& request,
                     const SimilaritySource& similarity) {
    return searcher.index().read([&](const Xapian::Database& database) {
        const auto known = similarity(database);
        std::vector<std::uint32_t> scope;
        if (request.scope.empty()) {
            scope.resize(known->model.size());
            std::iota(scope.begin(), scope.end(), 0U);
        } else {
            for (const std::string& id : ids_in_scope(searcher, request.scope))
                scope.push_back(known->model.paper(require_paper(database, id)));
        }
        return find_trends(database, known->model, searcher.analyzer(), scope, request);
    });
}

}  // namespace nonmun
