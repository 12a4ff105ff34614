// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/author_name.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

// "Wang, Wei" as "Wei Wang"; other names as they are.
std::string given_name_first(std::string_view name) {
    const auto comma = name.find(',');
    if (comma == std::string_view::npos) return std::string(name);
    return std::string(trim(name.substr(comma + 1))) + " " +
           std::string(trim(name.substr(0, comma)));
}

bool agrees(const std::string& one, const std::string& other) {
    if (is_initial(one)) return other.starts_with(one);
    if (is_initial(other)) return one.starts_with(other);
    return one == other;
}

// The start of the least rotation, in linear time: compares two candidates, and moves the greater
// one past the characters that were equal.
std::size_t least_rotation(const std::u32string& text) {
    const std::size_t size = text.size();
    std::size_t one = 0;
    std::size_t other = 1;
    std::size_t same = 0;
    while (one < size && other < size && same < size) {
        const char32_t a = text[(one + same) % size];
        const char32_t b = text[(other + same) % size];
        if (a == b) {
            ++same;
            continue;
        }
        (a > b ? one : other) += same + 1;
        if (one == other) ++other;
        same = 0;
    }
    return std::min(one, other);
}

std::string make_author_key(std::string_view name) {
    std::u32string letters;
    for (const std::string& word : author_words(name)) {
        for (const CodePoint c : code_points(word)) letters += c.value;
    }
    std::string key;
    const std::size_t start = least_rotation(letters);
    for (std::size_t i = 0; i < letters.size(); ++i)
        append_utf8(key, letters[(start + i) % letters.size()]);
    return key;
}

}  // namespace

bool is_initial(const std::string& word) {
    return code_point_at(word, 0).end == word.size();
}

std::vector<std::string> author_words(std::string_view name) {
    const std::string folded = fold_accents(given_name_first(name));
    std::vector<std::string> words;
    std::string word;
    for (const CodePoint c : code_points(folded)) {
        const auto value = static_cast<UChar32>(c.value);
        if (u_isalnum(value) || (U_GET_GC_MASK(value) & (U_GC_MN_MASK | U_GC_MC_MASK))) {
            word.append(folded, c.begin, c.end - c.begin);
        } else if (c.value == '\'' || c.value == 0x2019) {
            // O'Brien is one word.
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::string author_key(std::string_view name) {
    constexpr std::size_t most_known = 1 << 16;
    constexpr std::size_t longest_known = 100;  // bytes; longer names are rare or hostile
    if (name.size() > longest_known) return make_author_key(name);
    // One cache for all threads: most names recur while indexing and while counting facets.
    static std::shared_mutex mutex;
    static std::unordered_map<std::string, std::string> known;
    std::string spelling(name);
    {
        const std::shared_lock lock(mutex);
        if (const auto found = known.find(spelling); found != known.end()) return found->second;
    }
    std::string key = make_author_key(name);
    const std::unique_lock lock(mutex);
    if (known.size() >= most_known) known.clear();
    known.insert_or_assign(std::move(spelling), key);
    return key;
}

bool may_be_initials_of(std::string_view one, std::string_view other) {
    std::vector<std::string> shorter = author_words(one);
    std::vector<std::string> longer = author_words(other);
    if (shorter.size() > longer.size()) std::swap(shorter, longer);
    if (shorter.size() < 2 || shorter.back() != longer.back() || shorter == longer) return false;
    const bool has_initial = std::any_of(shorter.begin(), shorter.end() - 1, is_initial) ||
                             std::any_of(longer.begin(), longer.end() - 1, is_initial);
    if (!has_initial) return false;
    // Given names are matched in order; the longer name may have more of them ("J. Smith" for "John
    // A. Smith").
    for (std::size_t i = 0; i + 1 < shorter.size(); ++i) {
        if (!agrees(shorter[i], longer[i])) return false;
    }
    return author_key(one) != author_key(other);
}

std::vector<std::string> distinct_names(const std::vector<std::string>& names) {
    std::unordered_set<std::string> seen;
    std::vector<std::string> distinct;
    for (const std::string& name : names) {
        const std::string_view trimmed = trim(name);
        if (trimmed.empty() || trimmed == "+") continue;
        std::string key = author_key(trimmed);
        if (key.empty()) key = trimmed;
        if (seen.insert(key).second) distinct.emplace_back(trimmed);
    }
    return distinct;
}

}  // namespace nonmun
