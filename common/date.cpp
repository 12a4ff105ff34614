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

// The number of exactly `width` digits at `at`; nullopt if there is anything else.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(at, width)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<DateRange> parse_period(std::string_view text) {
    const bool has_month = text.size() >= 7;
    const bool has_day = text.size() == 10;
    if (text.size() != 4 && text.size() != 7 && !has_day) return std::nullopt;
    if (has_month && text[4] != '-') return std::nullopt;
    if (has_day && text[7] != '-') return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = has_month ? digits(text, 5, 2) : std::optional<int>(1);
    const auto day = has_day ? digits(text, 8, 2) : std::optional<int>(1);
    if (!year || !month || !day || *year < 1) return std::nullopt;
    const Date first{*year, *month, *day};
    if (!calendar(first).ok()) return std::nullopt;
    if (has_day) return DateRange{first, first};
    const int last_month = has_month ? *month : 12;
    const std::chrono::year_month_day_last end{
        std::chrono::year{*year},
        std::chrono::month_day_last{std::chrono::month{static_cast<unsigned>(last_month)}}};
    return DateRange{first, Date{*year, last_month, static_cast<int>(unsigned{end.day()})}};
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10) return std::nullopt;
    const auto period = parse_period(text);
    return period ? std::optional<Date>(period->first) : std::nullopt;
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
