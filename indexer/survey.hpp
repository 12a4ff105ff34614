// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "common/analyzer/lexicon.hpp"
#include "common/paper.hpp"
#include "indexer/paper_register.hpp"
#include "indexer/piece.hpp"

namespace nonmun {

// Told how many papers of about how many are done.
using PaperProgress = std::function<void(std::size_t done, std::size_t all)>;

// About how many papers there are, when `papers` were in the first `bytes` of `all_bytes`.
std::size_t estimated_papers(std::size_t papers, std::uint64_t bytes, std::uint64_t all_bytes);

// What a new index has to know of all its papers before the first is written.
struct Survey {
    std::vector<Piece> pieces;                // of all inputs, in order
    std::vector<std::uint32_t> first_entry;   // by piece, and one more: the number of entries
    std::vector<std::string> content_hashes;  // by input
    PaperRegister papers;
    Lexicon lexicon;
    std::vector<Paper> sample;  // the first entries, for the glossary
    std::size_t diagnostics = 0;
};

struct SurveyOptions {
    std::size_t jobs = 1;
    bool no_base = false;  // learn the lexicon from the input alone
    DiagnosticSink on_diagnostic;
    PaperProgress on_papers;
};

// Reads everything once. The same for any number of jobs; diagnostics come in the order of the
// input. Throws Error(input) for a file that cannot be read.
Survey survey(const std::vector<Input>& inputs, const SurveyOptions& options);

}  // namespace nonmun
