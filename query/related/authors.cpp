// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/authors.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "common/author_name.hpp"
#include "common/best_of.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// Papers with a common word that find_author() reads.
constexpr std::size_t most_possible_papers = 20000;
// Words and papers that authors_like() reads: few enough to answer between two keystrokes.
constexpr std::size_t most_words = 64;
constexpr std::size_t most_papers = 4000;
constexpr std::size_t most_papers_of_author = 200;

struct AuthorTally {
    std::map<std::string, std::size_t> spellings;  // with their papers
    std::string newest;
    std::optional<Date> date;
};
using AuthorTallies = std::map<std::string, AuthorTally>;  // by author key

// Counts the document's authors for whom is_wanted(name). Does not read the stored record.
template <typename IsWanted>
void count_authors(const Xapian::Database& database, Xapian::docid document, IsWanted is_wanted,
                   AuthorTallies& authors) {
    const Xapian::Document paper = database.get_document(document);
    const auto date = date_of_value(paper.get_value(date_slot));
    for (const std::string& name : texts_of_value(paper.get_value(authors_slot))) {
        if (!is_wanted(name)) continue;
        AuthorTally& author = authors[author_key(name)];
        ++author.spellings[name];
        if (author.newest.empty() || date >= author.date) {
            author.newest = name;
            author.date = date;
        }
    }
}

AuthorEntry entry_of(const AuthorTally& tally) {
    AuthorEntry entry;
    entry.name = tally.newest;
    for (const auto& [spelling, papers] : tally.spellings) {
        entry.papers += papers;
        if (spelling != tally.newest) entry.spellings.push_back(spelling);
    }
    return entry;
}

bool has_more_papers(const AuthorEntry& a, const AuthorEntry& b) {
    return a.papers != b.papers ? a.papers > b.papers : a.name < b.name;
}

std::vector<AuthorEntry> entries_of(const AuthorTallies& authors) {
    std::vector<AuthorEntry> entries;
    for (const auto& [key, tally] : authors) entries.push_back(entry_of(tally));
    std::sort(entries.begin(), entries.end(), has_more_papers);
    return entries;
}

// Adds the documents with a term, the first `most` of them, until there are `most_of_all`.
void add_documents(const Xapian::Database& database, const std::string& term, std::size_t most,
                   std::size_t most_of_all, std::set<Xapian::docid>& documents) {
    const auto end = database.postlist_end(term);
    for (auto posting = database.postlist_begin(term);
         posting != end && most > 0 && documents.size() < most_of_all; ++posting, --most)
        documents.insert(*posting);
}

// Whether the name has all of the words; of the last, if it is half typed, a word that begins so.
bool has_words(const std::string& name, const std::vector<std::string>& words,
               bool last_is_whole = true) {
    const std::vector<std::string> of_name = author_words(name);
    return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
        const bool whole = last_is_whole || &word != &words.back();
        return std::any_of(of_name.begin(), of_name.end(), [&](const std::string& other) {
            return whole ? other == word : other.starts_with(word);
        });
    });
}

// Authors other than `name` that it may mean. Reads the papers with its rarest long word, for names
// with more words, and those with its last word, for names with initials.
AuthorTallies possible_authors(const Xapian::Database& database, const std::string& name) {
    const std::vector<std::string> words = author_words(name);
    std::string rarest;
    for (const std::string& word : words) {
        const std::string term = author_word_term(word);
        const Xapian::doccount papers = database.get_termfreq(term);
        if (papers == 0 || is_initial(word)) continue;
        if (rarest.empty() || papers < database.get_termfreq(rarest)) rarest = term;
    }
    AuthorTallies authors;
    if (rarest.empty()) return authors;
    std::set<Xapian::docid> documents;
    for (const std::string& term : {rarest, author_word_term(words.back())})
        add_documents(database, term, most_possible_papers, 2 * most_possible_papers, documents);
    const std::string key = author_key(name);
    const auto is_possible = [&](const std::string& other) {
        return author_key(other) != key &&
               (may_be_initials_of(name, other) || has_words(other, words));
    };
    for (const Xapian::docid document : documents)
        count_authors(database, document, is_possible, authors);
    return authors;
}

HitList newest_first(const Xapian::Database& database,
                     const std::vector<Xapian::docid>& documents) {
    HitList list;
    list.total = documents.size();
    for (const Xapian::docid document : documents) {
        Hit& hit = list.hits.emplace_back();
        hit.paper = stored_paper(database.get_document(document));
        hit.snippet = beginning_of_summary(hit.paper);
    }
    std::sort(list.hits.begin(), list.hits.end(), [](const Hit& a, const Hit& b) {
        return a.paper.date != b.paper.date ? a.paper.date > b.paper.date : a.paper.id < b.paper.id;
    });
    for (std::size_t i = 0; i < list.hits.size(); ++i) list.hits[i].rank = i + 1;
    return list;
}

