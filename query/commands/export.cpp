#include <iostream>

#include "common/cli/program.hpp"
#include "common/schema.hpp"
#include "query/commands/command.hpp"

namespace nonmun {

// In the order of the ids, as the database has them sorted: equal indexes are equal bytes. What was
// written when the database moves on is not written twice, since the walk goes on behind the last
// id.
int run_export(const Arguments& arguments) {
    Index index = open_index(arguments);
    const std::string prefix(id_prefix);
    std::string last;
    index.read([&](const Xapian::Database& database) {
        auto term = database.allterms_begin(prefix);
        const auto end = database.allterms_end(prefix);
        if (!last.empty()) term.skip_to(last);
        for (; term != end; ++term) {
            if (*term == last) continue;
            const std::string id = (*term).substr(prefix.size());
            std::cout << stored_line(database.get_document(find_paper(database, id))) << '\n';
            last = *term;
        }
    });
    return last.empty() ? exit_nothing : exit_found;
}

}  // namespace nonmun
