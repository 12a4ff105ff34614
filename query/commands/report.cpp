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
#include "query/service/answers.hpp"
#include "query/service/requests.hpp"

namespace nonmun {
namespace {

volatile std::sig_atomic_t interrupted = 0;

// While it exists, Ctrl-C stops the report after the current paper; a second Ctrl-C ends the
// program.
class Interruptible {
  public:
    Interruptible() {
        struct sigaction action = {};
        action.sa_handler = [](int) { interrupted = 1; };
        action.sa_flags = SA_RESETHAND;
        ::sigaction(SIGINT, &action, &before_);
    }
    ~Interruptible() { ::sigaction(SIGINT, &before_, nullptr); }
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

  private:
    struct sigaction before_ = {};
};

ReportRequest requested_report(const Arguments& arguments) {
    ReportRequest request = report_request(arguments);
    request.jobs = jobs_of(arguments);
    return request;
}

// Shows progress, and throws after Ctrl-C.
class Watch {
  public:
    explicit Watch(const ReportFile* file) : file_(file) {}

    void operator()(const char* what, std::size_t done, std::size_t all) {
        if (what_ != what) progress_.emplace(what);
        what_ = what;
        progress_->update(done, all);
        if (interrupted == 0) return;
        std::string hint = "with --output FILE what was made would be kept";
        if (file_) hint = "nothing of the report was made yet; run it again";
        if (file_ && file_->begun())
            hint = "what was made is in " + file_->part() +
                   ": continue with the same command and --resume";
        throw Error(ErrorKind::io, "interrupted", hint);
    }

  private:
    const ReportFile* file_;
    std::string what_;
    std::optional<Progress> progress_;
};

}  // namespace

int run_report(const Arguments& arguments) {
    const std::string format = arguments.choice("format");
    const ReportRenderer render = report_renderers().at(format);
    const ReportRequest request = requested_report(arguments);
    if (arguments.has("resume") && !arguments.has("output"))
        throw Error(ErrorKind::usage, "--resume continues a file", "name it with --output");
    Index index = open_index(arguments);
    Searcher searcher(index);
    std::optional<ReportFile> file;
    if (arguments.has("output"))
        file.emplace(arguments.text("output"), arguments.has("force"), arguments.has("resume"));
    Watch watch(file ? &*file : nullptr);
    std::vector<Json> records;
    ReportSink sink;
    sink.progress = [&](const char* what, std::size_t done, std::size_t all) {
        watch(what, done, all);
    };
    std::optional<SpooledOutput> lines;
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
    const Interruptible interruptible;
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
    const Trends trends = answer_trends(searcher, request, read_similarity);
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
