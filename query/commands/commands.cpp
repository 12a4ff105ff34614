// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/command.hpp"
#include "query/http/limits.hpp"
#include "query/http/listen.hpp"

namespace nonmun {
namespace {

constexpr OptionRow search_options[] = {
    db_option,
    partial_option,
    limit_option,
    offset_option,
    sort_option,
    by_author_option,
    from_day_option,
    to_day_option,
    least_votes_option,
    {"queries", "FILE", "Many queries: lines qid<TAB>query; - for standard input"},
    facets_option,
    facet_limit_option,
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
    like_author_option,
    {"text", "FILE", "Related to the text of a file; - for standard input"},
    not_option,
    same_author_limit_option,
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
    db_option,    partial_option,  author_limit_option, paper_format_option,
    color_option, no_pager_option, help_option,
};

constexpr OptionRow report_options[] = {
    db_option,
    partial_option,
    scope_option,
    top_option,
    least_score_option,
    report_format_option,
    {"output", "FILE", "Write to FILE; what is done of it is kept in FILE.part meanwhile"},
    {"resume", "", "Go on with an interrupted report to the same --output"},
    {"force", "", "Replace FILE, or an interrupted report, if there is one"},
    {"jobs", "N", "Threads; the report is the same for any number", "all cores"},
    votes_weight_option,
    author_weight_option,
    help_option,
};

constexpr OptionRow show_options[] = {
    db_option, partial_option, paper_format_option, color_option, no_pager_option, help_option,
};

constexpr OptionRow stats_options[] = {
    db_option, partial_option, plain_format_option, color_option, no_pager_option, help_option,
};

constexpr OptionRow trends_options[] = {
    db_option,     from_month_option, to_month_option,
    topics_option, term_option,       trends_format_option,
    color_option,  no_pager_option,   help_option,
};

constexpr OptionRow export_options[] = {db_option, help_option};

constexpr OptionRow serve_options[] = {
    db_option,
    listen_option,
    {"token-file", "FILE", "Answer only requests that bear the token in FILE's first line"},
    {"allow-origin", "ORIGIN", "Let web pages of this origin ask too; * for any", "none"},
    {"no-thumbnails", "", "The page fetches no pictures: it needs no network but this server"},
    time_limit_option,
    connections_option,
    {"jobs", "N", "So many searches at once", "all cores"},
    help_option,
};

constexpr OptionRow mcp_options[] = {db_option, time_limit_option, help_option};

constexpr OptionRow doctor_options[] = {
    db_option,
    {"verbose", "", "Show Xapian's messages on its tables, on standard error"},
    plain_format_option,
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
    {"author", "NAME", author_summary, author_options, run_author},
    {"report", "[ID...]",
     "For every paper the most similar ones, near duplicates, clusters and months", report_options,
     run_report},
    {"trends", "[QUERY...]", trends_summary, trends_options, run_trends},
    {"show", "ID...", paper_summary, show_options, run_show},
    {"open", "ID...", "Open a paper's page, with BROWSER or xdg-open", open_options, run_open},
    {"digest", "[SEARCH...]", "What is new for saved searches, in Markdown; for a mail of cron",
     digest_options, run_digest},
    {"stats", "", statistics_summary, stats_options, run_stats},
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
