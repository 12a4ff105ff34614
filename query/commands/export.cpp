// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/program.hpp"
#include "common/schema.hpp"
#include "query/commands/command.hpp"
#include "query/commands/spooled_output.hpp"

namespace nonmun {

// In the order of the ids, as the database has them sorted: equal indexes are equal bytes.
int run_export(const Arguments& arguments) {
    refuse_words(arguments, "export");
    Index index = open_index(arguments);
    SpooledOutput lines;
    index.read([&](const Xapian::Database& database) {
        lines.clear();
        const std::string prefix(id_prefix);
        for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
             ++term) {
            const std::string id = (*term).substr(prefix.size());
            lines.add(stored_line(database.get_document(find_paper(database, id))) + '\n');
        }
    });
    return lines.print() ? exit_found : exit_nothing;
}

}  // namespace nonmun
