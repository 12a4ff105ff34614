// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

namespace nonmun {

// A number with its noun: "1 paper", "2 papers". `noun` is a singular whose plural ends in "s".
std::string plural(std::size_t count, std::string_view noun);

// Whether the text is one or more ASCII digits and nothing else.
bool is_number(std::string_view text);

// The text before the first separator and the text after it. Without a separator the second is
// empty.
std::pair<std::string_view, std::string_view> cut(std::string_view text, char separator);

// The items with the separator between them. Items are strings, string views or C strings.
template <typename Items>
std::string joined(const Items& items, std::string_view separator = ", ") {
    std::string text;
    bool first = true;
    for (const auto& item : items) {
        if (!std::exchange(first, false)) text += separator;
        text += item;
    }
    return text;
}

// The parts of `text` between separators, in order, as views. A separator at the end makes no empty
// last part; an empty text has no parts:
//     for (std::string_view line : split(text, '\n')) …
class split {
  public:
    split(std::string_view text, char separator) : text_(text), separator_(separator) {}

    class iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using pointer = const std::string_view*;
        using reference = std::string_view;

        iterator(std::string_view rest, char separator) : rest_(rest), separator_(separator) {}

        std::string_view operator*() const { return rest_.substr(0, end()); }
        iterator& operator++() {
            rest_.remove_prefix(std::min(end() + 1, rest_.size()));
            return *this;
        }
        bool operator==(const iterator& other) const { return rest_.size() == other.rest_.size(); }

      private:
        std::size_t end() const { return std::min(rest_.find(separator_), rest_.size()); }

        std::string_view rest_;
        char separator_;
    };

    iterator begin() const { return {text_, separator_}; }
    iterator end() const { return {{}, separator_}; }

  private:
    std::string_view text_;
    char separator_;
};

}  // namespace nonmun
