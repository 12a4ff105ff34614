// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/readable_words.hpp"

#include <algorithm>

#include "common/analyzer/stop_words.hpp"
#include "query/related.hpp"

namespace nonmun {
namespace {

// So many papers' spellings are looked at.
constexpr std::size_t spelling_papers = 25;

}  // namespace

bool heavier(const WeighedTerm& a, const WeighedTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

std::vector<std::string> readable_words(const Xapian::Database& database,
                                        const SimilarityModel& model,
                                        const std::vector<WeighedTerm>& terms,
                                        std::span<const std::uint32_t> papers, std::size_t most) {
    // Of English stems: the parts of Korean words are written as they are.
    std::string initials;
    for (const WeighedTerm& term : terms) {
        const char initial = readable_term(model.term(term.term)).front();
        if (initial >= 'a' && initial <= 'z') initials += initial;
    }
    std::vector<Xapian::docid> documents;
    for (std::size_t i = 0; i < std::min(spelling_papers, papers.size()) && !initials.empty(); ++i)
        documents.push_back(model.document(papers[i]));
    const WrittenWords written = written_words(database, documents, initials);
    std::vector<std::string> words;
    for (const WeighedTerm& term : terms) {
        std::string word = readable_term(model.term(term.term));
        if (const auto known = written.find(word);
            known != written.end() && word != model.term(term.term)) {
            word = known->second;
        }
        const bool digits = word.find_first_not_of("0123456789.") == std::string::npos;
        if (digits || word.size() < 2 || is_stop_word(word)) continue;
        if (std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(std::move(word));
        if (words.size() == most) break;
    }
    return words;
}

}  // namespace nonmun
