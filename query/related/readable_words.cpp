// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/readable_words.hpp"

#include <algorithm>

#include "common/analyzer/stop_words.hpp"

namespace nonmun {
namespace {

// So many papers' spellings are looked at.
constexpr std::size_t spelling_papers = 25;
constexpr std::size_t most_shared_words = 6;

// A term of the model: in place of a stem the word as it is written, where that is known.
std::string word_of(const SimilarityModel& model, std::uint32_t term, const WrittenWords& written) {
    std::string word = readable_term(model.term(term));
    const bool is_stem = word != model.term(term);
    const auto known = is_stem ? written.find(word) : written.end();
    return known == written.end() ? word : known->second;
}

}  // namespace

WrittenWords written_words(const Xapian::Database& database,
                           std::span<const Xapian::docid> documents, std::string_view initials) {
    WrittenWords words;
    for (const Xapian::docid document : documents) {
        const auto end = database.termlist_end(document);
        for (auto term = database.termlist_begin(document); term != end; ++term) {
            const std::string word = *term;
            if (word.empty() || initials.find(word.front()) == std::string_view::npos) continue;
            std::string& known = words[english_stem(word)];
            if (known.empty() || word.size() < known.size()) known = word;
        }
    }
    return words;
}

std::vector<std::string> shared_words(const SimilarityModel& model, std::span<const TermWeight> a,
                                      std::span<const TermWeight> b, const WrittenWords& written) {
    std::vector<std::string> words;
    for (const std::uint32_t term : shared_terms(a, b, 3 * most_shared_words)) {
        std::string word = word_of(model, term, written);
        if (!is_stop_word(word)) words.push_back(std::move(word));
        if (words.size() == most_shared_words) break;
    }
    return words;
}

bool heavier(const WeightedTerm& a, const WeightedTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

std::vector<std::string> readable_words(const Xapian::Database& database,
                                        const SimilarityModel& model,
                                        const std::vector<WeightedTerm>& terms,
                                        std::span<const std::uint32_t> papers, std::size_t most) {
    // Of English stems: the parts of Korean words are written as they are.
    std::string initials;
    for (const WeightedTerm& term : terms) {
        const char initial = readable_term(model.term(term.term)).front();
        if (initial >= 'a' && initial <= 'z') initials += initial;
    }
    std::vector<Xapian::docid> documents;
    for (std::size_t i = 0; i < std::min(spelling_papers, papers.size()) && !initials.empty(); ++i)
        documents.push_back(model.document(papers[i]));
    const WrittenWords written = written_words(database, documents, initials);
    std::vector<std::string> words;
    for (const WeightedTerm& term : terms) {
        std::string word = word_of(model, term.term, written);
        const bool digits = word.find_first_not_of("0123456789.") == std::string::npos;
        if (digits || word.size() < 2 || is_stop_word(word)) continue;
        if (std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(std::move(word));
        if (words.size() == most) break;
    }
    return words;
}

}  // namespace nonmun
