// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_line.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "common/paper_members.hpp"

namespace nonmun {
namespace {

class LineWriter {
  public:
    explicit LineWriter(std::string& to) : to_(to) {}

    void write(const std::string& text) { append_json(to_, text); }

    void write(const Date& date) { to_.append(1, '"').append(to_string(date)).append(1, '"'); }

    void write(std::int64_t number) {
        char digits[24];
        to_.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
    }

    template <typename Value>
    void write(const std::optional<Value>& value) {
        value ? write(*value) : void(to_ += "null");
    }

    template <typename Item>
    void write(const std::vector<Item>& list) {
        append_list(to_, list, [&](const Item& item) { write(item); });
    }

    template <typename Object>
    void write(const Object& object) {
        to_ += '{';
        bool first = true;
        for_each_member(object, [&](const Member& member, const auto& value) {
            to_ += member.key(std::exchange(first, false));
            write(value);
        });
        to_ += '}';
    }

  private:
    std::string& to_;
};

// Reads exactly what LineWriter writes. After the first difference good() is false and nothing more
// is read.
class LineReader {
  public:
    explicit LineReader(std::string_view line) : left_(line) {}

    bool good_at_end() const { return good_ && left_.empty(); }

    void read(std::string& text) {
        expect("\"");
        while (good_) {
            const auto end = std::min(left_.find_first_of("\"\\"), left_.size());
            text.append(left_, 0, end);
            left_.remove_prefix(end);
            if (take("\"")) return;
            if (take("\\\"")) {
                text += '"';
            } else if (take("\\\\")) {
                text += '\\';
            } else {
                good_ = false;
            }
        }
    }

    void read(Date& date) {
        std::string text;
        read(text);
        const auto parsed = parse_date(text);
        good_ = good_ && parsed;
        if (parsed) date = *parsed;
    }

    void read(std::int64_t& number) {
        const auto [end, error] =
            std::from_chars(left_.data(), left_.data() + left_.size(), number);
        good_ = good_ && error == std::errc{};
        if (good_) left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
    }

    template <typename Value>
    void read(std::optional<Value>& value) {
        if (!take("null")) read(value.emplace());
    }

    template <typename Item>
    void read(std::vector<Item>& list) {
        expect("[");
        if (take("]")) return;
        do read(list.emplace_back());
        while (take(","));
        expect("]");
    }

    template <typename Object>
    void read(Object& object) {
        expect("{");
        bool first = true;
        for_each_member(object, [&](const Member& member, auto& value) {
            expect(member.key(std::exchange(first, false)));
            read(value);
        });
        expect("}");
    }

  private:
    // Whether the literal is next; then it is skipped.
    bool take(std::string_view literal) {
        if (!good_ || !left_.starts_with(literal)) return false;
        left_.remove_prefix(literal.size());
        return true;
    }

    void expect(std::string_view literal) { good_ = take(literal); }

    std::string_view left_;
    bool good_ = true;
};

}  // namespace

void append_json(std::string& to, const Paper& paper) {
    LineWriter(to).write(paper);
}

std::string to_line(const Paper& paper) {
    std::string line;
    append_json(line, paper);
    return line;
}

std::optional<Paper> paper_from_own_line(std::string_view line) {
    LineReader reader(line);
    Paper paper;
    reader.read(paper);
    if (!reader.good_at_end() || paper.appearances.size() > most_appearances) return std::nullopt;
    return paper;
}

}  // namespace nonmun
