#include <unistd.h>

#include <iostream>

#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "query/commands/command.hpp"

namespace nonmun {

int run_author(const Arguments& arguments) {
    const std::string format = format_of(arguments, {"text", "json", "markdown"});
    const std::string name = arguments.joined_words();
    if (name.empty())
        throw Error(ErrorKind::usage, "no name", "try: nonmun author \"Max Tegmark\"");
    RelatedRequest request;
    request.limit = static_cast<std::size_t>(arguments.integer("limit", 10, 1, 100'000));
    request.weights = {};
    Index index = open_index(arguments);
    Analyzer analyzer(index.lexicon());
    const AuthorAnswer answer = index.read([&](const Xapian::Database& database) {
        return find_author(database, analyzer, name, request);
    });
    if (format == "json") {
        std::cout << to_line(author_json(answer)) << '\n';
    } else if (format == "markdown") {
        render_author_markdown(answer, std::cout);
    } else {
        render_author_text(answer, style_of(STDOUT_FILENO), std::cout);
    }
    if (answer.profile) return exit_found;
    std::cerr << "no author is called exactly " << one_line(name)
              << (answer.possible.empty() ? "; try one word of the name\n"
                                          : "; give one of these names\n");
    return exit_nothing;
}

}  // namespace nonmun
