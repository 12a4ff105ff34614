// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nonmun {

// A paper's words in their order, one number each, as a value of the index: what stands next to
// what, and in which written form. Ranking reads it of its best candidates and phrases of the
// papers that have their words, at a tenth of what position lists cost in time and a third of what
// they take on disk.
//
// The sequence holds the title, a gap, and each summary item with a gap behind it; then, where
// there are any, `words_within` and pairs of syllables in which words may stand. A number is 16
// bits of the hash (XXH3) of a stem or part with its prefix, and above them 8 bits of the hash of
// the written word that it was found in; it takes three bytes. Two terms share a hash once in
// 65,536 pairs. A sequence is read of papers that are known to have the terms looked for, so that a
// hash in common can only tell a wrong place: a paper that has a word in its title alone has it by
// its hash in a summary of 150 words too with a chance of 0.2 %.
using SequenceToken = std::uint32_t;

inline constexpr SequenceToken sequence_gap = 0;
inline constexpr SequenceToken term_bits = 0xFFFF;
inline constexpr int form_shift = 16;
inline constexpr std::size_t token_bytes = 3;
inline constexpr SequenceToken words_within = 0xFF0000;

// Words on two sides of a gap are so many places apart: farther than any two that may be near
// (query/search/near_terms).
inline constexpr std::uint32_t gap_places = 16;

// `term` as it stands in the index; `form` is the folded word, particles and endings included.
// Never a gap nor words_within.
SequenceToken sequence_token(std::string_view term, std::string_view form);

void append_token(std::string& value, SequenceToken token);

// The numbers of such a value, without copying it; a damaged one ends before its broken rest.
class TokenSequence {
  public:
    explicit TokenSequence(std::string_view value)
        : bytes_(value.data()), size_(value.size() / token_bytes) {}

    std::size_t size() const { return size_; }

    SequenceToken operator[](std::size_t i) const {
        const auto* at = reinterpret_cast<const unsigned char*>(bytes_ + i * token_bytes);
        return at[0] | static_cast<SequenceToken>(at[1]) << 8 |
               static_cast<SequenceToken>(at[2]) << 16;
    }

  private:
    const char* bytes_;
    std::size_t size_;
};

}  // namespace nonmun
