// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

// Metrics of rankings with judged papers.
namespace nonmun::tests {

using Grades = std::map<std::string, int>;    // a paper's id and how well it answers; 0: not at all
using Qrels = std::map<std::string, Grades>;  // by query
using Ranking = std::map<std::string, std::vector<std::string>>;

// Parses a run in TREC format, in the order of ranks. With `related`, the query is the id of a
// paper, which is ignored in the results.
inline Ranking read_run(const std::string& text, bool related = false) {
    Ranking run;
    std::istringstream lines(text);
    std::string query, q0, document, rank, score, tag;
    while (lines >> query >> q0 >> document >> rank >> score >> tag) {
        if (!related || query != document) run[query].push_back(document);
    }
    return run;
}

inline int grade_of(const Grades& grades, const std::string& document) {
    const auto found = grades.find(document);
    return found == grades.end() ? 0 : found->second;
}

// From 0 to 1. A grade has the gain 2^grade - 1 (Burges et al., 2005).
inline double ndcg_at_10(const std::vector<std::string>& ranked, const Grades& grades) {
    const auto gain_at = [](std::size_t place, int grade) {
        return (std::exp2(grade) - 1) / std::log2(static_cast<double>(place) + 2);
    };
    std::vector<int> best;
    for (const auto& [document, grade] : grades) best.push_back(grade);
    std::sort(best.begin(), best.end(), std::greater<>());
    double gain = 0, ideal = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(10, ranked.size()); ++i)
        gain += gain_at(i, grade_of(grades, ranked[i]));
    for (std::size_t i = 0; i < std::min<std::size_t>(10, best.size()); ++i)
        ideal += gain_at(i, best[i]);
    return ideal > 0 ? gain / ideal : 0;
}

// From 0 to 1. All grades above 0 are equal.
inline double average_precision(const std::vector<std::string>& ranked, const Grades& grades) {
    double found = 0, sum = 0, relevant = 0;
    for (const auto& [document, grade] : grades) relevant += grade > 0;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
        if (grade_of(grades, ranked[i]) > 0) sum += ++found / static_cast<double>(i + 1);
    }
    return relevant > 0 ? sum / relevant : 0;
}

}  // namespace nonmun::tests
