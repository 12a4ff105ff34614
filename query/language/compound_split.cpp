// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/compound_split.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::size_t least_part = 2 * syllable_bytes;
constexpr std::size_t longest_compound =
    16 * syllable_bytes;  // the search for splits grows with its square

// A way to read the beginning of a word.
struct Reading {
    double score = -std::numeric_limits<double>::infinity();  // log probability of its parts
    std::vector<std::string> parts;
};

class Splitter {
  public:
    Splitter(Analyzer& analyzer, const Xapian::Database& database)
        : analyzer_(analyzer), database_(database), documents_(database.get_doccount()) {}

    bool is_known(const std::string& part) const {
        return database_.term_exists(prefixed(row_of(Field::any).prefix, part));
    }

    // The parts of the best split; none when there is no split into known parts.
    std::optional<std::vector<std::string>> split(const std::string& word) {
        std::vector<Reading> readings(word.size() + 1);
        readings[0].score = 0;
        for (std::size_t begin = 0; begin < word.size(); begin += syllable_bytes) {
            if (readings[begin].parts.empty() && begin > 0) continue;
            for (std::size_t end = begin + least_part; end <= word.size(); end += syllable_bytes) {
                if (end - begin == word.size()) continue;
                extend(readings, begin, end, word.substr(begin, end - begin));
            }
        }
        if (readings.back().parts.empty()) return std::nullopt;
        return readings.back().parts;
    }

  private:
    void extend(std::vector<Reading>& readings, std::size_t begin, std::size_t end,
                const std::string& piece) {
        Reading reading = readings[begin];
        const Tokens tokens = analyzer_.analyze(piece);
        bool any = false;
        for (const Token& token : tokens.list) {
            if (token.kind != TokenKind::part || token.compound) continue;
            const std::string part(tokens.term(token));
            const double frequency =
                database_.get_termfreq(prefixed(row_of(Field::any).prefix, part));
            if (frequency == 0) return;
            reading.score += std::log(frequency / documents_);
            reading.parts.push_back(part);
            any = true;
        }
        if (any && reading.score > readings[end].score) readings[end] = std::move(reading);
    }

    Analyzer& analyzer_;
    const Xapian::Database& database_;
    double documents_;
};

}  // namespace

void split_unknown(std::vector<QueryWord>& words, Analyzer& analyzer,
                   const Xapian::Database& database) {
    Splitter splitter(analyzer, database);
    for (QueryWord& word : words) {
        std::vector<std::string> stems;
        std::vector<bool> hangul;
        std::vector<std::string> forms;
        for (std::size_t i = 0; i < word.stems.size(); ++i) {
            const std::string& stem = word.stems[i];
            const bool whole = !word.hangul[i] || stem.size() < 2 * least_part ||
                               stem.size() > longest_compound || splitter.is_known(stem);
            const auto parts = whole ? std::nullopt : splitter.split(stem);
            if (parts) {
                stems.insert(stems.end(), parts->begin(), parts->end());
            } else {
                stems.push_back(stem);
            }
            hangul.resize(stems.size(), word.hangul[i]);
            forms.resize(stems.size(), word.forms[i]);
        }
        word.stems = std::move(stems);
        word.hangul = std::move(hangul);
        word.forms = std::move(forms);
    }
}

}  // namespace nonmun
