// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/commands.hpp"

#include "query/commands/index_commands.hpp"
#include "query/commands/report.hpp"
#include "query/commands/saved_search.hpp"
#include "query/commands/search.hpp"
#include "query/commands/serve.hpp"
#include "query/service/options.hpp"

namespace nonmun {
namespace {

std::vector<Command> commands() {
    std::vector<Command> list = {
        {"search", "QUERY...", "Find papers by words, phrases, fields, days and votes", run_search},
        {"related", "ID... | --author NAME | --text FILE", "Find papers like these", run_related},
        {"author", "NAME", "An author's papers, co-authors, and related papers by others",
         run_author},
        {"report", "[ID...]",
         "For every paper the most similar ones, near duplicates, clusters and months", run_report},
        {"trends", "[QUERY...]", "Topics by month: what is new, and what grows", run_trends},
        {"show", "ID...", "One paper with all that is known of it", run_show},
        {"open", "ID...", "Open a paper's page, with BROWSER or xdg-open", run_open},
        {"digest", "[SEARCH...]",
         "What is new for saved searches, in Markdown, as for mail from cron", run_digest},
        {"stats", "", "What is in the index", run_stats},
        {"serve", "", "Serve the index as a web page and a JSON API (docs/api.md)", run_serve},
        {"mcp", "", "Let an assistant search, over the Model Context Protocol (docs/api.md)",
         run_mcp},
        {"export", "", "Every paper as JSON Lines, by id; nonmun-index reads it back", run_export},
        {"doctor", "", "Check the whole index; says what is wrong, and the command that repairs it",
         run_doctor},
        {"config", "[COMMAND...]",
         "How every option is set, and where; as a file of settings (docs/configuration.md)",
         run_config},
    };
    for (Command& command : list) command.options = command_options(command.name);
    return list;
}

std::vector<ManualSection> manual_sections() {
    return {
        {"ENVIRONMENT",
         {{"NONMUN_DB", "The index, when --db names none."},
          {"XDG_DATA_HOME",
           "Without both, the index is nonmun/db below this folder, else below "
           "~/.local/share."},
          {"NONMUN_OPTION",
           "Any other option, in capitals and with _ for -, for every command that has it. An "
           "option on the command line takes precedence."},
          {"XDG_CONFIG_HOME", "Where nonmun/config and saved searches are, else ~/.config."},
          {"XDG_STATE_HOME",
           "Where nonmun digest keeps the last reported days, else ~/.local/state."},
          {"NO_COLOR",
           "If it is set, there are no colours. There are none either if the output is not a "
           "terminal or TERM is dumb."},
          {"COLUMNS", "The width, if the terminal does not report it."},
          {"NONMUN_PAGER, PAGER",
           "The pager for text on a terminal, else less; empty or cat: no pager."},
          {"LESS", "Options of less; FRX if it is not set."},
          {"BROWSER", "The programs with which nonmun open opens a page, else xdg-open."}}},
        {"FILES",
         {{"~/.config/nonmun/config",
           "Settings of every option, one a line: name = value, below [COMMAND] for one command. "
           "nonmun config shows the settings in effect."},
          {"~/.config/nonmun/searches", "Saved searches, one file each."}}},
        {"EXIT STATUS",
         {{"0", "Found, or done."},
          {"1", "Nothing found."},
          {"2", "An error; one line on standard error says what, where, and what to do."}}},
        {"EXAMPLES",
         {{"nonmun search 강화 학습", "Finds 강화학습 too."},
          {"nonmun search '\"gaussian splatting\" votes:>=8'",
           "A phrase, in papers with at least 8 votes."},
          {"nonmun related 2404.19756 --explain", "Papers like this one, and why."},
          {"nonmun author Soljacic", "Papers, co-authors, and related papers by others."},
          {"nonmun report --format html --output all.html",
           "The similarity of all papers as a picture to explore."}}},
        {"SEE ALSO",
         {{"nonmun-index(1)", "Makes the index."},
          {"/usr/share/doc/nonmun",
           "The query language, the API, reports, ranking, and how an "
           "index is kept."}}},
    };
}

}  // namespace

const ProgramDescription& nonmun_description() {
    static const ProgramDescription description = {
        "nonmun",
        NONMUN_VERSION,
        "search and recommend papers of daily digests",
        "COMMAND [ARGUMENT]...",
        {"Asks an index of daily digests of AI papers: by words in Korean or English, by author, "
         "and by similarity. It only reads; nonmun-index writes.",
         "Every command takes --help, which nonmun help COMMAND prints too. The value of an option "
         "follows a blank or an equals sign. Options may stand anywhere up to --, which ends "
         "them."},
        command_options("nonmun"),
        commands(),
        manual_sections(),
    };
    return description;
}

ConfigurationForm configuration_form() {
    ConfigurationForm form;
    for (const Command& command : nonmun_description().commands)
        form.sections.push_back({command.name, command.options});
    form.unchecked = {"index"};
    return form;
}

}  // namespace nonmun
