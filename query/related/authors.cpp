// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/authors.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// Papers of a word that is in very many names are not all read to list possibilities.
constexpr std::size_t most_possible_papers = 20000;

struct AuthorTally {
    std::map<std::string, std::size_t> spellings;  // spelling → papers
    std::string newest;
    std::optional<Date> date;
};
using AuthorTallies = std::map<std::string, AuthorTally>;  // by key

void gather(AuthorTallies& authors, const std::string& key, const std::string& name,
            const std::optional<Date>& date) {
    AuthorTally& author = authors[key];
    ++author.spellings[name];
    if (author.newest.empty() || date >= author.date) {
        author.newest = name;
        author.date = date;
    }
}

AuthorEntry entry_of(const AuthorTally& gathered) {
    AuthorEntry entry;
    entry.name = gathered.newest;
    for (const auto& [spelling, papers] : gathered.spellings) {
        entry.papers += papers;
        if (spelling != gathered.newest) entry.spellings.push_back(spelling);
    }
    return entry;
}

std::vector<AuthorEntry> entries_of(const AuthorTallies& authors) {
    std::vector<AuthorEntry> entries;
    for (const auto& [key, gathered] : authors) entries.push_back(entry_of(gathered));
    std::sort(entries.begin(), entries.end(), [](const AuthorEntry& a, const AuthorEntry& b) {
        return a.papers != b.papers ? a.papers > b.papers : a.name < b.name;
    });
    return entries;
}

// True when `name` may be meant by `asked`: every word of it (a part of the name), or initials.
bool may_be_meant(const std::string& asked, const std::string& name) {
    if (may_be_initials_of(asked, name)) return true;
    const std::vector<std::string> have = author_words(name);
    const std::vector<std::string> wanted = author_words(asked);
    return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
        return std::find(have.begin(), have.end(), word) != have.end();
    });
}

// The papers that may name someone who is meant: those with the rarest long word of the name, for
// names that have more words, and those with its last word, for names with initials.
std::set<Xapian::docid> possible_papers(const Xapian::Database& database,
                                        const std::vector<std::string>& words) {
    std::string rarest;
    for (const std::string& word : words) {
        const std::string term = author_word_term(word);
        const bool initial = code_point_at(word, 0).end == word.size();
        const Xapian::doccount frequency = database.get_termfreq(term);
        if (frequency == 0 || initial) continue;
        if (rarest.empty() || frequency < database.get_termfreq(rarest)) rarest = term;
    }
    std::set<Xapian::docid> papers;
    if (rarest.empty()) return papers;
    for (const std::string& term : {rarest, author_word_term(words.back())}) {
        auto posting = database.postlist_begin(term);
        const auto end = database.postlist_end(term);
        for (std::size_t read = 0; posting != end && read < most_possible_papers; ++posting, ++read)
            papers.insert(*posting);
    }
    return papers;
}

// Others who may be meant.
AuthorTallies possible_authors(const Xapian::Database& database, const std::string& asked) {
    const std::string key = author_key(asked);
    AuthorTallies authors;
    for (const Xapian::docid document : possible_papers(database, author_words(asked))) {
        const Xapian::Document paper = database.get_document(document);  // its record is not read
        const auto date = date_of_value(paper.get_value(date_slot));
        for (const std::string& name : texts_of_value(paper.get_value(authors_slot))) {
            const std::string other = author_key(name);
            if (other != key && may_be_meant(asked, name)) gather(authors, other, name, date);
        }
    }
    return authors;
}

AuthorProfile profile_of(const Xapian::Database& database, Analyzer& analyzer,
                         const std::string& key, const std::vector<Xapian::docid>& documents,
                         RelatedRequest request, const SimilaritySource& similarity) {
    AuthorProfile profile;
    AuthorTallies own, others;
    std::vector<Paper> papers;
    for (const Xapian::docid document : documents) {
        papers.push_back(stored_paper(database.get_document(document)));
        for (const std::string& name : papers.back().authors) {
            const std::string other = author_key(name);
            // As the documents were found: of a very long key the beginning stands for the whole.
            const bool is_own = author_key_term(other) == author_key_term(key);
            gather(is_own ? own : others, other, name, papers.back().date);
        }
    }
    std::sort(papers.begin(), papers.end(), [](const Paper& a, const Paper& b) {
        return a.date != b.date ? a.date > b.date : a.id < b.id;
    });
    for (Paper& paper : papers) {
        Hit hit;
        hit.rank = profile.papers.hits.size() + 1;
        hit.snippet = beginning_of_summary(paper);
        hit.paper = std::move(paper);
        profile.papers.hits.push_back(std::move(hit));
    }
    profile.papers.total = profile.papers.hits.size();
    profile.author = entries_of(own).front();
    profile.coauthors = entries_of(others);
    request.ids.clear();
    request.text.reset();
    request.author = profile.author.name;
    profile.related = RelatedFinder(database, analyzer, similarity(database)).find(request);
    return profile;
}

}  // namespace

AuthorAnswer find_author(const Xapian::Database& database, Analyzer& analyzer,
                         const std::string& name, const RelatedRequest& request,
                         const SimilaritySource& similarity) {
    const std::string key = author_key(clean_text(name));
    if (key.empty())
        throw Error(ErrorKind::usage, "not a name: \"" + printable(name) + "\"",
                    "try: nonmun author \"Max Tegmark\"");
    AuthorAnswer answer;
    const AuthorTallies possible = possible_authors(database, clean_text(name));
    answer.possible = entries_of(possible);
    if (const auto documents = documents_of_author(database, key); !documents.empty()) {
        answer.profile = profile_of(database, analyzer, key, documents, request, similarity);
    } else if (possible.size() == 1) {
        const std::string& only = possible.begin()->first;
        answer.profile = profile_of(database, analyzer, only, documents_of_author(database, only),
                                    request, similarity);
        answer.possible.clear();
    }
    return answer;
}

}  // namespace nonmun
