// SPDX-License-Identifier: GPL-2.0-or-later
// Checks the quality of the ranking on the project's own small set over data/.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/relevance/metrics.hpp"
#include "tests/support/cli.hpp"

namespace nonmun::tests {
namespace {

const std::string golden_file = NONMUN_SOURCE_DIR "/tests/relevance/golden.tsv";

struct Line {
    bool must_be_first = false;
    std::string query;
    Grades grades;
};

// By line number in golden.tsv, which is the id of the query in the run.
using Lines = std::map<std::size_t, Line>;

struct Kind {
    const char* name;
    Strings ask;  // the command, up to the file of its queries
    std::size_t least_lines;
    double least_ndcg;  // the mean nDCG@10: a little below what it was when the set was made
};

void PrintTo(const Kind& kind, std::ostream* out) {
    *out << kind.name;
}

const Kind kinds[] = {
    {"search", {"search", "--queries"}, 60, 0.87},
    {"related", {"related", "--papers"}, 20, 0.87},
};

std::string place(std::size_t number) {
    return "golden.tsv:" + std::to_string(number);
}

// "2404.19756:3 2407.16674:1"
Grades read_grades(const std::string& text, std::size_t number) {
    Grades grades;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        const std::size_t colon = word.rfind(':');
        const std::string grade = colon == std::string::npos ? "" : word.substr(colon + 1);
        if (grade != "1" && grade != "2" && grade != "3") {
            ADD_FAILURE() << place(number) << ": not a graded paper: " << word;
            continue;
        }
        grades[word.substr(0, colon)] = std::stoi(grade);
    }
    return grades;
}

Lines read_lines(const std::string& kind) {
    Lines lines;
    std::size_t number = 0;
    for (const std::string& text : lines_of(read_file(golden_file))) {
        ++number;
        if (text.starts_with('#')) continue;
        std::istringstream in(text);
        std::string name, must, query, grades;
        if (!std::getline(in, name, '\t') || !std::getline(in, must, '\t') ||
            !std::getline(in, query, '\t') || !std::getline(in, grades) ||
            (must != "first" && must != "-")) {
            ADD_FAILURE() << place(number) << ": not kind, must, query and grades";
        } else if (name == kind) {
            lines[number] = {must == "first", query, read_grades(grades, number)};
        }
    }
    return lines;
}

Ranking ask(const Kind& kind, const Lines& lines) {
    const TemporaryFolder folder;
    std::string queries;
    for (const auto& [number, line] : lines)
        queries += std::to_string(number) + "\t" + line.query + "\n";
    const Outcome outcome =
        nonmun(kind.ask + Strings{folder.write("queries.tsv", queries), "--format", "trec"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return read_run(outcome.out);
}

std::string joined(const Strings& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text.empty() ? "nothing" : text;
}

Strings best_of(const Grades& grades) {
    int highest = 0;
    for (const auto& [id, grade] : grades) highest = std::max(highest, grade);
    Strings best;
    for (const auto& [id, grade] : grades) {
        if (grade == highest) best.push_back(id);
    }
    return best;
}

class Golden : public testing::TestWithParam<Kind> {};

TEST_P(Golden, PapersThatMustBeFirstAre) {
    const Kind& kind = GetParam();
    const Lines lines = read_lines(kind.name);
    ASSERT_GE(lines.size(), kind.least_lines);
    Ranking ranking = ask(kind, lines);
    double sum = 0;
    for (const auto& [number, line] : lines) {
        Strings& ranked = ranking[std::to_string(number)];
        sum += ndcg_at_10(ranked, line.grades);
        const Strings best = best_of(line.grades);
        const bool first =
            !ranked.empty() && std::find(best.begin(), best.end(), ranked.front()) != best.end();
        if (line.must_be_first && !first) {
            ranked.resize(std::min<std::size_t>(3, ranked.size()));
            ADD_FAILURE() << place(number) << ": '" << line.query << "' must find first "
                          << (best.size() > 1 ? "one of " : "") << joined(best) << "; it finds "
                          << joined(ranked);
        }
    }
    const double mean = sum / static_cast<double>(lines.size());
    std::printf("golden %s: %zu lines, nDCG@10 %.4f\n", kind.name, lines.size(), mean);
    EXPECT_GE(mean, kind.least_ndcg) << "the mean nDCG@10 of the " << kind.name << " lines";
}

TEST_P(Golden, EveryGradedPaperIsThere) {
    const std::string papers = nonmun({"export"}).out;
    for (const auto& [number, line] : read_lines(GetParam().name)) {
        EXPECT_FALSE(line.grades.empty()) << place(number);
        for (const auto& [id, grade] : line.grades) {
            EXPECT_NE(papers.find("{\"id\":\"" + id + "\""), std::string::npos)
                << place(number) << ": no paper " << id;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Golden, testing::ValuesIn(kinds),
                         [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace nonmun::tests
