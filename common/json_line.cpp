// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/json_line.hpp"

#include <algorithm>
#include <charconv>

#include "common/paper_json.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// A byte that does not stand for itself in every line, or begins a character that may not, as a
// control of two bytes (C2). Those that begin with E2 are may_steer()'s.
bool is_special(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7F || byte == 0xC2;
}

// Whether it holds a bidirectional override, which begins with E2.
bool may_steer(std::string_view text) {
    for (auto at = text.find('\xE2'); at != std::string_view::npos;
         at = text.find('\xE2', at + 1)) {
        if (steers_terminal(code_point_at(text, at).value)) return true;
    }
    return false;
}

template <typename Number>
void append_number(std::string& to, Number number) {
    char digits[24];
    to.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

void append_or_null(std::string& to, const std::optional<Date>& date) {
    if (date) {
        to.append(1, '"').append(to_string(*date)).append(1, '"');
    } else {
        to += "null";
    }
}

void append_or_null(std::string& to, const std::optional<std::int64_t>& number) {
    number ? append_number(to, *number) : void(to += "null");
}

// Reads what it expects, one thing after another; once something else was there, nothing.
class LineReader {
  public:
    explicit LineReader(std::string_view line) : left_(line) {}

    bool good() const { return good_; }
    bool at_end() const { return good_ && left_.empty(); }

    // Whether the literal is next; then it is passed.
    bool take(std::string_view literal) {
        if (!good_ || !left_.starts_with(literal)) return false;
        left_.remove_prefix(literal.size());
        return true;
    }

    void expect(std::string_view literal) { good_ = take(literal); }

    std::string text() {
        std::string text;
        expect("\"");
        while (good_) {
            const auto end = std::min(left_.find_first_of("\"\\"), left_.size());
            text.append(left_, 0, end);
            left_.remove_prefix(end);
            if (take("\"")) return text;
            escape(text);
        }
        return text;
    }

    std::optional<std::int64_t> number_or_null() {
        if (take("null")) return std::nullopt;
        std::int64_t number = 0;
        const auto [end, error] =
            std::from_chars(left_.data(), left_.data() + left_.size(), number);
        good_ = good_ && error == std::errc{};
        if (good_) left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
        return number;
    }

    std::optional<Date> date_or_null() {
        if (take("null")) return std::nullopt;
        const auto date = parse_date(text());
        good_ = good_ && date.has_value();
        return date;
    }

    // `read` for each item of a list.
    template <typename Read>
    void list(Read read) {
        expect("[");
        if (take("]")) return;
        do read();
        while (take(","));
        expect("]");
    }

  private:
    void escape(std::string& text) {
        if (take("\\\"")) {
            text += '"';
        } else if (take("\\\\")) {
            text += '\\';
        } else {
            good_ = false;
        }
    }

    std::string_view left_;
    bool good_ = true;
};

}  // namespace

bool is_nested_too_deep(std::string_view json) {
    constexpr int deepest = 64;
    int depth = 0;
    bool inside_string = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (inside_string) {
            if (c == '\\') ++at;
            inside_string = c != '"';
        } else if (c == '"') {
            inside_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

void append_json(std::string& to, std::string_view text) {
    if (may_steer(text) || !is_utf8(text)) {
        to += to_line(Json(text));
        return;
    }
    const std::string_view whole = text;
    const std::size_t before = to.size();
    to += '"';
    while (!text.empty()) {
        const auto special = static_cast<std::size_t>(
            std::find_if(text.begin(), text.end(), is_special) - text.begin());
        to.append(text, 0, special);
        if (special == text.size()) break;
        const char c = text[special];
        if (c == '"' || c == '\\') {
            to.append(1, '\\').append(1, c);
        } else if (c == '\xC2' && static_cast<unsigned char>(text[special + 1]) >= 0xA0) {
            to += c;
        } else {
            to.resize(before);
            to += to_line(Json(whole));
            return;
        }
        text.remove_prefix(special + 1);
    }
    to += '"';
}

void append_json(std::string& to, const Paper& paper) {
    append_json(to += "{\"id\":", paper.id);
    append_json(to += ",\"title\":", paper.title);
    append_json(to += ",\"url\":", paper.url);
    append_or_null(to += ",\"date\":", paper.date);
    append_or_null(to += ",\"votes\":", paper.votes);
    append_list(to += ",\"authors\":", paper.authors,
                [&](const std::string& name) { append_json(to, name); });
    if (paper.media) {
        append_json(to += ",\"media\":{\"kind\":", paper.media->kind);
        append_json(to += ",\"url\":", paper.media->url);
        to += '}';
    } else {
        to += ",\"media\":null";
    }
    append_list(to += ",\"summary\":", paper.summary, [&](const SummaryItem& item) {
        to += "{\"section\":";
        item.section ? append_json(to, *item.section) : void(to += "null");
        append_json(to += ",\"text\":", item.text);
        to += '}';
    });
    append_list(to += ",\"appearances\":", paper.appearances, [&](const Appearance& appearance) {
        append_or_null(to += "{\"date\":", appearance.date);
        append_or_null(to += ",\"votes\":", appearance.votes);
        append_json(to += ",\"title\":", appearance.title);
        to += '}';
    });
    to += '}';
}

std::optional<Paper> paper_from_own_line(std::string_view line) {
    LineReader reader(line);
    Paper paper;
    reader.expect("{\"id\":");
    paper.id = reader.text();
    reader.expect(",\"title\":");
    paper.title = reader.text();
    reader.expect(",\"url\":");
    paper.url = reader.text();
    reader.expect(",\"date\":");
    paper.date = reader.date_or_null();
    reader.expect(",\"votes\":");
    paper.votes = reader.number_or_null();
    reader.expect(",\"authors\":");
    reader.list([&] { paper.authors.push_back(reader.text()); });
    reader.expect(",\"media\":");
    if (!reader.take("null")) {
        paper.media.emplace();
        reader.expect("{\"kind\":");
        paper.media->kind = reader.text();
        reader.expect(",\"url\":");
        paper.media->url = reader.text();
        reader.expect("}");
    }
    reader.expect(",\"summary\":");
    reader.list([&] {
        SummaryItem& item = paper.summary.emplace_back();
        reader.expect("{\"section\":");
        if (!reader.take("null")) item.section = reader.text();
        reader.expect(",\"text\":");
        item.text = reader.text();
        reader.expect("}");
    });
    reader.expect(",\"appearances\":");
    reader.list([&] {
        Appearance& appearance = paper.appearances.emplace_back();
        reader.expect("{\"date\":");
        appearance.date = reader.date_or_null();
        reader.expect(",\"votes\":");
        appearance.votes = reader.number_or_null();
        reader.expect(",\"title\":");
        appearance.title = reader.text();
        reader.expect("}");
    });
    reader.expect("}");
    if (!reader.at_end()) return std::nullopt;
    return paper;
}

}  // namespace nonmun
