// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace nonmun {

// What is known of one Korean word.
struct LexiconEntry {
    std::string_view word;
    std::uint32_t count = 0;  // distinct surface forms whose stem it is; 0: only known as a noun
    bool noun =
        false;  // seen with enough different case particles to be a noun, so never cut further
};

// The Korean words of an index: which are nouns, and which stems long words can be split into. It
// belongs to the index: a reader analyzes queries with the lexicon that the documents were analyzed
// with, or the terms would not meet. Immutable, safe to share between threads. Lookups are binary
// searches over the text that it was read from, without copies.
class Lexicon {
  public:
    Lexicon() = default;

    // From lines "word<TAB>count[<TAB>n]" in ascending byte order of the words. Throws
    // Error(version) on anything else.
    explicit Lexicon(std::string text);

    Lexicon(const Lexicon&) = delete;
    Lexicon& operator=(const Lexicon&) = delete;
    Lexicon(Lexicon&&) = default;
    Lexicon& operator=(Lexicon&&) = default;

    bool is_noun(std::string_view word) const;
    std::uint32_t stem_count(std::string_view word) const;  // 0 when unknown
    std::uint64_t total_count() const { return total_; }    // the sum of all counts

    const std::vector<LexiconEntry>& entries() const { return entries_; }
    const std::string& text() const { return *text_; }

  private:
    const LexiconEntry* find(std::string_view word) const;

    std::unique_ptr<const std::string> text_ =
        std::make_unique<const std::string>();  // entries_ points into it
    std::vector<LexiconEntry> entries_;
    std::uint64_t total_ = 0;
};

// Learns a lexicon from text: feed it everything that will be indexed, then ask for the result.
class LexiconBuilder {
  public:
    // Every Hangul run of the text counts as one surface form.
    void add(std::string_view text);

    // Adds what another builder was fed.
    void join(LexiconBuilder&& other);

    // What was learned, joined with `base` (its nouns stay nouns; of two counts the larger holds).
    Lexicon build(const Lexicon& base) const;

  private:
    std::unordered_set<std::string> forms_;
};

// The lexicon that ships with the program.
const Lexicon& base_lexicon();

}  // namespace nonmun
