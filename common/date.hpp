// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace nonmun {

// A day of the proleptic Gregorian calendar, years 1 to 9999. Always valid when obtained from
// parse_date.
struct Date {
    int year = 0;
    int month = 0;
    int day = 0;

    auto operator<=>(const Date&) const = default;
};

// First and last day of a period, both included.
struct DateRange {
    Date first;
    Date last;
};

// Reads "YYYY-MM-DD"; nullopt for anything else, such as 2024-02-30.
std::optional<Date> parse_date(std::string_view text);

// Reads "YYYY", "YYYY-MM" or "YYYY-MM-DD"; nullopt for anything else.
std::optional<DateRange> parse_period(std::string_view text);

// "YYYY-MM-DD".
std::string to_string(const Date& date);

// The current day in UTC.
Date today();

// Days since 1970-01-01; negative before.
int days_since_epoch(const Date& date);

// The inverse.
Date date_of_day(int days_since_epoch);

}  // namespace nonmun
