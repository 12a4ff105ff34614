// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "query/related/similarity_model.hpp"

namespace nonmun {

// An English stem → the shortest word of it that stands in some papers.
using WrittenWords = std::unordered_map<std::string, std::string>;

// Of words that begin with one of `initials`, which is what their stems begin with too.
WrittenWords written_words(const Xapian::Database& database,
                           std::span<const Xapian::docid> documents,
                           std::string_view initials = "abcdefghijklmnopqrstuvwxyz");

// The words that add most to the likeness of two vectors, at most six, best first, as a person
// reads them; no function words.
std::vector<std::string> shared_words(const SimilarityModel& model, std::span<const TermWeight> a,
                                      std::span<const TermWeight> b, const WrittenWords& written);

// A term of a model, and how much it says of something.
struct WeightedTerm {
    std::uint32_t term;
    double weight;
};

// Heavier first; equal ones in the order of the model.
bool heavier(const WeightedTerm& a, const WeightedTerm& b);

// The terms as a person reads them, in their order, each once and `most` at most: words in place of
// stems, as the first of these papers spell them; without function words and numbers.
std::vector<std::string> readable_words(const Xapian::Database& database,
                                        const SimilarityModel& model,
                                        const std::vector<WeightedTerm>& terms,
                                        std::span<const std::uint32_t> papers, std::size_t most);

}  // namespace nonmun
