// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/statistics.hpp"

#include <algorithm>
#include <map>

#include "common/fields.hpp"
#include "common/schema.hpp"
#include "query/index/identity.hpp"

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

}  // namespace

IndexStatistics read_statistics(const Xapian::Database& database, std::size_t lexicon_words) {
    IndexStatistics statistics;
    statistics.papers = database.get_doccount();
    statistics.papers_with_votes = database.get_value_freq(votes_slot);
    statistics.lexicon_words = lexicon_words;
    statistics.average_length = database.get_average_length();
    statistics.first_date = readable_date(database.get_value_lower_bound(date_slot));
    statistics.last_date = readable_date(database.get_value_upper_bound(date_slot));
    statistics.revision = identity_of(database);
    statistics.authors = count_terms(database, author_prefix);
    statistics.terms = count_terms(database, row_of(Field::any).stem_prefix);
    // Hangul parts stand without a prefix, behind all others.
    auto part = database.allterms_begin();
    if (part != database.allterms_end()) part.skip_to("\xE0");
    for (; part != database.allterms_end(); ++part) {
        if (part.get_termfreq() > 0) ++statistics.terms;
    }
    std::map<std::string, std::size_t> months;
    for (auto value = database.valuestream_begin(date_slot);
         value != database.valuestream_end(date_slot); ++value) {
        ++months[readable_date(*value).substr(0, 7)];
    }
    statistics.months.assign(months.begin(), months.end());
    const std::string label(row_of(Field::section).prefix);
    for (auto term = database.allterms_begin(label); term != database.allterms_end(label); ++term) {
        statistics.sections.emplace_back((*term).substr(label.size()), term.get_termfreq());
    }
    std::stable_sort(statistics.sections.begin(), statistics.sections.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return statistics;
}

}  // namespace nonmun
