// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.hpp"
#include "common/fields.hpp"

// The parts of an index besides the field table: other term prefixes, value slots, metadata keys.
namespace nonmun {

// Increased when this program could misread an older index.
inline constexpr int schema_version = 5;

inline constexpr std::string_view id_prefix =
    row_of(Field::id).prefix;                           // one per document: the paper's id
inline constexpr std::string_view author_prefix = "A";  // author_key of each author
inline constexpr std::string_view bigram_prefix =
    "XB";  // bigrams of Han and Kana, and of unknown Hangul parts
inline constexpr std::string_view source_prefix = "XF";  // a file that has the paper, by source_of
inline constexpr std::string_view english_term = "XENGLISH";  // more stems than Hangul runs
inline constexpr std::string_view orphan_term =
    "XORPHAN";  // no file holds the paper any more; --prune removes it

inline constexpr Xapian::valueno date_slot = 0;   // first day, "YYYYMMDD"; absent when unknown
inline constexpr Xapian::valueno votes_slot = 1;  // sortable_serialise(votes); absent when unknown
inline constexpr Xapian::valueno vote_level_slot = 2;  // sortable_serialise(vote_level); always set
inline constexpr Xapian::valueno authors_slot = 3;     // names, by list_value; absent without any
inline constexpr Xapian::valueno sections_slot = 4;    // labels, each once by keyword_term

inline constexpr Xapian::valueno recency_slot =
    5;  // sortable_serialise(recency_growth(first day)); absent when unknown

inline constexpr Xapian::valueno sequence_slot = 6;  // the words in order, a TokenSequence

inline constexpr Xapian::valueno checksum_slot =
    7;  // checksum of the record followed by the sequence

// The paper as a record (common/paper_record). Not in the document's data, because Xapian
// compresses that on every write and compaction, and the record is compressed already.
inline constexpr Xapian::valueno record_slot = 8;

inline constexpr const char* schema_key = "nonmun.schema";
inline constexpr const char* analyzer_key = "nonmun.analyzer";
inline constexpr const char* lexicon_key = "nonmun.lexicon";
inline constexpr const char* glossary_key = "nonmun.glossary";
inline constexpr const char* words_checksum_key =
    "nonmun.words";  // checksum of the lexicon, then of the glossary
inline constexpr const char* shard_key =
    "nonmun.shard";  // "0/4": the first of four databases that are one index; absent otherwise
inline constexpr const char* source_key_prefix =
    "nonmun.source.";  // + source key → "hash<TAB>path"

// Xapian's files: the one that each commit of a database replaces, and the stub that opens several
// databases as one.
inline constexpr const char* database_file = "iamglass";
inline constexpr const char* stub_file = "XAPIANDB";

// The weight of a word of the title; a word of the summary has 1.
inline constexpr unsigned title_weight = 2;

// Upper limit for the wdf of a Hangul part: more occurrences add little. Measured on the Korean
// evaluation sets (docs/ranking.md).
inline constexpr unsigned most_part_wdf = 3;

inline constexpr std::size_t most_term_bytes = 245;  // Xapian's limit

// The terms of an author key and of a word of a name; cut to the longest possible term.
std::string author_key_term(std::string_view key);
std::string author_word_term(std::string_view word);

// The paper id of a document, without reading its record; "" if it has none.
std::string stored_id(const Xapian::Document& document);

// "YYYYMMDD": byte order is the order of time.
std::string date_value(const Date& date);

// The inverse; nullopt for anything else.
std::optional<Date> date_of_value(std::string_view value);

// Days in which a recent paper's advantage is halved: the time between two conference deadlines,
// after which most papers of this field have a successor. After a year a quarter is left.
inline constexpr double recency_half_life = 180;

// The value of recency_slot: 2^((day - 2020-01-01) / half life), of a day since 1970-01-01. Divided
// by the growth of a later day it is 2^(-age / half life), so one slot serves every `as_of`. Days
// before 1774 and after 2266 count as these, to stay within a double.
double recency_growth(int day);

// 2^(-age / half life) for a paper of `day` on the day `as_of`; 1 if the paper is newer.
double recency(int day, int as_of);

// A value with texts, each after its length; "" for no texts.
std::string list_value(const std::vector<std::string>& texts);

// The inverse. Of a damaged value, the texts before the damage.
std::vector<std::string> texts_of_value(std::string_view value);

// Throws Error(version) unless this program can read the index.
void check_version(const Xapian::Database& database, const std::string& path);

}  // namespace nonmun
