// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/statistics.hpp"

#include <algorithm>
#include <map>

#include "common/fields.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// "20240501" → "2024-05-01".
std::string readable_date(const std::string& value) {
    return value.size() == 8 ? value.substr(0, 4) + "-" + value.substr(4, 2) + "-" + value.substr(6)
                             : value;
}

std::size_t count_terms(const Xapian::Database& database, std::string_view prefix) {
    const std::string begin(prefix);
    return static_cast<std::size_t>(
        std::distance(database.allterms_begin(begin), database.allterms_end(begin)));
}

// Hangul parts have no prefix, like the words of other scripts, whose stems are counted elsewhere.
std::size_t count_hangul_parts(const Xapian::Database& database) {
    std::string first;
    append_utf8(first, first_syllable);
    std::size_t parts = 0;
    auto term = database.allterms_begin();
    if (term != database.allterms_end()) term.skip_to(first);
    while (term != database.allterms_end() && is_hangul_syllable(code_point_at(*term, 0).value)) {
        ++parts;
        ++term;
    }
    return parts;
}

// Reads the values: Xapian's bounds of a slot include deleted papers.
void count_days(const Xapian::Database& database, IndexStatistics& statistics) {
    std::map<std::string, std::size_t> months;
    std::string first, last;
    for (auto value = database.valuestream_begin(date_slot);
         value != database.valuestream_end(date_slot); ++value) {
        const std::string day = *value;
        if (first.empty() || day < first) first = day;
        last = std::max(last, day);
        ++months[readable_date(day).substr(0, 7)];
    }
    statistics.first_date = readable_date(first);
    statistics.last_date = readable_date(last);
    statistics.months.assign(months.begin(), months.end());
}

}  // namespace

IndexStatistics read_statistics(const Xapian::Database& database, std::size_t lexicon_words,
                                const std::string& revision) {
    IndexStatistics statistics;
    statistics.papers = database.get_doccount();
    statistics.papers_with_votes = database.get_value_freq(votes_slot);
    statistics.lexicon_words = lexicon_words;
    statistics.average_length = database.get_average_length();
    statistics.revision = revision;
    statistics.authors = count_terms(database, author_prefix);
    statistics.terms = count_terms(database, row_of(Field::any).stem_prefix);
    statistics.terms += count_hangul_parts(database);
    count_days(database, statistics);
    const std::string label(row_of(Field::section).prefix);
    for (auto term = database.allterms_begin(label); term != database.allterms_end(label); ++term) {
        statistics.sections.emplace_back((*term).substr(label.size()), term.get_termfreq());
    }
    std::stable_sort(statistics.sections.begin(), statistics.sections.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return statistics;
}

}  // namespace nonmun
