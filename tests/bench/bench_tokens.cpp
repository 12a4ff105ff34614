// SPDX-License-Identifier: GPL-2.0-or-later
#include <iostream>
#include <string>

#include "common/cli/program.hpp"
#include "common/title.hpp"
#include "query/index/index.hpp"
#include "query/search/searcher.hpp"

// bench-tokens DB
//
// Prints a line for every paper of an index: the terms of its similarity vector, which are the
// English stems and Hangul parts of title (twice) and summary, separated by blanks. For other
// programs that compare the same papers by the same tokens.
namespace {

using namespace nonmun;

void append_tokens(Analyzer& analyzer, const std::string& text, std::string& line) {
    Tokens tokens;
    analyzer.analyze(text, tokens);
    for (const Token& token : tokens.list) {
        const bool counts = token.kind == TokenKind::stem || token.kind == TokenKind::part;
        if (!counts || token.compound) continue;
        line += tokens.term(token);
        line += ' ';
    }
}

std::string line_of(const Paper& paper, Analyzer& analyzer) {
    std::string title, line;
    append_tokens(analyzer, readable_title(paper.title), title);
    line = title + title;
    for (const SummaryItem& item : paper.summary) append_tokens(analyzer, item.text, line);
    line += '\n';
    return line;
}

int bench_tokens(const std::vector<std::string>& arguments) {
    if (arguments.size() != 1) throw Error(ErrorKind::usage, "bench-tokens DB");
    Index index(arguments);
    Analyzer analyzer(index.lexicon());
    index.read([&](const Xapian::Database& database) {
        for (auto posting = database.postlist_begin(""); posting != database.postlist_end("");
             ++posting) {
            std::cout << line_of(stored_paper(database.get_document(*posting)), analyzer);
        }
    });
    return exit_found;
}

}  // namespace

int main(int argc, char** argv) {
    return nonmun::run_program("bench-tokens", [&] {
        return bench_tokens({argv + 1, argv + argc});
    });
}
