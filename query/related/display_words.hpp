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

// Terms of the similarity model as words to show: stems as the papers write them, without function
// words.
namespace nonmun {

// English stem → the shortest word with this stem in some papers.
using SurfaceForms = std::unordered_map<std::string, std::string>;

// Reads words that begin with one of `initials` only. (A stem begins with the letter of its words.)
SurfaceForms surface_forms(const Xapian::Database& database,
                           std::span<const Xapian::docid> documents,
                           std::string_view initials = "abcdefghijklmnopqrstuvwxyz");

// At most six words that add most to the product of two vectors, best first.
std::vector<std::string> shared_words(const SimilarityModel& model, std::span<const TermWeight> a,
                                      std::span<const TermWeight> b, const SurfaceForms& forms);

// A term of the model with its weight for some purpose.
struct WeightedTerm {
    std::uint32_t term;
    double weight;
};

// By weight, descending; ties by term.
bool heavier(const WeightedTerm& a, const WeightedTerm& b);

// At most `most` distinct words for the terms, in their order, without numbers. Stems become the
// words of the first of `papers`.
std::vector<std::string> display_words(const Xapian::Database& database,
                                       const SimilarityModel& model,
                                       const std::vector<WeightedTerm>& terms,
                                       std::span<const std::uint32_t> papers, std::size_t most);

}  // namespace nonmun
