#include "indexer/index_database.hpp"

#include "common/schema.hpp"

namespace nonmun {

void write_vocabulary(Xapian::WritableDatabase& database, const Vocabulary& vocabulary) {
    database.set_metadata(schema_key, std::to_string(schema_version));
    database.set_metadata(analyzer_key, std::to_string(analyzer_version));
    database.set_metadata(lexicon_key, vocabulary.lexicon.text());
    database.set_metadata(glossary_key, vocabulary.glossary.text());
}

std::string source_metadata_key(const std::string& source) {
    return source_key_prefix + source;
}

void write_source(Xapian::WritableDatabase& database, const std::string& source,
                  const std::string& content_hash, const std::string& path) {
    database.set_metadata(source_metadata_key(source), content_hash + "\t" + path);
}

}  // namespace nonmun
