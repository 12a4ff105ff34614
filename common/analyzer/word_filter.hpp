// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <bitset>
#include <string_view>

namespace nonmun {

// Excludes written words that cannot have any of a few terms, by how the terms begin. With it, most
// of a text need not be analyzed to find the terms.
class WordFilter {
  public:
    // Adds the term of a word, stem, part or form.
    void add(std::string_view term);

    // False only if a Latin or numeric word cannot have any of the terms; for a word with several
    // pieces, only if none of the pieces can.
    bool may_have(std::string_view latin_word) const;

    // False only for a run of Hangul syllables that has none of the terms.
    bool may_have_hangul(std::string_view run) const;

  private:
    static constexpr std::size_t hangul_keys = 1 << 12;
    static constexpr std::size_t latin_keys = 1 << 14;

    std::bitset<latin_keys> latin_;    // by the first two characters
    std::bitset<hangul_keys> hangul_;  // by the first one or two syllables
};

}  // namespace nonmun
