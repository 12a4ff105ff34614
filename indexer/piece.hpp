// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/content_hash.hpp"
#include "indexer/input.hpp"

namespace nonmun {

// A part of an input that can be read by itself: a whole digest, or whole lines of JSON Lines.
struct Piece {
    std::uint32_t input = 0;       // its place in the list of inputs
    bool json_lines = false;       // or a digest
    std::uint64_t offset = 0;      // bytes
    std::uint64_t size = 0;        // bytes
    std::uint64_t first_line = 1;  // counted from 1
    std::string hash;              // content_hash of its text
};

// Cuts inputs into pieces, in order, each input into one or more. Reads every byte once, and has
// one piece in memory. Throws Error(input) when a file cannot be read.
class PieceReader {
  public:
    explicit PieceReader(const std::vector<Input>& inputs) : inputs_(inputs) {}

    // The next piece, its text in `text`; nullopt behind the last.
    std::optional<Piece> next(std::string& text);

    // The content_hash of each input, of those that were read to their end.
    const std::vector<std::string>& hashes() const { return hashes_; }

  private:
    bool open_next();
    void read(std::string& text, std::size_t size);
    void read_lines(std::string& text);

    const std::vector<Input>& inputs_;
    std::vector<std::string> hashes_;
    std::ifstream in_;
    bool open_ = false;
    Piece next_piece_;                     // the piece that comes next, but for its size and hash
    std::string rest_;                     // read, but behind the last piece
    std::optional<ContentHasher> hasher_;  // of the input that is open
};

// The text of a piece, read anew. Throws Error(input) when the file cannot be read, or is not what
// it was.
std::string read_piece(const Input& input, const Piece& piece);

// The papers of a piece's text. Entries with one id in one digest come as one paper.
void read_papers(const Input& input, const Piece& piece, std::string_view text,
                 const PaperSink& paper, const DiagnosticSink& diagnostic);

}  // namespace nonmun
