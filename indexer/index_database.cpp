// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_database.hpp"

#include <filesystem>
#include <fstream>

#include "common/checksum.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr const char* stub_name = "XAPIANDB";

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
    std::ofstream stub(fs::path(path) / stub_name);
    for (std::size_t shard = 0; shard < shards; ++shard) stub << "auto " << shard << '\n';
    stub.close();
    if (!stub) throw Error(ErrorKind::io, "cannot write to " + path, "check the disk");
}

std::size_t count_shards(const std::string& path) {
    if (fs::exists(fs::path(path) / "iamglass")) return 1;
    if (!fs::exists(fs::path(path) / stub_name)) return 0;
    std::size_t shards = 0;
    while (fs::exists(fs::path(path) / std::to_string(shards))) ++shards;
    return shards;
}

std::string unfinished_mark(const std::string& path) {
    return (fs::path(path) / unfinished_name).string();
}

void write_source(Xapian::WritableDatabase& database, const std::string& source,
                  const std::string& content_hash, const std::string& path) {
    database.set_metadata(source_metadata_key(source), content_hash + "\t" + path);
}

}  // namespace nonmun
