// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/command.hpp"

namespace nonmun {
namespace {

constexpr OptionRow search_options[] = {
    db_option,
    partial_option,
    limit_option,
    {"offset", "N", "How many papers to pass over first", "0"},
    {"sort", "ORDER", "By date the newest come first", "relevance", "relevance votes date"},
    {"author", "NAME", "Only papers of this author", "", "", true},
    {"from", "DATE", "Only papers from this day, month or year on"},
    {"to", "DATE", "Only papers up to this day, month or year"},
    {"min-votes", "N", "Only papers known to have so many votes"},
    {"queries", "FILE", "Many queries: lines qid<TAB>query; - for standard input"},
    {"facets", "NAMES", "How all papers found are counted too; several with commas between", "",
     "month author votes section"},
    {"facet-limit", "N", "At most so many authors and sections of --facets", "10"},
    {"explain", "", "Show how the query was read, and the parts that add up to each score"},
    votes_weight_option,
    author_weight_option,
    recency_weight_option,
    as_of_option,
    hit_format_option,
    {"save", "SEARCH", "Keep the query with its filters, for nonmun digest"},
    {"force", "", "Replace a search of that name that is kept already"},
    color_option,
    no_pager_option,
    help_option,
};

constexpr OptionRow related_options[] = {
    db_option,
    partial_option,
    limit_option,
    {"author", "NAME", "Related to this author's papers, taken together"},
    {"text", "FILE", "Related to the text of a file; - for standard input"},
    {"not", "ID", "Leave this paper out", "", "", true},
    {"same-author-limit", "N",
     "At most so many papers of one author among the first ten; 0: no limit", "3"},
    {"papers", "FILE", "Many papers: lines qid<TAB>id; - for standard input"},
    {"explain", "", "Show the parts that add up to each score"},
    votes_weight_option,
    author_weight_option,
    recency_weight_option,
    as_of_option,
    hit_format_option,
    color_option,
    no_pager_option,
    help_option,
};

constexpr OptionRow author_options[] = {
    db_option,
    partial_option,
    {"limit", "N", "How many related papers by others", "10"},
    {"format", "FORMAT", "", "text", "text json markdown"},
    color_option,
    no_pager_option,
    help_option,
};

constexpr OptionRow report_options[] = {
    db_option,
    partial_option,
    {"scope", "QUERY", "Only the papers that this query finds, as date:2024-05", "all"},
    {"top", "K", "How many similar papers of each", "10"},
    {"min-score", "S", "Leave out similar papers that score less", "0"},
    {"format", "FORMAT", "", "jsonl", "jsonl csv graphml html markdown"},
    {"output", "FILE", "Write to FILE; what is done of it is kept in FILE.part meanwhile"},
    {"resume", "", "Go on with an interrupted report to the same --output"},
    {"force", "", "Replace FILE, or an interrupted report, if there is one"},
    {"jobs", "N", "Threads; the report is the same for any number", "all cores"},
    votes_weight_option,
    author_weight_option,
    help_option,
};

constexpr OptionRow show_options[] = {
    db_option,    partial_option,  {"format", "FORMAT", "", "text", "text json markdown"},
    color_option, no_pager_option, help_option,
};

constexpr OptionRow stats_options[] = {
    db_option,    partial_option,  {"format", "FORMAT", "", "text", "text json"},
    color_option, no_pager_option, help_option,
};

constexpr OptionRow trends_options[] = {
    db_option,
    {"from", "DATE", "Only from this month on; those before still count as before"},
    {"to", "DATE", "Only up to this month"},
    {"topics", "N", "How many topics: what rose most in a month, then what is frequent", "10"},
    {"term", "WORDS", "Follow papers with these words too", "", "", true},
    {"format", "FORMAT", "", "text", "text json csv markdown"},
    color_option,
    no_pager_option,
    help_option,
};

constexpr OptionRow export_options[] = {db_option, help_option};

constexpr OptionRow serve_options[] = {
    db_option,
    {"listen", "HOST:PORT",
     "Where to listen; PORT alone is of 127.0.0.1, HOST alone is its port 8080. Host 0.0.0.0 is "
     "for all machines that can reach this one, port 0 is any free one",
     "127.0.0.1:8080"},
    {"token-file", "FILE", "Answer only requests that bear the token in FILE's first line"},
    {"allow-origin", "ORIGIN", "Let web pages of this origin ask too; * for any", "none"},
    {"no-thumbnails", "", "The page fetches no pictures: it needs no network but this server"},
    time_limit_option,
    {"connections", "N", "At most so many at once", "256"},
    {"jobs", "N", "So many searches at once", "all cores"},
    help_option,
};

constexpr OptionRow mcp_options[] = {db_option, time_limit_option, help_option};

constexpr OptionRow doctor_options[] = {
    db_option,
    {"verbose", "", "Show Xapian's messages on its tables, on standard error"},
    {"format", "FORMAT", "", "text", "text json"},
    help_option,
};

constexpr OptionRow digest_options[] = {
    db_option,
    partial_option,
    {"since", "DATE", "Papers that a digest listed on this day or later, without remembering",
     "after the newest day of the last run; of the first run, the last 7 days of the index"},
    {"list", "", "List the saved searches: name, last day told, query"},
    {"remove", "", "Remove the saved searches of these names"},
    no_pager_option,
    help_option,
};

constexpr OptionRow open_options[] = {
    db_option,
    partial_option,
    {"print", "", "Print the address only"},
    help_option,
};

constexpr OptionRow config_options[] = {no_pager_option, help_option};

constexpr Command table[] = {
    {"search", "QUERY...", "Find papers by words, phrases, fields, days and votes", search_options,
     run_search},
    {"related", "ID... | --author NAME | --text FILE", "Find papers like these", related_options,
     run_related},
    {"author", "NAME", "An author's papers, co-authors, and related papers by others",
     author_options, run_author},
    {"report", "[ID...]",
     "For every paper the most similar ones, near duplicates, clusters and months", report_options,
     run_report},
    {"trends", "[QUERY...]", "Topics by month: what is new, and what grows", trends_options,
     run_trends},
    {"show", "ID...", "One paper, whole", show_options, run_show},
    {"open", "ID...", "Open a paper's page, with BROWSER or xdg-open", open_options, run_open},
    {"digest", "[SEARCH...]", "What is new for saved searches, in Markdown; for a mail of cron",
     digest_options, run_digest},
    {"stats", "", "What is in the index", stats_options, run_stats},
    {"serve", "", "Serve the index as a web page and a JSON API (docs/api.md)", serve_options,
     run_serve},
    {"mcp", "", "Let an assistant search, over the Model Context Protocol (docs/api.md)",
     mcp_options, run_mcp},
    {"export", "", "Every paper as JSON Lines, by id; nonmun-index reads it back", export_options,
     run_export},
    {"doctor", "", "Check the whole index; says what is wrong, and the command that mends it",
     doctor_options, run_doctor},
    {"config", "[COMMAND...]",
     "How every option is set, and where; as a file of settings (docs/configuration.md)",
     config_options, run_config},
};

}  // namespace

std::span<const Command> commands() {
    return table;
}

ConfigurationForm configuration_form() {
    ConfigurationForm form;
    for (const Command& command : commands())
        form.sections.push_back({command.name, command.options});
    form.unchecked = {"index"};
    return form;
}

}  // namespace nonmun
