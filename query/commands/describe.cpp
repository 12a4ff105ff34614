// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/command.hpp"

namespace nonmun {
namespace {

constexpr OptionRow own_options[] = {
    db_option, help_option, version_option, manual_option, completion_option, complete_option,
};

std::vector<ManualSection> manual_sections() {
    return {
        {"ENVIRONMENT",
         {{"NONMUN_DB", "The index, when --db names none."},
          {"XDG_DATA_HOME",
           "Without both, the index is nonmun/db below this folder, else below "
           "~/.local/share."},
          {"NONMUN_OPTION",
           "Any other option of the work, in capitals and with _ for -, of every command that has "
           "it; an option of the command line goes before it."},
          {"XDG_CONFIG_HOME", "Where nonmun/config and saved searches are, else ~/.config."},
          {"XDG_STATE_HOME", "Where nonmun digest remembers what it told, else ~/.local/state."},
          {"NO_COLOR",
           "When it is set, there is no colour. There is none either where the output "
           "is no terminal, or TERM is dumb."},
          {"COLUMNS", "The width, where the terminal does not tell it."},
          {"NONMUN_PAGER, PAGER",
           "What shows text on a terminal, else less; an empty one or cat is none."},
          {"LESS", "How less shows it; FRX where it is not set."},
          {"BROWSER", "What nonmun open opens pages with, else xdg-open."}}},
        {"FILES",
         {{"~/.config/nonmun/config",
           "Settings of every option, one a line: name = value, below [COMMAND] for one command. "
           "nonmun config shows what holds."},
          {"~/.config/nonmun/searches", "Saved searches, a file each."}}},
        {"EXIT STATUS",
         {{"0", "Found, or done."},
          {"1", "Nothing found."},
          {"2", "An error; one line on standard error says what, where, and what to do."}}},
        {"EXAMPLES",
         {{"nonmun search 강화 학습", "Finds 강화학습 too."},
          {"nonmun search '\"gaussian splatting\" votes:>=8'",
           "A phrase, in papers that are known to have votes."},
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

ProgramDescription describe_nonmun() {
    ProgramDescription description = {
        "nonmun",
        NONMUN_VERSION,
        "search and recommend papers of daily digests",
        "COMMAND [ARGUMENT]...",
        {"Asks an index of daily digests of AI papers: by words in Korean or English, by author, "
         "and by likeness. It only reads; nonmun-index writes.",
         "Every command takes --db, and --help, which nonmun help COMMAND is too. An option's "
         "value stands behind a blank or an equals sign; options may stand anywhere up to --, "
         "which ends them."},
        own_options,
        {},
        manual_sections(),
    };
    for (const Command& command : commands()) {
        description.commands.push_back(
            {command.name, command.arguments, command.summary, command.options});
    }
    return description;
}

}  // namespace nonmun
