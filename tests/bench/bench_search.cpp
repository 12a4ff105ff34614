// SPDX-License-Identifier: GPL-2.0-or-later
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "common/cli/program.hpp"
#include "query/search/searcher.hpp"

// bench-search DB QUERIES WARM TIMED
//
// Runs every query of a file ("qid<TAB>words" lines) WARM times without and TIMED times with
// measurement, in passes over all queries, on one open index. Measures what a user gets: the ten
// best papers with the default ranking, their text, matched parts and snippets, and the exact
// number of papers found; no spelling suggestion. Prints a line for each query: qid, number of hits
// and the microseconds of each timed pass, separated by tabs. Then reports on standard error
// whether the queries were
//   fresh     the first query of a process;
//   steady    distinct queries, each run once;
//   repeated  queries of which some were run before.
namespace {

using namespace nonmun;

struct Question {
    std::string qid;
    SearchRequest request;
    std::size_t hits = 0;
    std::vector<double> microseconds;
};

std::vector<Question> read_questions(const std::string& file) {
    std::ifstream in(file);
    if (!in) throw Error(ErrorKind::usage, "cannot read " + file);
    std::vector<Question> questions;
    for (std::string line; std::getline(in, line);) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos) throw Error(ErrorKind::usage, file + ": a line has no tab");
        Question& question = questions.emplace_back();
        question.qid = line.substr(0, tab);
        question.request.text = line.substr(tab + 1);
        question.request.with_suggestion = false;
    }
    return questions;
}

void ask(Searcher& searcher, Question& question, bool timed) {
    const auto begin = std::chrono::steady_clock::now();
    const HitList list = searcher.search(question.request);
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    question.hits = list.hits.size();
    if (timed) question.microseconds.push_back(took.count());
}

const char* kind_of(const std::vector<Question>& questions, int passes) {
    std::set<std::string> texts;
    for (const Question& question : questions) texts.insert(question.request.text);
    if (passes > 1 || texts.size() < questions.size()) return "repeated";
    return questions.size() == 1 ? "fresh" : "steady";
}

int bench_search(const std::vector<std::string>& arguments) {
    if (arguments.size() != 4) throw Error(ErrorKind::usage, "bench-search DB QUERIES WARM TIMED");
    std::vector<Question> questions = read_questions(arguments[1]);
    const int warm = std::stoi(arguments[2]), timed = std::stoi(arguments[3]);
    Index index({arguments[0]});
    Searcher searcher(index);
    for (int pass = 0; pass < warm + timed; ++pass) {
        for (Question& question : questions) ask(searcher, question, pass >= warm);
    }
    for (const Question& question : questions) {
        std::printf("%s\t%zu", question.qid.c_str(), question.hits);
        for (const double time : question.microseconds) std::printf("\t%.1f", time);
        std::printf("\n");
    }
    std::cerr << "bench-search: " << questions.size() << " " << kind_of(questions, warm + timed)
              << " queries\n";
    return exit_found;
}

}  // namespace

int main(int argc, char** argv) {
    return nonmun::run_program("bench-search", [&] {
        return bench_search({argv + 1, argv + argc});
    });
}
