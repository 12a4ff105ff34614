// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace nonmun {

// A Korean word.
struct LexiconEntry {
    std::string_view word;
    std::uint32_t count = 0;  // distinct surface forms with this stem; 0: only known as a noun
    bool noun = false;  // occurs with enough different case particles; a noun is never cut further
};

// The Korean words of an index: its nouns, and the stems that long words can be split into. The
// index stores it, because queries must be analyzed with the same lexicon as the documents.
// Immutable, thread safe. Lookups are binary searches in the text that it was read from.
class Lexicon {
  public:
    Lexicon() = default;

    // Reads lines "word<TAB>count[<TAB>n]" in byte order of the words. Throws Error(version) on
    // anything else.
    explicit Lexicon(std::string text);

    bool is_noun(std::string_view word) const;
    std::uint32_t stem_count(std::string_view word) const;  // 0 for an unknown word
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

// Learns a lexicon from all texts that will be indexed.
class LexiconBuilder {
  public:
    // Adds every Hangul run of the text as a surface form.
    void add(std::string_view text);

    // Adds the texts of another builder.
    void join(LexiconBuilder&& other);

    // The learned lexicon, merged with `base`: nouns of either are nouns, and the larger count
    // wins.
    Lexicon build(const Lexicon& base) const;

  private:
    std::unordered_set<std::string> forms_;
};

// The lexicon that ships with the program.
const Lexicon& base_lexicon();

}  // namespace nonmun
