// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/report.hpp"

#include <unistd.h>

#include <csignal>
#include <iostream>
#include <optional>

#include "common/cli/program.hpp"
#include "common/cli/progress.hpp"
#include "query/commands/command.hpp"
#include "query/commands/spooled_output.hpp"
#include "query/render/report.hpp"
#include "query/render/trends.hpp"
#include "query/report/report.hpp"
#include "query/report/report_file.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// From now on Ctrl-C stops the report after the current paper; a second Ctrl-C ends the program.
void catch_interrupt() {
    struct sigaction action = {};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = SA_RESETHAND;
    ::sigaction(SIGINT, &action, nullptr);
}

[[noreturn]] void fail_interrupted(const std::optional<ReportFile>& file) {
    std::string hint = "with --output FILE what was made would be kept";
    if (file) hint = "nothing of the report was made yet; run it again";
    if (file && file->begun())
        hint =
            "what was made is in " + file->part() + ": continue with the same command and --resume";
    throw Error(ErrorKind::io, "interrupted", hint);
}

}  // namespace

int run_report(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
    const ReportRenderer render = report_renderers().at(format);
    ReportRequest request = report_request(arguments);
    request.jobs = jobs_of(arguments);
    if (arguments.has("resume") && !arguments.has("output"))
        throw Error(ErrorKind::usage, "--resume continues a file", "name it with --output");
    Index index = open_index(arguments);
    Searcher searcher(index);
    std::optional<ReportFile> file;
    if (arguments.has("output"))
        file.emplace(arguments.text("output"), arguments.has("force"), arguments.has("resume"));
    std::vector<Json> records;
    std::optional<SpooledOutput> lines;
    std::optional<Progress> progress;
    std::string unit;
    ReportSink sink;
    sink.progress = [&](const char* what, std::size_t done, std::size_t all) {
        if (unit != what) progress.emplace(unit = what);
        progress->update(done, all);
        if (interrupted != 0) fail_interrupted(file);
    };
    if (file) {
        sink.begin = [&] { file->restart(); };
        sink.finished_papers = [&](const Json& header, const std::vector<std::string>& ids) {
            return file->finished_papers(header, ids);
        };
        sink.record = [&](const Json& record) { file->add(record); };
    } else if (format == "jsonl") {
        lines.emplace();
        sink.begin = [&] { lines->clear(); };
        sink.record = [&](const Json& record) { lines->add(to_line(record) + '\n'); };
    } else {
        sink.begin = [&] { records.clear(); };
        sink.record = [&](const Json& record) { records.push_back(record); };
    }
    catch_interrupt();
    if (make_report(searcher, request, sink) == 0) {
        std::cerr << "no papers in this scope\n";
        return exit_nothing;
    }
    if (file) {
        file->finish(render);
    } else if (lines) {
        lines->print();
    } else {
        render(records, std::cout);
    }
    return exit_found;
}

int run_trends(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
    const TrendsRequest request = trends_request(arguments);
    Index index = open_index(arguments);
    Searcher searcher(index);
    const Trends trends = find_trends(searcher, request);
    if (format == "json") {
        std::cout << to_line(trends_json(trends)) << '\n';
    } else if (format == "csv") {
        render_trends_csv(trends, std::cout);
    } else if (format == "markdown") {
        render_trends_markdown(trends, std::cout);
    } else {
        render_trends_text(trends, output_style(arguments), std::cout);
    }
    if (!trends.months.empty()) return exit_found;
    std::cerr << "no papers with a day in this scope\n";
    return exit_nothing;
}

}  // namespace nonmun
