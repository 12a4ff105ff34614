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

// Whether Xapian, or this program, makes files of that name in the folder of a database ("v.tmp":
// left by a kill; "changes0": what is sent to copies).
bool is_part_of_database(std::string_view name) {
    static constexpr std::array names = {
        std::string_view(database_file),    std::string_view("flintlock"),
        std::string_view(stub_file),        std::string_view("v.tmp"),
        std::string_view("changestmp"),     std::string_view("postlist.glass"),
        std::string_view("termlist.glass"), std::string_view("docdata.glass"),
        std::string_view("position.glass"), std::string_view("spelling.glass"),
        std::string_view("synonym.glass")};
    constexpr std::string_view changes = "changes";
    const bool numbered =
        name.starts_with(changes) && name.size() > changes.size() &&
        name.find_first_not_of("0123456789", changes.size()) == std::string_view::npos;
    return numbered || std::find(names.begin(), names.end(), name) != names.end();
}

// Throws for what stands in a folder of one database or, with `shards` of them, of an index.
void refuse_foreign_files_in(const fs::path& folder, std::size_t shards) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        std::size_t shard = 0;
        while (shard < shards && name != std::to_string(shard)) ++shard;
        if (shard < shards) {
            refuse_foreign_files_in(entry.path(), 0);
        } else if (!is_part_of_database(name)) {
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
    const std::size_t shards = count_shards(path);
    refuse_foreign_files_in(path, shards > 1 ? shards : 0);
}

void write_source(Xapian::WritableDatabase& database, const std::string& source,
                  const std::string& content_hash, const std::string& path) {
    database.set_metadata(source_metadata_key(source), content_hash + "\t" + path);
}

}  // namespace nonmun
