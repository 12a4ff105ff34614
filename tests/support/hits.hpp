// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "query/render/json.hpp"

// Answers for the tests of the renderers, and functions that read answers.
namespace nonmun::tests {

inline Json hit_json(const Hit& hit) {
    return Json::parse(hit_line(hit));
}
inline Json hits_json(const HitList& list) {
    return Json::parse(hits_line(list));
}

// A part of the hit's score, which must exist.
inline double part_of(const Hit& hit, const std::string& name) {
    for (const ScorePart& part : hit.parts) {
        if (part.name == name) return part.value;
    }
    ADD_FAILURE() << "no part " << name;
    return 0;
}

// Markup, a formula, line ends and terminal commands.
inline const std::string hostile =
    "[x](http://evil)*_`<img src=x onerror=alert(1)>|\\#~$&\x1b[31m\r\n\xe2\x80\xae, \"quoted\"";

inline Hit plain_hit() {
    Hit hit;
    hit.paper.id = "2404.19756";
    hit.paper.title = "KAN: Kolmogorov-Arnold Networks";
    hit.paper.url = "https://arxiv.org/abs/2404.19756";
    hit.paper.date = Date{2024, 5, 1};
    hit.paper.votes = 23;
    hit.paper.authors = {"Ziming Liu", "Max Tegmark"};
    hit.paper.summary = {{std::nullopt, "이 모델을 쓴다"}};
    hit.paper.appearances = {{hit.paper.date, hit.paper.votes, hit.paper.title}};
    hit.rank = 1;
    hit.score = 1.5;
    hit.parts = {{"relevance", 1.25}, {"votes", 0.25}};
    hit.snippet = {"이 모델을 쓴다", {{4, 10}}};
    return hit;
}

inline Hit hostile_hit() {
    Hit hit = plain_hit();
    hit.paper.id = "hostile";
    hit.paper.title = hostile;
    hit.paper.url = "https://example.org/a b)(\"<>\n";
    hit.paper.authors = {"=cmd|' /C calc'!A0", hostile};
    hit.paper.summary = {{hostile, hostile}};
    hit.snippet = {hostile, {{1, 2}}};
    hit.shared_terms = {hostile};
    hit.shared_authors = {hostile};
    hit.rank = 2;
    return hit;
}

// Long words and long titles of wide and narrow letters.
inline Hit long_hit() {
    Hit hit = plain_hit();
    hit.paper.id = std::string(50, '9');
    hit.paper.title =
        "가나다라마바사아자차카타파하가나다라마바사아자차카타파하 " + std::string(90, 'x');
    for (int i = 0; i < 30; ++i) hit.paper.authors.push_back("Author Number " + std::to_string(i));
    std::string text;
    for (int i = 0; i < 40; ++i) text += "모델을 학습하는 transformer, ";
    hit.paper.summary.push_back({"What's New", text});
    hit.snippet = {text, {{0, 6}, {10, 16}}};
    hit.shared_terms = {"강화", "학습", std::string(70, 'y')};
    hit.shared_authors = hit.paper.authors;
    hit.rank = 1000;
    return hit;
}

inline HitList list_of(std::vector<Hit> hits) {
    HitList list;
    list.total = hits.size();
    list.hits = std::move(hits);
    return list;
}

inline std::vector<Facet> some_facets() {
    return {{"month", {{"2024-04", 1}, {"2024-05", 120}}, 0},
            {"author", {{hostile, 120}, {std::string(90, 'x'), 7}}, 41},
            {"section", {}, 0}};
}

inline AuthorAnswer author_answer(const Hit& hit) {
    AuthorProfile profile;
    profile.author = {hit.paper.authors.front(), {hostile, "Max T. Tegmark"}, 2};
    profile.papers = list_of({hit});
    profile.coauthors = {{hit.paper.authors.back(), {}, 3}, {hostile, {}, 1}};
    profile.related = list_of({hit});
    return {profile, {{hostile, {}, 1}}};
}

}  // namespace nonmun::tests
