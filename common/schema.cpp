// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/schema.hpp"

#include <algorithm>
#include <cmath>

#include "common/analyzer/analyzer.hpp"
#include "common/error.hpp"
#include "common/fields.hpp"

namespace nonmun {
namespace {

constexpr std::size_t longest_name = 200;  // bytes of it in a term
static_assert(longest_name + author_prefix.size() <= most_term_bytes);

}  // namespace

std::string author_key_term(std::string_view key) {
    return prefixed(author_prefix, key.substr(0, longest_name));
}

std::string author_word_term(std::string_view word) {
    return prefixed(row_of(Field::author).prefix, word.substr(0, longest_name));
}

std::string stored_id(const Xapian::Document& document) {
    auto term = document.termlist_begin();
    term.skip_to(std::string(id_prefix));
    const bool there = term != document.termlist_end() && (*term).starts_with(id_prefix);
    return there ? (*term).substr(id_prefix.size()) : std::string();
}

std::string date_value(const Date& date) {
    std::string value = to_string(date);
    std::erase(value, '-');
    return value;
}

std::optional<Date> date_of_value(std::string_view value) {
    if (value.size() != 8) return std::nullopt;
    const std::string text(value);
    return parse_date(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6));
}

double recency_growth(int day) {
    static const int base = days_since_epoch({2020, 1, 1});
    return std::exp2(std::clamp((day - base) / recency_half_life, -500.0, 500.0));
}

double recency(int day, int as_of) {
    return std::min(1.0, recency_growth(day) / recency_growth(as_of));
}

// A length is written in groups of seven bits, the lowest first; all but the last have the eighth
// bit set.
std::string list_value(const std::vector<std::string>& texts) {
    std::string value;
    for (const std::string& text : texts) {
        std::size_t length = text.size();
        for (; length >= 0x80; length >>= 7) value += static_cast<char>(0x80 | (length & 0x7F));
        value += static_cast<char>(length);
        value += text;
    }
    return value;
}

std::vector<std::string> texts_of_value(std::string_view value) {
    std::vector<std::string> texts;
    while (!value.empty()) {
        std::size_t length = 0;
        bool more = true;
        for (unsigned shift = 0; more && !value.empty() && shift < 63; shift += 7) {
            const auto byte = static_cast<unsigned char>(value.front());
            length |= static_cast<std::size_t>(byte & 0x7F) << shift;
            more = (byte & 0x80) != 0;
            value.remove_prefix(1);
        }
        if (more || length > value.size()) break;
        texts.emplace_back(value.substr(0, length));
        value.remove_prefix(length);
    }
    return texts;
}

void check_version(const Xapian::Database& database, const std::string& path) {
    const std::string schema = database.get_metadata(schema_key);
    const std::string analyzer = database.get_metadata(analyzer_key);
    if (schema.empty()) {
        throw Error(ErrorKind::version, path + " is a Xapian database, but not one of nonmun's",
                    "name another directory, or make one with: nonmun-index --db DIR PATH");
    }
    if (schema != std::to_string(schema_version) || analyzer != std::to_string(analyzer_version)) {
        throw Error(ErrorKind::version,
                    path + " was written with schema " + schema + " and analyzer " + analyzer +
                        ", this program reads " + std::to_string(schema_version) + " and " +
                        std::to_string(analyzer_version),
                    "rebuild it with: nonmun-index --db " + path + " --rebuild PATH");
    }
}

}  // namespace nonmun
