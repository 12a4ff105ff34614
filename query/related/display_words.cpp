// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/display_words.hpp"

#include <algorithm>

#include "common/analyzer/stop_words.hpp"
#include "common/best_of.hpp"
#include "common/fields.hpp"

namespace nonmun {
namespace {

// Papers that display_words() reads for surface forms.
constexpr std::size_t most_papers_read = 25;
constexpr std::size_t most_shared_words = 6;

// The term without its prefix for stems.
std::string readable_term(const std::string& term) {
    const std::string_view prefix = row_of(Field::any).stem_prefix;
    return term.starts_with(prefix) ? term.substr(prefix.size()) : term;
}

std::string word_of(const SimilarityModel& model, std::uint32_t term, const SurfaceForms& forms) {
    std::string word = readable_term(model.term(term));
    const bool is_stem = word != model.term(term);
    const auto form = is_stem ? forms.find(word) : forms.end();
    return form == forms.end() ? word : form->second;
}

}  // namespace

SurfaceForms surface_forms(const Xapian::Database& database,
                           std::span<const Xapian::docid> documents, std::string_view initials) {
    SurfaceForms forms;
    for (const Xapian::docid document : documents) {
        const auto end = database.termlist_end(document);
        for (auto term = database.termlist_begin(document); term != end; ++term) {
            const std::string word = *term;
            if (word.empty() || initials.find(word.front()) == std::string_view::npos) continue;
            std::string& form = forms[english_stem(word)];
            if (form.empty() || word.size() < form.size()) form = word;
        }
    }
    return forms;
}

std::vector<std::string> shared_words(const SimilarityModel& model, std::span<const TermWeight> a,
                                      std::span<const TermWeight> b, const SurfaceForms& forms) {
    BestOf<WeightedTerm, heavier> best(3 * most_shared_words);
    auto j = b.begin();
    for (const TermWeight& entry : a) {
        while (j != b.end() && j->term < entry.term) ++j;
        if (j != b.end() && j->term == entry.term)
            best.offer({entry.term, entry.weight * j->weight});
    }
    std::vector<std::string> words;
    for (const WeightedTerm& shared : best.take()) {
        std::string word = word_of(model, shared.term, forms);
        if (!is_stop_word(word)) words.push_back(std::move(word));
        if (words.size() == most_shared_words) break;
    }
    return words;
}

bool heavier(const WeightedTerm& a, const WeightedTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

std::vector<std::string> display_words(const Xapian::Database& database,
                                       const SimilarityModel& model,
                                       const std::vector<WeightedTerm>& terms,
                                       std::span<const std::uint32_t> papers, std::size_t most) {
    // Of English stems only: Korean terms are shown as they are.
    std::string initials;
    for (const WeightedTerm& term : terms) {
        const char initial = readable_term(model.term(term.term)).front();
        if (initial >= 'a' && initial <= 'z') initials += initial;
    }
    std::vector<Xapian::docid> documents;
    for (std::size_t i = 0; i < std::min(most_papers_read, papers.size()) && !initials.empty(); ++i)
        documents.push_back(model.document(papers[i]));
    const SurfaceForms forms = surface_forms(database, documents, initials);
    std::vector<std::string> words;
    for (const WeightedTerm& term : terms) {
        std::string word = word_of(model, term.term, forms);
        const bool digits = word.find_first_not_of("0123456789.") == std::string::npos;
        if (digits || word.size() < 2 || is_stop_word(word)) continue;
        if (std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(std::move(word));
        if (words.size() == most) break;
    }
    return words;
}

}  // namespace nonmun
