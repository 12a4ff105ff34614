// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "common/author_name.hpp"
#include "common/best_of.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"
#include "query/related/authors.hpp"

namespace nonmun {
namespace {

// So many words that begin as typed, and papers of them, are looked at: as much as can be read
// between two key strokes.
constexpr std::size_t most_words = 64;
constexpr std::size_t most_papers = 4000;
// Of each of those with the most papers of all.
constexpr std::size_t most_papers_each = 200;

struct Frequent {
    std::string term;
    Xapian::doccount papers;
};

bool more_frequent(const Frequent& a, const Frequent& b) {
    return a.papers != b.papers ? a.papers > b.papers : a.term < b.term;
}

std::vector<Frequent> most_frequent(const Xapian::Database& database, const std::string& prefix,
                                    std::size_t most) {
    BestOf<Frequent, more_frequent> best(most);
    const auto end = database.allterms_end(prefix);
    for (auto term = database.allterms_begin(prefix); term != end; ++term)
        best.offer({*term, term.get_termfreq()});
    return best.take();
}

// Papers with an author of whose name this is a part: with the rarest of the words that are whole,
// else with the most frequent words that begin as typed.
std::set<Xapian::docid> papers_of(const Xapian::Database& database,
                                  const std::vector<std::string>& words, bool last_is_whole) {
    std::vector<Frequent> terms;
    for (std::size_t i = 0; i + (last_is_whole ? 0 : 1) < words.size(); ++i) {
        const std::string term = author_word_term(words[i]);
        terms.push_back({term, database.get_termfreq(term)});
    }
    if (terms.empty()) {
        terms = most_frequent(database, author_word_term(words.back()), most_words);
    } else {
        terms = {*std::max_element(terms.begin(), terms.end(), more_frequent)};
    }
    std::set<Xapian::docid> papers;
    for (const Frequent& frequent : terms) {
        const auto end = database.postlist_end(frequent.term);
        for (auto posting = database.postlist_begin(frequent.term);
             posting != end && papers.size() < most_papers; ++posting) {
            papers.insert(*posting);
        }
    }
    return papers;
}

bool is_typed(const std::string& name, const std::vector<std::string>& words, bool last_is_whole) {
    const std::vector<std::string> have = author_words(name);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        const bool whole = last_is_whole || &word != &words.back();
        return std::any_of(have.begin(), have.end(), [&](const std::string& one) {
            return whole ? one == word : one.starts_with(word);
        });
    });
}

// Spellings of one author, as those papers that were looked at have them: each with the last day of
// one of its papers, as a date value.
using Spellings = std::map<std::string, std::string>;

AuthorEntry entry_of(const Xapian::Database& database, const std::string& key,
                     const Spellings& spellings) {
    const auto newest =
        std::max_element(spellings.begin(), spellings.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    AuthorEntry entry;
    entry.name = newest->first;
    for (const auto& [name, day] : spellings) {
        if (name != entry.name) entry.spellings.push_back(name);
    }
    entry.papers = database.get_termfreq(author_key_term(key));
    return entry;
}

bool more_papers(const AuthorEntry& a, const AuthorEntry& b) {
    return a.papers != b.papers ? a.papers > b.papers : a.name < b.name;
}

// Looks at the names of a paper that `wanted` says yes to.
template <typename Wanted>
void gather(const Xapian::Database& database, Xapian::docid document, Wanted wanted,
            std::map<std::string, Spellings>& authors) {
    const Xapian::Document paper = database.get_document(document);
    const std::string day = paper.get_value(date_slot);
    for (const std::string& name : texts_of_value(paper.get_value(authors_slot))) {
        if (!wanted(name)) continue;
        std::string& last = authors[author_key(name)][name];
        last = std::max(last, day);
    }
}

}  // namespace

std::vector<AuthorEntry> authors_like(const Xapian::Database& database, const std::string& typed,
                                      std::size_t limit) {
    const std::string text = clean_text(typed);
    const std::vector<std::string> words = author_words(text);
    const bool last_is_whole = text.ends_with(' ');
    std::map<std::string, Spellings> authors;
    if (words.empty()) {
        for (const Frequent& author : most_frequent(database, std::string(author_prefix), limit)) {
            const auto wanted = [&](const std::string& name) {
                return author_key_term(author_key(name)) == author.term;
            };
            const auto end = database.postlist_end(author.term);
            std::size_t left = most_papers_each;
            for (auto paper = database.postlist_begin(author.term); paper != end && left > 0;
                 ++paper, --left)
                gather(database, *paper, wanted, authors);
        }
    } else {
        const auto wanted = [&](const std::string& name) {
            return is_typed(name, words, last_is_whole);
        };
        for (const Xapian::docid document : papers_of(database, words, last_is_whole))
            gather(database, document, wanted, authors);
    }
    std::vector<AuthorEntry> entries;
    for (const auto& [key, spellings] : authors)
        entries.push_back(entry_of(database, key, spellings));
    std::sort(entries.begin(), entries.end(), more_papers);
    entries.resize(std::min(entries.size(), limit));
    return entries;
}

}  // namespace nonmun
