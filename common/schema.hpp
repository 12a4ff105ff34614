#pragma once

#include <xapian.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/date.hpp"

// What an index is made of, beyond the field table: the other term prefixes, the value slots, the
// metadata keys.
namespace nonmun {

// Goes up when an index written before could be misread.
inline constexpr int schema_version = 1;

inline constexpr std::string_view id_prefix = "Q";       // one a document: the paper's id
inline constexpr std::string_view author_prefix = "A";   // author_key of each author
inline constexpr std::string_view bigram_prefix = "XB";  // bigrams of Hangul, Han and Kana
inline constexpr std::string_view joined_only_prefix =
    "XC";  // "XC"+term: the stem stands only as a joined form (gpt4v, of GPT-4V)
inline constexpr std::string_view title_only_prefix =
    "XU";  // "XU"+term: the term stands in the title alone
inline constexpr std::string_view source_prefix =
    "XF";  // the file that a paper was read from, by source_key
inline constexpr std::string_view english_term = "XENGLISH";  // more Latin words than Hangul runs
inline constexpr std::string_view orphan_term =
    "XORPHAN";  // no file holds the paper any more; --prune removes it

inline constexpr Xapian::valueno date_slot = 0;   // first day, "YYYYMMDD"; absent when unknown
inline constexpr Xapian::valueno votes_slot = 1;  // sortable_serialise(votes); absent when unknown
inline constexpr Xapian::valueno vote_level_slot =
    2;  // sortable_serialise(vote_level); always there

inline constexpr const char* schema_key = "nonmun.schema";
inline constexpr const char* analyzer_key = "nonmun.analyzer";
inline constexpr const char* lexicon_key = "nonmun.lexicon";
inline constexpr const char* glossary_key = "nonmun.glossary";
inline constexpr const char* source_key_prefix =
    "nonmun.source.";  // + source key → "hash<TAB>path"

// "YYYYMMDD": in the order of time as bytes.
std::string date_value(const Date& date);

// The day of such a value; nullopt when it is none.
std::optional<Date> date_of_value(std::string_view value);

// How much a paper's votes speak for it, 0 to 1: log(1 + votes) / log(1 + 80), at most 1. Half of
// it is reached at 8 votes, the median of the 3,474 known votes of the real archive (99 of 100 have
// fewer than 60); unknown votes are neutral there.
double vote_level(const std::optional<std::int64_t>& votes);

// Checks that the database is an index that this program reads. Throws Error(version) with what to
// do.
void check_version(const Xapian::Database& database, const std::string& path);

}  // namespace nonmun
