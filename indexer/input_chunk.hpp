// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/paper.hpp"
#include "indexer/content_hash.hpp"
#include "indexer/input.hpp"

namespace nonmun {

// A part of an input that can be parsed by itself: a whole digest, or whole lines of JSON Lines.
struct InputChunk {
    std::uint32_t input = 0;       // place in the list of inputs
    bool json_lines = false;       // otherwise a digest
    bool unchanged = false;        // the input has the content hash that was expected; no text
    bool last = false;             // of its input
    std::uint64_t first_line = 1;  // counted from 1
    std::string text;
    std::string content_hash;  // of the whole input, in its last chunk; "" when not remembered
};

// Cuts inputs into chunks, in order; each input gives one or more. Holds one chunk in memory, and
// of a line that is too long only as much as shows that.
class ChunkReader {
  public:
    // `known_hashes`: the content hash of each input when it was last indexed, "" for never. Inputs
    // that still have it are not read.
    ChunkReader(const std::vector<Input>& inputs, std::vector<std::string> known_hashes)
        : inputs_(inputs), known_hashes_(std::move(known_hashes)) {}

    // nullopt after the last chunk. Throws Error(input) when a file cannot be read, or changes
    // while it is read.
    std::optional<InputChunk> next();

  private:
    void open();
    void read(std::string& text, std::size_t size);
    void read_lines(std::string& text);

    const std::vector<Input>& inputs_;
    const std::vector<std::string> known_hashes_;
    InputChunk next_;  // where the next chunk starts, without its text
    bool open_ = false;
    std::ifstream in_;
    std::string rest_;              // read already, belongs to the next chunk
    std::string hash_when_opened_;  // "" for an input that is not remembered
    ContentHasher hasher_;          // of what was read of the open input
};

using PaperSink = std::function<void(Paper&&)>;

// Parses JSON Lines (the schema of common/paper_json), one paper on each line; blank lines are
// allowed. A line that is not a paper, or is too long, becomes a diagnostic with `file` and its
// line number, counted from `first_line`; the other lines are kept.
void parse_json_lines(std::string_view text, const std::string& file, std::size_t first_line,
                      const PaperSink& paper, const DiagnosticSink& diagnostic);

// Parses a chunk. Entries with one id in one digest become one paper.
void parse_chunk(const InputChunk& chunk, const std::string& file, const PaperSink& paper,
                 const DiagnosticSink& diagnostic);

}  // namespace nonmun
