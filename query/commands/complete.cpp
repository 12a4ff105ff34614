// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <iterator>
#include <sstream>

#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/title.hpp"
#include "query/commands/command.hpp"
#include "query/related/authors.hpp"

namespace nonmun {
namespace {

// More candidates than a person reads are not told of one by one.
constexpr std::size_t most_read = 100;
constexpr std::size_t most_authors = 1000;

// The ids that begin as typed; when these are many, their beginnings up to the next full stop or
// slash, as months of arXiv are.
std::vector<Completion> complete_id(const Xapian::Database& database, const std::string& typed) {
    const std::string prefix = std::string(id_prefix) + typed;
    std::vector<Completion> ids;
    const auto end = database.allterms_end(prefix);
    for (auto term = database.allterms_begin(prefix); term != end && ids.size() <= most_read;
         ++term)
        ids.push_back({(*term).substr(id_prefix.size()), ""});
    if (ids.size() <= most_read) {
        for (Completion& id : ids)
            id.about = readable_title(
                stored_paper(database.get_document(find_paper(database, id.text))).title);
        return ids;
    }
    // From one beginning to the next, without reading the ids between.
    std::vector<Completion> beginnings;
    for (auto term = database.allterms_begin(prefix); term != end;) {
        const std::string id = (*term).substr(id_prefix.size());
        const std::size_t stop = id.find_first_of("./", typed.size());
        beginnings.push_back({id.substr(0, stop == std::string::npos ? stop : stop + 1), ""});
        if (stop == std::string::npos) {
            ++term;
        } else {
            constexpr char behind_all = '\xFF';  // no byte of UTF-8
            term.skip_to(std::string(id_prefix) + beginnings.back().text + behind_all);
        }
    }
    return beginnings;
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), {}};
}

std::string words_between(const std::vector<std::string>& words, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) text += (i == from ? "" : " ") + words[i];
    return text;
}

bool begins_as(const std::string& name, const std::vector<std::string>& typed) {
    const std::vector<std::string> have = author_words(name);
    if (have.size() < typed.size()) return false;
    for (std::size_t i = 0; i + 1 < typed.size(); ++i) {
        if (have[i] != typed[i]) return false;
    }
    return typed.empty() || have[typed.size() - 1].starts_with(typed.back());
}

// The name in the order in which it begins as typed: "Soljačić, Marin" for "solj". It is the same
// name (author_key). Empty when there is none.
std::string in_typed_order(const std::string& name, const std::vector<std::string>& typed) {
    if (begins_as(name, typed)) return name;
    const std::vector<std::string> words = words_of(name);
    for (std::size_t first = 1; first < words.size(); ++first) {
        const std::string family = words_between(words, first, words.size());
        const std::string given = words_between(words, 0, first);
        if (begins_as(family + " " + given, typed)) return family + ", " + given;
    }
    return "";
}

std::vector<Completion> complete_name(const Xapian::Database& database, const LiveValue& wanted) {
    std::string typed = words_between(wanted.words, 0, wanted.words.size());
    if (!typed.empty()) typed += ' ';
    typed += wanted.typed;
    // The words in the order in which they are typed, which a comma would change.
    std::replace(typed.begin(), typed.end(), ',', ' ');
    const std::vector<std::string> typed_words = author_words(typed);
    std::vector<Completion> names;
    for (const AuthorEntry& author :
         authors_like(database, typed, typed_words.empty() ? most_read : most_authors)) {
        const std::string name = in_typed_order(author.name, typed_words);
        if (name.empty()) continue;
        // What stands there already stays.
        const std::vector<std::string> words = words_of(name);
        const std::string rest = words_between(words, wanted.words.size(), words.size());
        if (!rest.empty()) names.push_back({rest, plural(author.papers, "paper")});
    }
    return names;
}

// Those on the line, else those that are set elsewhere.
std::vector<std::string> databases_of(const LiveValue& wanted) {
    if (!wanted.databases.empty()) return wanted.databases;
    static constexpr OptionRow rows[] = {db_option};
    Arguments arguments({}, rows, "nonmun");
    configure(arguments, {"", rows}, configuration_form());
    return database_paths(arguments);
}

}  // namespace

std::vector<Completion> complete_from_index(const LiveValue& wanted) {
    if (wanted.kind != "ID" && wanted.kind != "NAME") return {};
    Index index(databases_of(wanted));
    return index.read([&](const Xapian::Database& database) {
        return wanted.kind == "ID" ? complete_id(database, wanted.typed)
                                   : complete_name(database, wanted);
    });
}

}  // namespace nonmun