AuthorProfile profile_of(const Xapian::Database& database, Analyzer& analyzer,
                         const std::string& key, const std::vector<Xapian::docid>& documents,
                         RelatedRequest request, const SimilaritySource& similarity) {
    // By term: a very long key is cut there.
    const auto is_author = [term = author_key_term(key)](const std::string& name) {
        return author_key_term(author_key(name)) == term;
    };
    AuthorTallies author, coauthors;
    for (const Xapian::docid document : documents) {
        count_authors(database, document, is_author, author);
        count_authors(database, document, std::not_fn(is_author), coauthors);
    }
    AuthorProfile profile;
    profile.author = entries_of(author).front();
    profile.papers = newest_first(database, documents);
    profile.coauthors = entries_of(coauthors);
    request.ids.clear();
    request.text.reset();
    request.author = profile.author.name;
    profile.related = RelatedFinder(database, analyzer, similarity(database)).find(request);
    return profile;
}

struct TermPapers {
    std::string term;
    Xapian::doccount papers;
};

bool is_more_frequent(const TermPapers& a, const TermPapers& b) {
    return a.papers != b.papers ? a.papers > b.papers : a.term < b.term;
}

std::vector<TermPapers> most_frequent(const Xapian::Database& database, const std::string& prefix,
                                      std::size_t most) {
    BestOf<TermPapers, is_more_frequent> best(most);
    const auto end = database.allterms_end(prefix);
    for (auto term = database.allterms_begin(prefix); term != end; ++term)
        best.offer({*term, term.get_termfreq()});
    return best.take();
}

// Papers that may name an author with these words: with the rarest of the whole words, or else with
// the most frequent words that begin as typed.
std::set<Xapian::docid> papers_with_words(const Xapian::Database& database,
                                          const std::vector<std::string>& words,
                                          bool last_is_whole) {
    std::vector<TermPapers> terms;
    for (std::size_t i = 0; i + (last_is_whole ? 0 : 1) < words.size(); ++i) {
        const std::string term = author_word_term(words[i]);
        terms.push_back({term, database.get_termfreq(term)});
    }
    if (terms.empty()) {
        terms = most_frequent(database, author_word_term(words.back()), most_words);
    } else {
        terms = {*std::max_element(terms.begin(), terms.end(), is_more_frequent)};
    }
    std::set<Xapian::docid> documents;
    for (const TermPapers& term : terms)
        add_documents(database, term.term, term.papers, most_papers, documents);
    return documents;
}

}  // namespace

AuthorAnswer find_author(const Xapian::Database& database, Analyzer& analyzer,
                         const std::string& name, const RelatedRequest& request,
                         const SimilaritySource& similarity) {
    const std::string key = author_key(clean_text(name));
    if (key.empty())
        throw Error(ErrorKind::usage, "not a name: \"" + printable(name) + "\"",
                    "try: nonmun author \"Max Tegmark\"");
    const AuthorTallies possible = possible_authors(database, clean_text(name));
    AuthorAnswer answer;
    if (const auto documents = documents_of_author(database, key); !documents.empty()) {
        answer.profile = profile_of(database, analyzer, key, documents, request, similarity);
    } else if (possible.size() == 1) {
        const std::string& only = possible.begin()->first;
        answer.profile = profile_of(database, analyzer, only, documents_of_author(database, only),
                                    request, similarity);
        return answer;
    }
    answer.possible = entries_of(possible);
    return answer;
}

std::vector<AuthorEntry> authors_like(const Xapian::Database& database, const std::string& typed,
                                      std::size_t limit) {
    const std::string text = clean_text(typed);
    const std::vector<std::string> words = author_words(text);
    const bool last_is_whole = text.ends_with(' ');
    AuthorTallies authors;
    const auto count = [&](const std::set<Xapian::docid>& documents, auto is_wanted) {
        for (const Xapian::docid document : documents)
            count_authors(database, document, is_wanted, authors);
    };
    if (words.empty()) {
        for (const TermPapers& author :
             most_frequent(database, std::string(author_prefix), limit)) {
            std::set<Xapian::docid> documents;
            add_documents(database, author.term, most_papers_of_author, most_papers, documents);
            count(documents, [&](const std::string& name) {
                return author_key_term(author_key(name)) == author.term;
            });
        }
    } else {
        count(papers_with_words(database, words, last_is_whole),
              [&](const std::string& name) { return has_words(name, words, last_is_whole); });
    }
    std::vector<AuthorEntry> entries = entries_of(authors);
    for (AuthorEntry& entry : entries)
        entry.papers = database.get_termfreq(author_key_term(author_key(entry.name)));
    std::sort(entries.begin(), entries.end(), has_more_papers);
    entries.resize(std::min(entries.size(), limit));
    return entries;
}

}  // namespace nonmun
