// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_database.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "common/checksum.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view digits = "0123456789";

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

// Whether Xapian, or this program, makes files of that name in the folder of a database: "v.tmp"
// and "v.rtmp" are left by a kill, "changes0" is sent to copies.
bool is_part_of_database(std::string_view name) {
    static constexpr std::array<std::string_view, 12> names = {
        database_file,   stub_file,        "flintlock",      "v.tmp",
        "v.rtmp",        "changestmp",     "postlist.glass", "termlist.glass",
        "docdata.glass", "position.glass", "spelling.glass", "synonym.glass"};
    constexpr std::string_view changes = "changes";
    const bool sent = name.starts_with(changes) && is_number(name.substr(changes.size()));
    return sent || std::find(names.begin(), names.end(), name) != names.end();
}

bool is_database_file(const fs::directory_entry& entry) {
    return entry.symlink_status().type() == fs::file_type::regular &&
           is_part_of_database(entry.path().filename().string());
}

// Throws for what else stands in the folder of a database or, with `shards` of them, of an index.
void refuse_foreign_files_in(const fs::path& folder, std::size_t shards) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        std::size_t shard = 0;
        while (shard < shards && name != std::to_string(shard)) ++shard;
        if (shard < shards && entry.is_directory()) {
            refuse_foreign_files_in(entry.path(), 0);
        } else if (!is_database_file(entry)) {
            throw Error(ErrorKind::io, folder.string() + " holds more than an index: " + name,
                        "move that elsewhere, or name another --db");
        }
    }
}

}  // namespace

void write_vocabulary(Xapian::WritableDatabase& database, const Vocabulary& vocabulary) {
    database.set_metadata(schema_key, std::to_string(schema_version));
    database.set_metadata(analyzer_key, std::to_string(analyzer_version));
    const std::string& lexicon = vocabulary.lexicon.text();
    const std::string& glossary = vocabulary.glossary.text();
    database.set_metadata(lexicon_key, lexicon);
    database.set_metadata(glossary_key, glossary);
    database.set_metadata(words_checksum_key, checksum(lexicon) + checksum(glossary));
}

std::string source_metadata_key(const std::string& source) {
    return source_key_prefix + source;
}

void write_stub(const std::string& path, std::size_t shards) {
    std::ofstream stub(fs::path(path) / stub_file);
    for (std::size_t shard = 0; shard < shards; ++shard) stub << "auto " << shard << '\n';
    stub.close();
    if (!stub) throw Error(ErrorKind::io, "cannot write to " + path, "check the disk");
}

std::size_t count_shards(const std::string& path) {
    if (fs::exists(fs::path(path) / database_file)) return 1;
    std::ifstream stub(fs::path(path) / stub_file);
    std::size_t shards = 0;
    for (std::string line; std::getline(stub, line); ++shards) {
        if (line != "auto " + std::to_string(shards)) return 0;  // somebody else's
    }
    return shards;
}

void refuse_foreign_files(const std::string& path) {
    const bool single = fs::exists(fs::path(path) / database_file);
    refuse_foreign_files_in(path, single ? 0 : count_shards(path));
}

bool is_left_by_a_run(const std::string& folder) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename().string();
        const bool is_made = is_number(name) || name.starts_with(part_prefix);
        const bool is_ours = it->symlink_status(error).type() == fs::file_type::directory
                                 ? is_made && is_left_by_a_run(it->path().string())
                                 : is_database_file(*it);
        if (!is_ours) return false;
    }
    return !error;
}

void write_source(Xapian::WritableDatabase& database, const std::string& source,
                  const std::string& content_hash, const std::string& path) {
    database.set_metadata(source_metadata_key(source), content_hash + "\t" + path);
}

}  // namespace nonmun
