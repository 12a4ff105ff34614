// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/service/options.hpp"

#include <algorithm>

#include "common/cli/description.hpp"
#include "common/paper.hpp"
#include "common/text.hpp"

namespace nonmun {
namespace {

constexpr const char* query_help =
    "The query: words of any language, \"phrases\", +must, -not, AND, OR, NOT, parentheses, "
    "title: author: summary: section: id: date:2024-05..2024-06 votes:>=20, prefixes as diffus*";

constexpr Number weight = {0, 1000, 1};

constexpr OptionRow table[] = {
    {"db", "DIR", "The index, or several to be searched as one", Text{},
     "nonmun search related author report trends show open digest stats serve mcp export doctor",
     "", "NONMUN_DB, else $XDG_DATA_HOME/nonmun/db", true},
    {"partial", "", "Leave out the databases that do not answer, and say so", Flag{},
     "search related author report show open digest stats"},

    // What to find.
    {"q", "", query_help, Words{}, "", "search"},
    {"q", "", "The name as typed so far; empty: the authors with the most papers", Words{}, "",
     "authors"},
    {"q", "", "Only the papers that this query finds", Words{}, "", "trends"},
    {"id", "", "The paper's id, as 2404.19756", Words{true}, "", "paper"},
    {"id", "", "Related to this paper; several are taken together", Words{}, "", "related", "",
     true},
    {"name", "", "The name, in any spelling", Words{true}, "", "author"},
    {"author", "NAME", "Related to this author's papers, taken together", Text{}, "related",
     "related"},
    {"text", "FILE", "Related to the text of a file; - for standard input", Text{}, "related"},
    {"text", "", "Related to this text", Text{}, "", "related"},
    {"limit", "N", "How many papers", Integer{1, 1'000'000, 10, most_served_results},
     "search related", "search related"},
    {"limit", "N", "How many related papers by others",
     Integer{1, 1'000'000, 10, most_served_results}, "author", "author"},
    {"limit", "N", "How many authors", Integer{1, 1'000'000, 10, most_served_results}, "",
     "authors"},
    {"offset", "N", "How many papers to skip first",
     Integer{0, 1'000'000'000, 0, deepest_served_result - 1}, "search", "search"},
    {"sort", "ORDER", "By date the newest come first", Choice{"relevance votes date"}, "search",
     "search"},
    {"author", "NAME", "Only papers of this author", Text{}, "search", "search", "", true},
    {"from", "DATE", "Only papers from this day, month or year on", Period{}, "search", "search"},
    {"to", "DATE", "Only papers up to this day, month or year", Period{}, "search", "search"},
    {"from", "DATE", "Only from this month on; earlier months still count as before", Period{},
     "trends", "trends"},
    {"to", "DATE", "Only up to this month", Period{}, "trends", "trends"},
    {"min-votes", "N", "Only papers known to have at least this many votes", Integer{0, max_votes},
     "search", "search"},
    {"not", "ID", "Leave out the paper with this id", Text{}, "related", "related", "", true},
    {"same-author-limit", "N",
     "At most this many papers of one author among the first ten; 0: no limit",
     Integer{0, 1'000'000, 3, most_served_results}, "related", "related"},
    {"topics", "N", "How many topics: those that rose most in a month, then the frequent ones",
     Integer{0, 1000, 10, 50}, "trends", "trends"},
    {"term", "WORDS", "Follow papers with these words too", Text{}, "trends", "trends", "", true},
    {"scope", "QUERY", "Only the papers that this query finds, as date:2024-05", Text{}, "report",
     "report", "all"},
    {"id", "", "Only these papers", Words{}, "", "report", "", true},
    {"top", "K", "How many similar papers for each", Integer{1, 1000, 10, 50}, "report", "report"},
    {"min-score", "S", "Leave out similar papers that score less", Number{0, 1000, 0}, "report",
     "report"},
    {"queries", "FILE", "Many queries: lines qid<TAB>query; - for standard input", Text{},
     "search"},
    {"papers", "FILE", "Many papers: lines qid<TAB>id; - for standard input", Text{}, "related"},
    {"since", "DATE", "Papers that a digest listed on this day or later; remembers nothing",
     Period{}, "digest", "",
     "the day after the last reported one; at first, the last 7 days of the index"},

    // How to rank and what to show.
    {"facets", "NAMES", "Count all papers found by these; several separated by commas",
     Choices{"month author votes section"}, "search", "search"},
    {"facet-limit", "N", "At most this many authors and sections in the facets",
     Integer{1, 1'000'000, 10, most_served_results}, "search", "search"},
    {"marks", "", "Mark the whole summary of each paper, not only the snippet", Flag{}, "",
     "search"},
    {"explain", "", "Show how the query was read, and the parts that add up to each score", Flag{},
     "search"},
    {"explain", "", "Show the parts that add up to each score", Flag{}, "related"},
    {"votes-weight", "X", "How much votes count; 0: not at all", weight, "search related report",
     "search related report"},
    {"author-weight", "X", "How much authors count; 0: not at all", weight, "search related report",
     "search related report"},
    {"recency-weight", "X", "How much recent papers gain; the gain halves every 180 days",
     Number{0, 1000, 0}, "search related", "search related", "off"},
    {"as-of", "DATE", "The day from which recency counts; later papers count as of that day",
     Period{}, "search related", "search related", "today"},
    {"format", "FORMAT", "", Choice{"text json jsonl csv markdown trec"}, "search related"},
    {"format", "FORMAT", "", Choice{"text json markdown"}, "author show"},
    {"format", "FORMAT", "", Choice{"text json"}, "stats doctor"},
    {"format", "FORMAT", "", Choice{"text json csv markdown"}, "trends"},
    {"format", "FORMAT", "", Choice{"jsonl csv graphml html markdown"}, "report"},
    {"save", "SEARCH", "Save the query with its filters, for nonmun digest", Text{}, "search"},
    {"force", "", "Replace a saved search of that name", Flag{}, "search"},
    {"output", "FILE", "Write to FILE; until it is complete, to FILE.part", Text{}, "report"},
    {"resume", "", "Continue an interrupted report to the same --output", Flag{}, "report"},
    {"force", "", "Replace FILE, or an interrupted report, if there is one", Flag{}, "report"},
    {"verbose", "", "Print Xapian's messages about its tables on standard error", Flag{}, "doctor"},
    {"list", "", "List the saved searches: name, last reported day, query", Flag{}, "digest"},
    {"remove", "", "Remove the saved searches of these names", Flag{}, "digest"},
    {"print", "", "Print the address only", Flag{}, "open"},

    // Servers.
    {"listen", "HOST:PORT",
     "Where to listen; HOST or PORT alone keeps the default of the other. Host 0.0.0.0 accepts "
     "other machines, port 0 means any free port",
     Text{default_listen_address}, "serve"},
    {"token-file", "FILE", "Answer only requests with the token in the first line of FILE", Text{},
     "serve"},
    {"allow-origin", "ORIGIN", "Let web pages of this origin ask too; * for any", Text{}, "serve",
     "", "none"},
    {"no-thumbnails", "", "The page loads no pictures and needs no other server", Flag{}, "serve"},
    {"time-limit", "MS", "How long one search may take; then it returns what it has found",
     Integer{0, 600'000, default_time_limit}, "serve mcp"},
    {"connections", "N", "At most this many connections at once",
     Integer{1, 10'000, default_connections}, "serve"},
    {"jobs", "N", "How many searches run at once", Integer{1, 1024}, "serve", "", "all cores"},
    {"jobs", "N", "Threads; the report is the same for any number", Integer{1, 1024}, "report", "",
     "all cores"},

    {"color", "WHEN", "Colours, and links on titles", Choice{"auto always never"},
     "search related author show stats trends", "",
     "on a terminal unless NO_COLOR is set or TERM is dumb"},
    {"no-pager", "", "On a terminal, do not use a pager (NONMUN_PAGER, PAGER or less)", Flag{},
     "search related author show stats trends digest config"},
};

bool is_in(std::string_view list, std::string_view name) {
    const split names(list, ' ');
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<OptionRow> command_options(std::string_view command) {
    std::vector<OptionRow> rows;
    for (const OptionRow& row : table) {
        if (is_in(row.commands, command)) rows.push_back(row);
    }
    rows.push_back(help_option);
    if (command == "nonmun")
        rows.insert(rows.end(),
                    {version_option, manual_option, completion_option, complete_option});
    return rows;
}

std::vector<OptionRow> operation_parameters(std::string_view operation) {
    std::vector<OptionRow> rows;
    for (const OptionRow& row : table) {
        if (!is_in(row.operations, operation)) continue;
        rows.push_back(row);
        auto* integer = std::get_if<Integer>(&rows.back().type);
        if (integer && integer->most_in_request > 0) integer->most = integer->most_in_request;
    }
    return rows;
}

}  // namespace nonmun
