// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/piece.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <istream>
#include <unordered_map>

#include "indexer/digest_parser.hpp"

namespace nonmun {
namespace {

// Bytes of JSON Lines read at once: some fifty papers. A piece is what is whole of them.
constexpr std::size_t piece_size = std::size_t{1} << 17;

// Whether the first character behind a byte-order mark and blanks is "{". Leaves the stream at its
// beginning.
bool is_json_lines(std::istream& in) {
    char mark[3] = {};
    in.read(mark, sizeof mark);
    if (in.bad()) return false;
    in.clear();
    if (std::string_view(mark, sizeof mark) != "\xEF\xBB\xBF") in.seekg(0);
    char c = 0;
    while (in.get(c) && std::isspace(static_cast<unsigned char>(c))) {
    }
    const bool json = in && c == '{';
    in.clear();
    in.seekg(0);
    return json;
}

// One paper an id: of two entries on one day the higher votes hold.
std::vector<Paper> distinct_papers(std::vector<Paper>&& entries) {
    std::vector<Paper> papers;
    std::unordered_map<std::string, std::size_t> places;
    for (Paper& entry : entries) {
        const auto [place, added] = places.try_emplace(entry.id, papers.size());
        if (added) {
            papers.push_back(std::move(entry));
            continue;
        }
        Paper& paper = papers[place->second];
        for (const Appearance& before : paper.appearances) {
            Appearance& now = entry.appearances.front();
            if (before.date == now.date) now.votes = std::max(now.votes, before.votes);
        }
        merge_into(paper, entry);
    }
    return papers;
}

}  // namespace

bool PieceReader::open_next() {
    next_piece_.input = static_cast<std::uint32_t>(hashes_.size());
    errno = 0;
    if (next_piece_.input == inputs_.size()) return false;
    in_ = open_input(inputs_[next_piece_.input]);
    next_piece_.json_lines = is_json_lines(in_);
    if (in_.bad()) cannot_read(inputs_[next_piece_.input].name, std::strerror(errno));
    next_piece_.offset = 0;
    next_piece_.first_line = 1;
    hasher_.emplace();
    rest_.clear();
    open_ = true;
    return true;
}

// Appends up to `size` bytes.
void PieceReader::read(std::string& text, std::size_t size) {
    const std::size_t before = text.size();
    text.resize(before + size);
    errno = 0;
    in_.read(text.data() + before, static_cast<std::streamsize>(size));
    text.resize(before + static_cast<std::size_t>(in_.gcount()));
    if (in_.bad()) cannot_read(inputs_[next_piece_.input].name, std::strerror(errno));
}

// Leaves what stands behind the last line break in rest_, unless the file ends there.
void PieceReader::read_lines(std::string& text) {
    text.swap(rest_);
    rest_.clear();
    auto end = std::string::npos;
    while (in_ && end == std::string::npos) {
        const std::size_t before = text.size();
        read(text, piece_size);
        end = std::string_view(text).substr(before).rfind('\n');
        if (end != std::string::npos) end += before + 1;
    }
    if (!in_) return;
    rest_ = text.substr(end);
    text.resize(end);
}

std::optional<Piece> PieceReader::next(std::string& text) {
    text.clear();
    if (!open_ && !open_next()) return std::nullopt;
    if (next_piece_.json_lines) {
        read_lines(text);
    } else {
        while (in_) read(text, piece_size);
    }
    hasher_->add(text);
    Piece piece = next_piece_;
    piece.size = text.size();
    piece.hash = content_hash(text);
    next_piece_.offset += text.size();
    next_piece_.first_line +=
        static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
    if (!in_) {
        hashes_.push_back(hasher_->digest());
        open_ = false;
    }
    return piece;
}

std::string read_piece(const Input& input, const Piece& piece) {
    std::ifstream in = open_input(input);
    in.seekg(static_cast<std::streamoff>(piece.offset));
    std::string text(piece.size, '\0');
    errno = 0;
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) cannot_read(input.name, std::strerror(errno));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (content_hash(text) != piece.hash) changed_meanwhile(input.name);
    return text;
}

void read_papers(const Input& input, const Piece& piece, std::string_view text,
                 const PaperSink& paper, const DiagnosticSink& diagnostic) {
    if (piece.json_lines) {
        read_json_lines(text, input.name, piece.first_line, paper, diagnostic);
        return;
    }
    Digest digest = parse_digest(text, input.name);
    for (Diagnostic& flaw : digest.diagnostics) diagnostic(std::move(flaw));
    for (Paper& read : distinct_papers(std::move(digest.entries))) paper(std::move(read));
}

}  // namespace nonmun
