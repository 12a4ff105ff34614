// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/digest_lines.hpp"

#include <algorithm>
#include <array>

#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// The text after one of the keys (in any case) and a colon.
template <std::size_t N>
std::optional<std::string_view> after_key(std::string_view line,
                                          const std::array<std::string_view, N>& keys) {
    for (const std::string_view key : keys) {
        if (line.size() <= key.size() || fold_case(line.substr(0, key.size())) != key) continue;
        const std::string_view rest = trim(line.substr(key.size()));
        if (rest.starts_with(':')) return trim(rest.substr(1));
    }
    return std::nullopt;
}

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
    const auto begin = text.find(open);
    if (begin == std::string_view::npos) return {};
    const auto from = begin + open.size();
    const auto end = text.find(close, from);
    return end == std::string_view::npos ? std::string_view{} : text.substr(from, end - from);
}

// The value of src="…" or src='…'.
std::string_view source_attribute(std::string_view tag) {
    const std::string_view quoted = between(tag, "src=\"", "\"");
    return quoted.empty() ? between(tag, "src='", "'") : quoted;
}

// A list of strings as Python prints it.
std::vector<std::string> read_python_list(std::string_view list) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < list.size();) {
        const char quote = list[at++];
        if (quote != '\'' && quote != '"') continue;
        std::string name;
        while (at < list.size() && list[at] != quote) {
            if (list[at] == '\\' && at + 1 < list.size()) ++at;
            name += list[at++];
        }
        ++at;
        names.push_back(std::move(name));
    }
    return names;
}

// "Robert Downey, Jr." is one name.
bool is_name_suffix(std::string_view part) {
    static constexpr std::array<std::string_view, 7> suffixes = {"Jr", "Jr.", "Sr", "Sr.",
                                                                 "II", "III", "IV"};
    return std::find(suffixes.begin(), suffixes.end(), part) != suffixes.end();
}

std::vector<std::string> read_comma_list(std::string_view list) {
    std::vector<std::string> names;
    for (const std::string_view item : split(list, ',')) {
        const std::string_view part = trim(item);
        if (is_name_suffix(part) && !names.empty()) {
            names.back().append(", ").append(part);
        } else if (!part.empty()) {
            names.emplace_back(part);
        }
    }
    return names;
}

// The length of "-", "*", "+", "•" or "12." before a blank; 0 when the line is no list item.
std::size_t marker_size(std::string_view line) {
    for (const std::string_view bullet : {"-", "*", "+", "•"}) {
        if (line.starts_with(bullet)) return bullet.size();
    }
    std::size_t digits = 0;
    while (digits < line.size() && is_ascii_digit(line[digits])) ++digits;
    if (digits == 0 || digits > 3 || digits >= line.size()) return 0;
    return line[digits] == '.' || line[digits] == ')' ? digits + 1 : 0;
}

}  // namespace

std::optional<std::string_view> read_day(std::string_view line) {
    if (!line.starts_with('#') || line.starts_with("###")) return std::nullopt;
    const std::string_view heading =
        trim(line.substr(std::min(line.find_first_not_of('#'), line.size())));
    static constexpr std::string_view name = "daily papers";
    if (fold_case(heading.substr(0, name.size())) != name) return std::nullopt;
    std::string_view rest = trim(heading.substr(name.size()));
    if (rest.starts_with('(')) rest.remove_prefix(1);
    if (rest.ends_with(')')) rest.remove_suffix(1);
    return trim(rest);
}

std::optional<Heading> read_entry(std::string_view line) {
    if (!line.starts_with("###") || line.starts_with("####")) return std::nullopt;
    const std::string_view text = trim(line.substr(3));
    const auto middle = text.rfind("](");
    if (!text.starts_with('[') || middle == std::string_view::npos)
        return Heading{std::string(text), ""};
    std::string_view url = text.substr(middle + 2);
    url = url.substr(0, url.rfind(')'));
    return Heading{std::string(trim(text.substr(1, middle - 1))), std::string(trim(url))};
}

std::optional<Media> read_media(std::string_view line) {
    if (line.starts_with("![")) {
        const std::string_view url = trim(between(line, "](", ")"));
        if (!url.empty()) return Media{"image", std::string(url)};
    } else if (fold_case(line.substr(0, 7)) == "[watch ") {
        const auto close = line.find(']');
        std::string_view url =
            close == std::string_view::npos ? std::string_view{} : trim(line.substr(close + 1));
        if (url.starts_with('(')) url = url.substr(1, url.rfind(')') - 1);
        if (!url.empty()) return Media{"video", std::string(trim(url))};
    } else if (line.starts_with('<')) {
        const std::string_view url = trim(source_attribute(line));
        if (!url.empty())
            return Media{line.find("<video") != std::string_view::npos ? "video" : "image",
                         std::string(url)};
    }
    return std::nullopt;
}

std::optional<std::string_view> read_votes(std::string_view line) {
    return after_key(line, std::array<std::string_view, 2>{"vote", "votes"});
}

std::optional<std::vector<std::string>> read_authors(std::string_view line) {
    const auto list = after_key(line, std::array<std::string_view, 2>{"authors", "author"});
    if (!list) return std::nullopt;
    if (!list->starts_with('[')) return read_comma_list(*list);
    if (list->find_first_of("'\"") != std::string_view::npos) return read_python_list(*list);
    return read_comma_list(between(*list, "[", "]"));
}

std::optional<ListItem> read_list_item(std::string_view line) {
    const std::string_view text = trim(line);
    const std::size_t marker = marker_size(text);
    if (marker == 0) return std::nullopt;
    const std::string_view rest = trim(text.substr(marker));
    // A blank, or nothing, follows a marker: "-5 points" and "*x*" are text.
    if (!rest.empty() && rest.data() == text.data() + marker) return std::nullopt;
    return ListItem{text.data() != line.data() || is_ascii_digit(text.front()), rest};
}

SummaryItem read_label(std::string_view text) {
    const std::size_t stars = std::min(text.find_first_not_of('*'), text.size());
    SummaryItem unlabelled{std::nullopt, std::string(text)};
    if (stars < 2 || stars > 3) return unlabelled;
    const std::string_view marker = text.substr(0, stars);
    const auto close = text.find(marker, stars);
    if (close == std::string_view::npos) return unlabelled;
    std::string_view label = trim(text.substr(stars, close - stars));
    std::string_view rest = trim(text.substr(close + stars));
    bool colon = false;
    for (const std::string_view mark : {":", "："}) {
        if (label.ends_with(mark)) {
            label.remove_suffix(mark.size());
            colon = true;
        } else if (rest.starts_with(mark)) {
            rest.remove_prefix(mark.size());
            colon = true;
        }
    }
    // Bold text at the start of a sentence is not a label; bold text alone on a line is.
    if (label.empty() || !(colon || rest.empty())) return unlabelled;
    return {std::string(trim(label)), std::string(trim(rest))};
}

bool is_rule(std::string_view line) {
    return line.size() >= 3 && line.find_first_not_of("-*_= ") == std::string_view::npos &&
           std::count(line.begin(), line.end(), line.front()) >= 3;
}

}  // namespace nonmun
