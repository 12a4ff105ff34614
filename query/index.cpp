#include "query/index.hpp"

#include <filesystem>

#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

Xapian::Database open_one(const std::string& path) {
    std::error_code error;
    const std::string make = "make one with: nonmun-index --db " + path + " PATH";
    if (!fs::exists(path, error)) throw Error(ErrorKind::missing, "no index at " + path, make);
    if (fs::is_directory(path, error) && !fs::exists(fs::path(path) / "iamglass") &&
        !fs::exists(fs::path(path) / "XAPIANDB")) {
        throw Error(ErrorKind::missing, path + " is a directory without an index", make);
    }
    try {
        Xapian::Database database(path);
        check_version(database, path);
        return database;
    } catch (const Xapian::DatabaseVersionError& e) {
        throw Error(ErrorKind::version,
                    path + " has a format that this Xapian cannot read: " + e.get_msg(),
                    "rebuild it with: nonmun-index --db " + path + " --rebuild PATH");
    } catch (const Xapian::Error& e) {
        throw Error(ErrorKind::io, "cannot open " + path + " as an index: " + e.get_msg(), make);
    }
}

}  // namespace

Index::Index(const std::vector<std::string>& paths) : paths_(paths) {
    for (const std::string& path : paths) {
        const Xapian::Database one = open_one(path);
        if (lexicon_.entries().empty()) lexicon_ = Lexicon(one.get_metadata(lexicon_key));
        if (glossary_.entries().empty()) glossary_ = Glossary(one.get_metadata(glossary_key));
        database_.add_database(one);
    }
}

void Index::fail(const Xapian::Error& error) const {
    throw Error(ErrorKind::io, "cannot read " + paths_.front() + ": " + error.get_msg(),
                "if the index is damaged, rebuild it with: nonmun-index --db " + paths_.front() +
                    " --rebuild PATH");
}

void Index::reopen() {
    try {
        database_.reopen();
    } catch (const Xapian::Error& error) {
        fail(error);
    }
}

namespace {

// What `read` makes of the document's record.
template <typename Read>
auto stored(const Xapian::Document& document, Read read) {
    try {
        return read(document.get_data());
    } catch (const Error& error) {
        throw Error(
            ErrorKind::io,
            "document " + std::to_string(document.get_docid()) + " holds no paper: " + error.what(),
            "the index is damaged: rebuild it with nonmun-index --rebuild");
    }
}

}  // namespace

Paper stored_paper(const Xapian::Document& document) {
    return stored(document, paper_from_record);
}

std::string stored_line(const Xapian::Document& document) {
    return stored(document, line_of_record);
}

std::string stored_id(const Xapian::Document& document) {
    auto term = document.termlist_begin();
    term.skip_to(std::string(id_prefix));
    return term == document.termlist_end() ? std::string() : (*term).substr(id_prefix.size());
}

Xapian::docid find_paper(const Xapian::Database& database, const std::string& id) {
    const std::string term = std::string(id_prefix) + id;
    if (term.size() > 245) return 0;
    const auto posting = database.postlist_begin(term);
    return posting == database.postlist_end(term) ? 0 : *posting;
}

Xapian::docid require_paper(const Xapian::Database& database, const std::string& id) {
    const Xapian::docid document = find_paper(database, id);
    if (document == 0) {
        throw Error(ErrorKind::missing, "no paper with the id " + printable(id),
                    "find one with: nonmun search WORDS");
    }
    return document;
}

}  // namespace nonmun
