// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "common/paper.hpp"

// The JSON schema of a paper: the members of each object, in the order in which they are written.
// The writer and both readers (common/paper_line, common/paper_json) and the published schema
// (docs/paper.schema.json) follow from these rows. A new member is one row here.
namespace nonmun {

struct Member {
    consteval Member(const char* member_name, const char* about = "", const char* more_rules = "")
        : name(member_name), description(about), rules(more_rules) {
        std::size_t at = 0;
        key_[at++] = ',';
        key_[at++] = '"';
        for (const char c : name) key_[at++] = c;
        key_[at++] = '"';
        key_[at++] = ':';
        size_ = at;
    }

    // `"NAME":`, after a comma unless it is the first member.
    constexpr std::string_view key(bool first) const {
        return std::string_view(key_, size_).substr(first ? 1 : 0);
    }

    std::string_view name;
    const char* description;  // for the published schema
    const char* rules;        // what the schema demands beyond the type: members of a JSON object

  private:
    char key_[24] = {};
    std::size_t size_ = 0;
};

// Calls visit(Member, value) for every member of a paper, or of one of the objects in it.
template <typename Object, typename Visit>
void for_each_member(Object& object, Visit visit) {
    using Type = std::remove_const_t<Object>;
    if constexpr (std::is_same_v<Type, Paper>) {
        visit(Member("id", "", R"("minLength":1)"), object.id);
        visit(Member("title", "As written, including TeX"), object.title);
        visit(Member("url", "As written; it may not be a valid web address"), object.url);
        visit(Member("date", "The first day on which a digest listed the paper"), object.date);
        visit(Member("votes"), object.votes);
        visit(Member("authors"), object.authors);
        visit(Member("media"), object.media);
        visit(Member("summary"), object.summary);
        visit(Member("appearances", "", R"("minItems":1)"), object.appearances);
    } else if constexpr (std::is_same_v<Type, Media>) {
        visit(Member("kind", "", R"("enum":["image","video"])"), object.kind);
        visit(Member("url", "As written; it may be relative"), object.url);
    } else if constexpr (std::is_same_v<Type, SummaryItem>) {
        visit(Member("section"), object.section);
        visit(Member("text"), object.text);
    } else {
        static_assert(std::is_same_v<Type, Appearance>);
        visit(Member("date"), object.date);
        visit(Member("votes"), object.votes);
        visit(Member("title"), object.title);
    }
}

}  // namespace nonmun
