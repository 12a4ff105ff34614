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

// What an index is made of, beyond the field table: the other term prefixes, the value slots, the
// metadata keys.
namespace nonmun {

// Goes up when an index written before could be misread.
inline constexpr int schema_version = 5;

inline constexpr std::string_view id_prefix =
    row_of(Field::id).prefix;                           // one a document: the paper's id
inline constexpr std::string_view author_prefix = "A";  // author_key of each author
inline constexpr std::string_view bigram_prefix =
    "XB";  // bigrams of Han and Kana, and of unknown Hangul parts
inline constexpr std::string_view source_prefix =
    "XF";  // the file that a paper was read from, by source_of
inline constexpr std::string_view english_term = "XENGLISH";  // more stems than Hangul runs
inline constexpr std::string_view orphan_term =
    "XORPHAN";  // no file holds the paper any more; --prune removes it

inline constexpr Xapian::valueno date_slot = 0;   // first day, "YYYYMMDD"; absent when unknown
inline constexpr Xapian::valueno votes_slot = 1;  // sortable_serialise(votes); absent when unknown
inline constexpr Xapian::valueno vote_level_slot =
    2;                                               // sortable_serialise(vote_level); always there
inline constexpr Xapian::valueno authors_slot = 3;   // names, by list_value; absent without any
inline constexpr Xapian::valueno sections_slot = 4;  // labels, each once by keyword_term

inline constexpr Xapian::valueno recency_slot =
    5;  // sortable_serialise(recency_growth(first day)); absent when unknown

inline constexpr Xapian::valueno sequence_slot = 6;  // the words in order, a TokenSequence

inline constexpr Xapian::valueno checksum_slot =
    7;  // checksum of the record with the sequence behind it

// The paper, a record (common/paper_record). Not the document's data: Xapian deflates that, at
// every write and at compaction, and what is compressed already gains nothing by it.
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

// Files of Xapian's: the one that each database has and each commit replaces, and the one by which
// several databases are opened as one.
inline constexpr const char* database_file = "iamglass";
inline constexpr const char* stub_file = "XAPIANDB";

// What a word of the title counts beside one of the summary.
inline constexpr unsigned title_weight = 2;

// The wdf of a Hangul part that stands more often: a Korean word that is said again says little
// more; measured on the Korean sets (docs/ranking.md).
inline constexpr unsigned most_part_wdf = 3;

inline constexpr std::size_t most_term_bytes = 245;  // Xapian's limit

// The term of an author's key, and that of a word of a name. Of one that is longer than a term may
// be, the beginning stands for the whole.
std::string author_key_term(std::string_view key);
std::string author_word_term(std::string_view word);

// The id of the paper of a document, without reading its record; "" when there is none.
std::string stored_id(const Xapian::Document& document);

// "YYYYMMDD": in the order of time as bytes.
std::string date_value(const Date& date);

// The day of such a value; nullopt when it is none.
std::optional<Date> date_of_value(std::string_view value);

// A recent paper's advantage is halved in so many days: the time between two conference deadlines,
// after which most papers of this field have a successor; one of last year keeps a quarter.
inline constexpr double recency_half_life = 180;

// 2^((day - 2020-01-01) / half life), of a day since 1970-01-01: what recency_slot holds. A day's
// growth through that of a later day is 2^(-age / half life), so the one slot serves every day that
// is asked from. Days before 1774 and after 2266 count as these, to stay within a double.
double recency_growth(int day);

// 2^(-age / half life) of a paper of `day`, seen from `as_of`; 1 for one that is later.
double recency(int day, int as_of);

// Texts as one value, each behind its length; "" for none.
std::string list_value(const std::vector<std::string>& texts);

// The texts of such a value; of a damaged one, those that can be read.
std::vector<std::string> texts_of_value(std::string_view value);

// Checks that the database is an index that this program reads. Throws Error(version) with what to
// do.
void check_version(const Xapian::Database& database, const std::string& path);

}  // namespace nonmun
