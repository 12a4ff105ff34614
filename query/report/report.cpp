#include "query/report/report.hpp"

#include <algorithm>

#include "common/schema.hpp"

namespace nonmun {
namespace {

std::vector<std::string> ids_in_scope(Searcher& searcher, const std::string& scope) {
    std::vector<std::string> ids;
    if (scope.empty()) {
        searcher.index().read([&](const Xapian::Database& database) {
            ids.clear();
            const std::string prefix(id_prefix);
            for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
                 ++term) {
                ids.push_back((*term).substr(prefix.size()));
            }
        });
        return ids;
    }
    SearchRequest request;
    request.text = scope;
    request.limit = searcher.index().read(
        [](const Xapian::Database& database) { return database.get_doccount(); });
    request.with_papers = false;
    for (const Hit& hit : searcher.search(request).hits) ids.push_back(hit.paper.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace

std::size_t make_report(Searcher& searcher, const ReportRequest& request,
                        const std::function<void(const ReportEntry&)>& entry,
                        const std::function<void(std::size_t, std::size_t)>& progress) {
    const std::vector<std::string> ids = ids_in_scope(searcher, request.scope);
    std::size_t done = 0;
    searcher.index().read([&](const Xapian::Database& database) {
        RelatedFinder finder(database, searcher.analyzer());
        // After a reopening the walk goes on where it was: entries that were given out are not
        // given twice.
        for (; done < ids.size(); ++done) {
            const Xapian::docid document = find_paper(database, ids[done]);
            if (document == 0) continue;  // removed meanwhile
            RelatedRequest related;
            related.ids = {ids[done]};
            related.limit = request.top;
            related.same_author_limit = 0;
            related.weights = request.weights;
            ReportEntry found{stored_paper(database.get_document(document)),
                              finder.find(related).hits};
            std::erase_if(found.neighbours,
                          [&](const Hit& hit) { return hit.score < request.least_score; });
            entry(found);
            progress(done + 1, ids.size());
        }
    });
    return ids.size();
}

}  // namespace nonmun
