// SPDX-License-Identifier: GPL-2.0-or-later
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include "common/cli/completion.hpp"
#include "common/cli/configuration.hpp"
#include "common/cli/options.hpp"
#include "common/cli/program.hpp"
#include "common/cli/progress.hpp"
#include "common/cli/terminal.hpp"
#include "common/text.hpp"
#include "indexer/indexing_run.hpp"

namespace {

using namespace nonmun;

constexpr OptionRow option_rows[] = {
    {"db", "DIR", "The index", Text{}, "", "", "NONMUN_DB, else $XDG_DATA_HOME/nonmun/db"},
    {"strict", "", "Fail and write nothing if the input has any flaw", Flag{}},
    {"dry-run", "", "Read everything and report what would change, but write nothing", Flag{}},
    {"prune", "", "Remove the papers that no file below PATH contains any more", Flag{}},
    {"allow-empty", "",
     "Let --prune and --rebuild remove papers although a PATH holds no digest any more", Flag{}},
    {"rebuild", "", "Read everything into a new index, check it, and replace the old index with it",
     Flag{}},
    {"jobs", "N", "Threads of a first build and of --rebuild; the index is the same for any number",
     Integer{1, 256}, "", "", "one for each core"},
    {"shards", "N",
     "Databases of a new index, which several machines can serve (docs/operations.md)",
     Integer{1, 256}, "", "", "1, and with --rebuild as many as the index has"},
    {"wait", "[=SECONDS]",
     "If another program is writing to the index, wait for it, at most this long",
     Integer{0, 1'000'000}, "", "", "0; with --wait alone an hour"},
    {"no-base", "",
     "Learn the words of a new index from PATH alone, without those that ship with the program",
     Flag{}},
    {"words-of", "DIR",
     "Take the words of a new index from another one, so that indexes that are searched together "
     "rank alike; an existing index must have the same words",
     Text{}},
    {"quiet", "", "Do not print the summary", Flag{}},
    {"show-config", "",
     "Print the value of every option and where it is set (docs/configuration.md)", Flag{}},
    help_option,
    version_option,
    manual_option,
    completion_option,
    complete_option,
};

ProgramDescription describe_nonmun_index() {
    return {
        "nonmun-index",
        NONMUN_VERSION,
        "read daily digests of papers into the index of nonmun",
        "PATH...",
        {"Reads digests into the index that nonmun searches. PATH is a digest (.md), JSON Lines "
         "(.jsonl, .ndjson), a folder of them, or - for standard input.",
         "A run is written as a whole or not at all. Unchanged files are skipped, and a changed "
         "file "
         "corrects its papers. Flaws of the input are reported on standard error, as FILE:LINE: "
         "MESSAGE; everything that can be read is indexed."},
        {std::begin(option_rows), std::end(option_rows)},
        {},
        {{"ENVIRONMENT",
          {{"NONMUN_DB", "The index, when --db names none."},
           {"XDG_DATA_HOME",
            "Without both, the index is nonmun/db below this folder, else below "
            "~/.local/share."},
           {"NONMUN_OPTION",
            "Sets any other option; its name is in capitals, with _ for -. An option on the "
            "command "
            "line overrides it."}}},
         {"FILES",
          {{"~/.config/nonmun/config",
            "Settings, below [index] or at the top; nonmun-index --show-config shows the values "
            "in effect."}}},
         {"EXIT STATUS",
          {{"0", "Done."},
           {"2", "An error; one line on standard error says what, where, and what to do."}}},
         {"EXAMPLES",
          {{"nonmun-index ~/digests", "Reads what is new or has changed below the folder."},
           {"nonmun-index --wait=600 --quiet ~/digests",
            "For a timer: waits for another writer, and prints nothing unless something is "
            "wrong."}}},
         {"SEE ALSO", {{"nonmun(1)", "Searches the index."}}}},
    };
}

void print_help(std::ostream& out) {
    const int width = style_of(STDOUT_FILENO).width;
    out << "Usage: nonmun-index [--db DIR] [OPTION]... PATH...\n\n"
        << wrap(describe_nonmun_index().paragraphs.front(), width, "") << "\n\nOptions:\n";
    print_options(out, option_rows, width);
    out << '\n'
        << wrap("A run is written as a whole or not at all. Exit status: 0 done, 2 error.", width,
                "")
        << '\n';
}

void print_summary(const IndexingSummary& summary, const IndexingOptions& options) {
    const ChangeCounts& changes = summary.changes;
    std::cerr << plural(summary.files, "file") << " read, " << summary.unchanged
              << " unchanged; papers: " << changes.added << " added, " << changes.updated
              << " updated, " << changes.merged << " merged, " << changes.removed << " removed; "
              << plural(summary.diagnostics, "diagnostic") << "; ";
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.1f s", summary.seconds);
    std::cerr << seconds << '\n';
    if (options.dry_run) {
        std::cerr << "dry run: nothing was written\n";
    } else if (!summary.wrote) {
        std::cerr << "nothing has changed, nothing was written: " << plural(summary.papers, "paper")
                  << " in " << one_line(options.database) << '\n';
    } else {
        std::cerr << plural(summary.papers, "paper") << " in " << one_line(options.database)
                  << '\n';
    }
}

// Each thread of a build writes to every shard at once, and a database is several files.
void allow_many_files() {
    rlimit limit = {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

// The signal that asked this program to end; 0 for none. A second one ends it at once.
volatile std::sig_atomic_t stop_signal = 0;

struct Stopped {};  // thrown out of a run, which undoes what it did

void end_if_stopped() {
    if (stop_signal != 0) throw Stopped();
}

void handle_stop_signals() {
    struct sigaction action = {};
    action.sa_handler = [](int signal) { stop_signal = signal; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before = {};
        ::sigaction(signal, &action, &before);
        if (before.sa_handler == SIG_IGN) ::sigaction(signal, &before, nullptr);  // nohup
    }
}

int index(const Arguments& arguments) {
    if (arguments.words().empty()) {
        throw Error(ErrorKind::usage, "no PATH to read",
                    "give a digest, a folder, or - for standard input");
    }
    std::optional<Progress> reading, writing;  // one after the other, each with its own rate
    const auto show = [](std::optional<Progress>& progress, const char* unit, std::size_t done,
                         std::size_t all) {
        end_if_stopped();
        if (!progress) progress.emplace(unit);
        progress->update(done, all);
    };
    IndexingOptions options;
    options.database = arguments.has("db") ? arguments.text("db") : default_database();
    options.paths = arguments.words();
    options.strict = arguments.has("strict");
    options.dry_run = arguments.has("dry-run");
    options.prune = arguments.has("prune");
    options.allow_empty = arguments.has("allow-empty");
    options.rebuild = arguments.has("rebuild");
    options.no_base = arguments.has("no-base");
    options.shards = static_cast<std::size_t>(arguments.integer("shards"));
    if (arguments.has("wait")) {
        options.wait = std::chrono::hours(1);
        if (!arguments.text("wait").empty())
            options.wait = std::chrono::seconds(arguments.integer("wait"));
    }
    options.on_wait = [waits = false](const Error& error) mutable {
        if (!std::exchange(waits, true)) std::cerr << one_line(error.what()) << "; waiting\n";
        end_if_stopped();
    };
    options.words_of = arguments.text("words-of");
    options.jobs = jobs_of(arguments);
    options.on_diagnostic = [&](Diagnostic&& diagnostic) {
        for (auto* progress : {&reading, &writing}) {
            if (*progress) (*progress)->clear();
        }
        std::cerr << one_line(to_string(diagnostic)) << '\n';
    };
    options.on_read = [&](std::size_t done, std::size_t all) {
        show(reading, "papers read", done, all);
    };
    options.on_written = [&](std::size_t done, std::size_t all) {
        reading.reset();
        show(writing, "papers written", done, all);
    };
    options.on_file = [](std::size_t, std::size_t) { end_if_stopped(); };
    allow_many_files();
    handle_stop_signals();
    const IndexingSummary summary = run_indexing(options);
    writing.reset();
    if (!arguments.has("quiet")) print_summary(summary, options);
    return exit_found;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a write over the file size limit fails with EFBIG instead
    return run_program("nonmun-index", [&] {
        if (argc > 1 && std::string_view(argv[1]) == "--complete") {
            print_completions(describe_nonmun_index(), {argv + 2, argv + argc}, nullptr, std::cout);
            return exit_found;
        }
        Arguments arguments({argv + 1, argv + argc}, option_rows, "nonmun-index");
        if (arguments.has("help")) {
            print_help(std::cout);
            return exit_found;
        }
        if (describe_program(describe_nonmun_index(), arguments, std::cout)) return exit_found;
        const ConfigurationSection section = {"index", option_rows};
        configure(arguments, section, {{section}, {}, false});
        if (arguments.has("show-config")) {
            print_configuration(std::cout, section, arguments);
            return exit_found;
        }
        try {
            return index(arguments);
        } catch (const Stopped&) {
            std::cerr << "nonmun-index: stopped; the index is unchanged\n";
            ::signal(stop_signal, SIG_DFL);
            ::raise(stop_signal);
            return exit_error;
        }
    });
}
