// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

#include "indexer/input_chunk.hpp"

namespace nonmun::tests {

// All papers of an input, as an indexing run reads them.
inline void read_papers(const Input& input, const PaperSink& paper,
                        const DiagnosticSink& diagnostic) {
    const std::vector<Input> inputs{input};
    ChunkReader reader(inputs, {""});
    while (const auto chunk = reader.next()) parse_chunk(*chunk, input.name, paper, diagnostic);
}

}  // namespace nonmun::tests
