// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/compound_split.hpp"

#include <cmath>
#include <limits>

#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::size_t min_part = 2 * syllable_bytes;
constexpr std::size_t max_compound = 16 * syllable_bytes;  // the time is quadratic in the length

std::string term_of_part(std::string_view part) {
    return prefixed(row_of(Field::any).prefix, part);
}

// A split of the beginning of a word.
struct Split {
    double score = -std::numeric_limits<double>::infinity();  // log probability of its parts
    std::vector<std::string> parts;
};

// Appends the parts of `piece` to `split`. False if the index lacks one of them.
bool append_parts(Split& split, const std::string& piece, Analyzer& analyzer,
                  const Xapian::Database& database) {
    const Tokens tokens = analyzer.analyze(piece);
    bool any = false;
    for (const Token& token : tokens.list) {
        if (token.kind != TokenKind::part || token.compound) continue;
        const std::string_view part = tokens.term(token);
        const double frequency = database.get_termfreq(term_of_part(part));
        if (frequency == 0) return false;
        split.score += std::log(frequency / database.get_doccount());
        split.parts.emplace_back(part);
        any = true;
    }
    return any;
}

// The parts of the best split of a word; empty if there is none.
std::vector<std::string> best_split(const std::string& word, Analyzer& analyzer,
                                    const Xapian::Database& database) {
    std::vector<Split> best(word.size() + 1);  // by the end of what is split
    best[0].score = 0;
    for (std::size_t begin = 0; begin < word.size(); begin += syllable_bytes) {
        if (best[begin].parts.empty() && begin > 0) continue;
        for (std::size_t end = begin + min_part; end <= word.size(); end += syllable_bytes) {
            if (end - begin == word.size()) continue;
            Split split = best[begin];
            const std::string piece = word.substr(begin, end - begin);
            if (append_parts(split, piece, analyzer, database) && split.score > best[end].score)
                best[end] = std::move(split);
        }
    }
    return best.back().parts;
}

}  // namespace

void split_unknown(std::vector<QueryWord>& words, Analyzer& analyzer,
                   const Xapian::Database& database) {
    for (QueryWord& word : words) {
        std::vector<QueryStem> stems;
        for (const QueryStem& stem : word.stems) {
            std::vector<std::string> parts;
            if (stem.hangul && stem.text.size() >= 2 * min_part &&
                stem.text.size() <= max_compound && !database.term_exists(term_of_part(stem.text)))
                parts = best_split(stem.text, analyzer, database);
            if (parts.empty()) parts.push_back(stem.text);
            for (std::string& part : parts)
                stems.push_back({std::move(part), stem.hangul, stem.form});
        }
        word.stems = std::move(stems);
    }
}

}  // namespace nonmun
