// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/spelling.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>

#include "common/fields.hpp"
#include "common/unicode.hpp"
#include "query/language/hangul_letters.hpp"
#include "query/language/prefix.hpp"

namespace nonmun {
namespace {

constexpr std::size_t max_corrections = 8;

// The set of letters of a word. An edit changes at most two of them.
std::uint32_t letter_set(std::string_view word) {
    std::uint32_t set = 0;
    for (const char c : word) set |= std::uint32_t{1} << (static_cast<unsigned char>(c) % 32);
    return set;
}

// Collects the corrections of one word.
class Neighbours {
  public:
    Neighbours(std::string_view letters, std::size_t most)
        : letters_(letters), most_(most), set_(letter_set(letters)) {}

    // The distance; 0 if it is too great.
    std::size_t distance(std::string_view letters) const {
        const auto [less, more] = std::minmax({letters.size(), letters_.size()});
        const int differing = std::popcount(set_ ^ letter_set(letters));
        if (more - less > most_ || differing > static_cast<int>(2 * most_)) return 0;
        const std::size_t distance = edit_distance(letters_, letters, most_);
        return distance > most_ ? 0 : distance;
    }

    void add(std::string word, std::size_t distance, Xapian::doccount frequency) {
        const double cost = std::pow(edit_cost, static_cast<double>(distance));
        found_.push_back({std::move(word), frequency / cost});
    }

    std::vector<Correction> best() {
        std::sort(found_.begin(), found_.end(), [](const Correction& a, const Correction& b) {
            return a.score != b.score ? a.score > b.score : a.word < b.word;
        });
        found_.resize(std::min(found_.size(), max_corrections));
        return std::move(found_);
    }

  private:
    std::string letters_;
    std::size_t most_;
    std::uint32_t set_;
    std::vector<Correction> found_;
};

// The beginnings of words within one edit of the beginning of `word`. None is a prefix of another.
std::vector<std::string> beginnings(std::string_view word) {
    const std::string first(word.substr(0, 1));
    const std::string second(word.substr(1, 1));
    std::set<std::string> others = {second + first + std::string(word.substr(2, 1))};
    others.insert(std::string(word.substr(1, 3)));
    for (char c = 'a'; c <= 'z'; ++c) {
        others.insert(c + std::string(word.substr(0, 2)));
        others.insert(c + std::string(word.substr(1, 2)));
    }
    std::vector<std::string> all = {first};
    for (const std::string& other : others) {
        if (!other.starts_with(first) && !other.starts_with(all.back())) all.push_back(other);
    }
    return all;
}

}  // namespace

bool is_latin(std::string_view word) {
    return !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::vector<Correction> latin_corrections(const Xapian::Database& database, std::string_view prefix,
                                          std::string_view word) {
    Neighbours neighbours(word, word.size() <= 5 ? 1 : 2);
    for (const std::string& beginning : beginnings(word)) {
        const std::string start = prefixed(prefix, beginning);
        for (auto term = database.allterms_begin(start); term != database.allterms_end(start);
             ++term) {
            std::string other = (*term).substr(prefix.size());
            if (!is_latin(other)) continue;
            const std::size_t distance = neighbours.distance(other);
            if (distance > 0) neighbours.add(std::move(other), distance, term.get_termfreq());
        }
    }
    return neighbours.best();
}

std::vector<Correction> hangul_corrections(const Xapian::Database& database,
                                           std::string_view prefix, std::string_view word) {
    const char32_t first = code_point_at(word, 0).value;
    if (!is_hangul_syllable(first)) return {};
    const SyllableLetters letters = letters_of(first);
    std::vector<SyllableRange> same_initial = {
        {syllable_of({letters.initial, 0, 0}),
         syllable_of({letters.initial, vowel_count - 1, final_count - 1})}};
    std::vector<SyllableRange> other_initials;
    for (int initial = 0; initial < initial_count; ++initial) {
        const char32_t other = syllable_of({initial, letters.vowel, letters.final});
        if (initial != letters.initial) other_initials.push_back({other, other});
    }
    Budget no_limit;
    Neighbours neighbours(letter_string(word), word.size() <= 2 * syllable_bytes ? 1 : 2);
    for (const auto& ranges : {same_initial, other_initials}) {
        for (PrefixTerm& term : terms_fitting(database, prefix, {ranges}, no_limit)) {
            const std::size_t distance = neighbours.distance(letter_string(term.term));
            if (distance > 0) neighbours.add(std::move(term.term), distance, term.frequency);
        }
    }
    return neighbours.best();
}

std::size_t edit_distance(std::string_view first, std::string_view second, std::size_t max_edits) {
    const auto [shorter, longer] = std::minmax({first.size(), second.size()});
    if (longer - shorter > max_edits) return max_edits + 1;
    const std::size_t width = second.size() + 1;
    // Three rows: a swap needs the row before the previous one.
    thread_local std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) row.resize(std::max(row.size(), width));
    for (std::size_t j = 0; j < width; ++j) rows[0][j] = j;
    for (std::size_t i = 1; i <= first.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j < width; ++j) {
            std::size_t edits = std::min({above[j] + 1, row[j - 1] + 1,
                                          above[j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1)});
            const bool swapped =
                i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1];
            if (swapped) edits = std::min(edits, two_above[j - 2] + 1);
            row[j] = edits;
            least = std::min(least, edits);
        }
        if (least > max_edits) return max_edits + 1;
    }
    return std::min(rows[first.size() % 3][second.size()], max_edits + 1);
}

}  // namespace nonmun
