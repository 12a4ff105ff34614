// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/complete.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <sstream>

#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/title.hpp"
#include "query/commands/command.hpp"
#include "query/commands/commands.hpp"
#include "query/related/authors.hpp"

namespace nonmun {
namespace {

// More candidates than this are shortened to their common beginnings.
constexpr std::size_t most_read = 100;
constexpr std::size_t most_authors = 1000;

// The ids that begin as typed. If there are many, their beginnings up to the next full stop or
// slash, which are the months of arXiv ids.
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
    // Skips from one beginning to the next, without reading the ids between them.
    std::vector<Completion> beginnings;
    for (auto term = database.allterms_begin(prefix); term != end;) {
        const std::string id = (*term).substr(id_prefix.size());
        const std::size_t stop = id.find_first_of("./", typed.size());
        beginnings.push_back({id.substr(0, stop == std::string::npos ? stop : stop + 1), ""});
        if (stop == std::string::npos) {
            ++term;
        } else {
            constexpr char after_all = '\xFF';  // not a byte of UTF-8
            term.skip_to(std::string(id_prefix) + beginnings.back().text + after_all);
        }
    }
    return beginnings;
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), {}};
}

bool begins_as(const std::string& name, const std::vector<std::string>& typed) {
    const std::vector<std::string> have = author_words(name);
    if (typed.empty() || have.size() < typed.size()) return typed.empty();
    return std::equal(typed.begin(), typed.end() - 1, have.begin()) &&
           have[typed.size() - 1].starts_with(typed.back());
}

// The name with the part first that begins as typed: "Soljačić, Marin" for "solj". It has the same
// author_key. Empty if no part begins as typed.
std::string in_typed_order(const std::string& name, const std::vector<std::string>& typed) {
    if (begins_as(name, typed)) return name;
    const std::vector<std::string> words = words_of(name);
    for (std::size_t first = 1; first < words.size(); ++first) {
        const std::span<const std::string> all = words;
        const std::string family = joined(all.subspan(first), " ");
        const std::string given = joined(all.first(first), " ");
        if (begins_as(family + " " + given, typed)) return family + ", " + given;
    }
    return "";
}

std::vector<Completion> complete_name(const Xapian::Database& database, const LiveValue& wanted) {
    std::string typed = joined(wanted.words, " ");
    if (!typed.empty()) typed += ' ';
    typed += wanted.typed;
    // A comma would change the order of the words.
    std::replace(typed.begin(), typed.end(), ',', ' ');
    const std::vector<std::string> typed_words = author_words(typed);
    std::vector<Completion> names;
    for (const AuthorEntry& author :
         authors_like(database, typed, typed_words.empty() ? most_read : most_authors)) {
        const std::string name = in_typed_order(author.name, typed_words);
        if (name.empty()) continue;
        // Only the words after those already typed.
        const std::vector<std::string> words = words_of(name);
        const std::size_t typed_before = std::min(wanted.words.size(), words.size());
        const std::string rest = joined(std::span(words).subspan(typed_before), " ");
        if (!rest.empty()) names.push_back({rest, plural(author.papers, "paper")});
    }
    return names;
}

// The databases on the command line, else those that are configured.
std::vector<std::string> databases_of(const LiveValue& wanted) {
    if (!wanted.databases.empty()) return wanted.databases;
    const std::vector<OptionRow>& rows = nonmun_description().options;
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
