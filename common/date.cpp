// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/date.hpp"

#include <chrono>
#include <cstdio>

namespace nonmun {
namespace {

using std::chrono::year_month_day;

year_month_day calendar(const Date& date) {
    return year_month_day{std::chrono::year{date.year},
                          std::chrono::month{static_cast<unsigned>(date.month)},
                          std::chrono::day{static_cast<unsigned>(date.day)}};
}

// The number that the digits are; nullopt if there is anything else.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8));
    if (!year || !month || !day || *year < 1) return std::nullopt;
    const Date date{*year, *month, *day};
    return calendar(date).ok() ? std::optional(date) : std::nullopt;
}

std::optional<DateRange> parse_period(std::string_view text) {
    const bool is_year = text.size() == 4, is_month = text.size() == 7;
    const std::string begin(text);
    const auto first = parse_date(is_year ? begin + "-01-01" : is_month ? begin + "-01" : begin);
    if (!first) return std::nullopt;
    if (!is_year && !is_month) return DateRange{*first, *first};
    Date last{first->year, is_year ? 12 : first->month, 1};
    const auto month = calendar(last).year() / calendar(last).month() / std::chrono::last;
    last.day = static_cast<int>(unsigned{month.day()});
    return DateRange{*first, last};
}

std::string to_string(const Date& date) {
    char buffer[40];
    const int length =
        std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", date.year, date.month, date.day);
    return std::string(buffer, static_cast<std::size_t>(length));
}

Date today() {
    const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    return date_of_day(static_cast<int>(now.time_since_epoch().count()));
}

int days_since_epoch(const Date& date) {
    return static_cast<int>(std::chrono::sys_days{calendar(date)}.time_since_epoch().count());
}

Date date_of_day(int days_since_epoch) {
    const std::chrono::year_month_day day{
        std::chrono::sys_days{std::chrono::days{days_since_epoch}}};
    return {static_cast<int>(day.year()), static_cast<int>(static_cast<unsigned>(day.month())),
            static_cast<int>(static_cast<unsigned>(day.day()))};
}

}  // namespace nonmun
