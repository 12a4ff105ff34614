// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/input_chunk.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <istream>
#include <unordered_map>

#include "common/paper_json.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "indexer/digest_parser.hpp"

namespace nonmun {
namespace {

// Bytes of JSON Lines that are read at once, about fifty papers. A chunk is the whole lines of
// them.
constexpr std::size_t chunk_size = std::size_t{1} << 17;

// Whether the first character after a byte-order mark and blanks is "{". Leaves the stream at its
// start.
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

// Merges entries with the same id. Of two entries on one day the higher votes count.
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

void ChunkReader::open() {
    const Input& input = inputs_[next_.input];
    const std::string& known = known_hashes_[next_.input];
    hash_when_opened_ = input.remembered ? content_hash(input) : std::string();
    next_.unchanged = !known.empty() && hash_when_opened_ == known;
    if (next_.unchanged) return;
    in_ = open_input(input);
    errno = 0;
    next_.json_lines = is_json_lines(in_);
    if (in_.bad()) cannot_read(input.name, std::strerror(errno));
    hasher_ = ContentHasher();
    open_ = true;
}

// Appends up to `size` bytes.
void ChunkReader::read(std::string& text, std::size_t size) {
    const std::size_t before = text.size();
    text.resize(before + size);
    errno = 0;
    in_.read(text.data() + before, static_cast<std::streamsize>(size));
    text.resize(before + static_cast<std::size_t>(in_.gcount()));
    if (in_.bad()) cannot_read(inputs_[next_.input].name, std::strerror(errno));
    hasher_.add(std::string_view(text).substr(before));
}

// Moves what follows the last line break to rest_, unless the file ends there.
void ChunkReader::read_lines(std::string& text) {
    text.swap(rest_);
    auto end = std::string::npos;
    while (in_ && end == std::string::npos) {
        const std::size_t before = text.size();
        read(text, chunk_size);
        end = std::string_view(text).substr(before).rfind('\n');
        if (end != std::string::npos)
            end += before + 1;
        else if (text.size() > longest_paper)
            text.resize(longest_paper + 1);
    }
    if (!in_) return;
    rest_ = text.substr(end);
    text.resize(end);
}

std::optional<InputChunk> ChunkReader::next() {
    if (!open_ && next_.input == inputs_.size()) return std::nullopt;
    if (!open_) open();
    InputChunk chunk = next_;
    if (open_) {
        if (chunk.json_lines) read_lines(chunk.text);
        while (!chunk.json_lines && in_) read(chunk.text, chunk_size);
        next_.first_line +=
            static_cast<std::uint64_t>(std::count(chunk.text.begin(), chunk.text.end(), '\n'));
        open_ = static_cast<bool>(in_);
    }
    if (open_) return chunk;
    chunk.last = true;
    chunk.content_hash = hash_when_opened_;
    if (!chunk.unchanged && !hash_when_opened_.empty() && hasher_.digest() != hash_when_opened_)
        changed_meanwhile(inputs_[chunk.input].name);
    next_ = {};
    next_.input = chunk.input + 1;
    return chunk;
}

void parse_json_lines(std::string_view text, const std::string& file, std::size_t first_line,
                      const PaperSink& paper, const DiagnosticSink& diagnostic) {
    std::size_t number = first_line - 1;
    for (const std::string_view whole : split(text, '\n')) {
        ++number;
        const std::string_view line = trim(whole);
        if (line.empty()) continue;
        std::optional<Paper> read;
        try {
            if (line.size() > longest_paper) throw Error(ErrorKind::input, too_long_message);
            read = paper_from_line(line);
        } catch (const Error& error) {
            if (error.kind != ErrorKind::input) throw;
            diagnostic({file, number, error.what()});
        }
        if (read) paper(std::move(*read));
    }
}

void parse_chunk(const InputChunk& chunk, const std::string& file, const PaperSink& paper,
                 const DiagnosticSink& diagnostic) {
    if (chunk.json_lines) {
        parse_json_lines(chunk.text, file, chunk.first_line, paper, diagnostic);
        return;
    }
    Digest digest = parse_digest(chunk.text, file);
    for (Diagnostic& flaw : digest.diagnostics) diagnostic(std::move(flaw));
    for (Paper& read : distinct_papers(std::move(digest.entries))) paper(std::move(read));
}

}  // namespace nonmun
