// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <charconv>
#include <utility>

#include "common/paper.hpp"
#include "common/unicode.hpp"
#include "query/language/query_lexer.hpp"
#include "query/language/query_node.hpp"

namespace nonmun {
namespace {

// Parentheses inside each other; a query that has more, or would when it is written back, is read
// without any.
constexpr int deepest_group = 32;

// "2024-05..2024-06", "2024", "..2024-06", ">=2024-05".
std::optional<DateRange> read_dates(std::string_view text) {
    DateRange range{Date{1, 1, 1}, Date{9999, 12, 31}};
    const auto at_least = [&](std::string_view t) {
        const auto period = parse_period(t);
        if (period) range.first = period->first;
        return period.has_value();
    };
    const auto at_most = [&](std::string_view t) {
        const auto period = parse_period(t);
        if (period) range.last = period->last;
        return period.has_value();
    };
    bool good = false;
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        const std::string_view first = text.substr(0, dots);
        const std::string_view last = text.substr(dots + 2);
        good = !(first.empty() && last.empty()) && (first.empty() || at_least(first)) &&
               (last.empty() || at_most(last));
    } else if (text.starts_with(">=")) {
        good = at_least(text.substr(2));
    } else if (text.starts_with("<=")) {
        good = at_most(text.substr(2));
    } else {
        good = at_least(text) && at_most(text);
    }
    return good ? std::optional(range) : std::nullopt;
}

std::optional<std::int64_t> read_count(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc{} && end == text.data() + text.size() && value >= 0 &&
                      value <= max_votes;
    return good ? std::optional(value) : std::nullopt;
}

struct VoteRange {
    std::int64_t least = 0;
    std::int64_t most = max_votes;
};

// ">=20", ">20", "<=5", "<5", "20..50", "20..", "20".
std::optional<VoteRange> read_vote_range(std::string_view text) {
    VoteRange range;
    const auto set = [](std::int64_t& end, std::string_view number, std::int64_t shift) {
        const auto count = read_count(number);
        if (!count || *count + shift < 0 || *count + shift > max_votes) return false;
        end = *count + shift;
        return true;
    };
    bool good = false;
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        const std::string_view first = text.substr(0, dots);
        const std::string_view last = text.substr(dots + 2);
        good = !(first.empty() && last.empty()) && (first.empty() || set(range.least, first, 0)) &&
               (last.empty() || set(range.most, last, 0));
    } else if (text.starts_with(">=")) {
        good = set(range.least, text.substr(2), 0);
    } else if (text.starts_with("<=")) {
        good = set(range.most, text.substr(2), 0);
    } else if (text.starts_with(">")) {
        good = set(range.least, text.substr(1), 1);
    } else if (text.starts_with("<")) {
        good = set(range.most, text.substr(1), -1);
    } else {
        good = set(range.least, text, 0) && set(range.most, text, 0);
    }
    return good ? std::optional(range) : std::nullopt;
}

bool is_leaf(const QueryNode& node) {
    return node.kind != NodeKind::group && node.kind != NodeKind::any;
}

// A group of one is that one, with the sign of the group; only the negation of a negation stays.
QueryNode unwrapped(QueryNode node) {
    while (node.kind == NodeKind::group && node.children.size() == 1) {
        QueryNode child = std::move(node.children.front());
        if (node.occur == Occur::must_not && child.occur == Occur::must_not) {
            node.children.front() = std::move(child);
            break;
        }
        if (child.occur == Occur::should || node.occur == Occur::must_not) child.occur = node.occur;
        node = std::move(child);
    }
    return node;
}

// Recursive descent: any := all (OR all)*; all := sequence (AND sequence)*; sequence := clause+.
class Parser {
  public:
    Parser(const std::string& text, bool flat) : lexer_(text, flat) { advance(); }

    ParsedQuery parse() {
        ParsedQuery parsed;
        parsed.root = any(0);
        while (lexeme_.kind != Lexeme::Kind::end) {  // a closing parenthesis that opens nothing
            advance();
            for (QueryNode& child : any(0).children)
                parsed.root.children.push_back(std::move(child));
        }
        parsed.remarks = std::move(remarks_);
        return parsed;
    }

    bool too_deep() const { return too_deep_; }

  private:
    void advance() { lexeme_ = lexer_.next(); }

    bool at_operator(const char* name) const {
        return lexeme_.kind == Lexeme::Kind::word && lexeme_.sign.empty() &&
               lexeme_.field.empty() && lexeme_.text == name;
    }

    bool at_end() const {
        return lexeme_.kind == Lexeme::Kind::end || lexeme_.kind == Lexeme::Kind::close;
    }

    // A group: of what the alternative says when there is one, else of one `any` whose children are
    // groups.
    QueryNode any(int depth) {
        std::vector<QueryNode> alternatives;
        add(alternatives, all(depth));
        while (at_operator("OR")) {
            advance();
            add(alternatives, all(depth));
        }
        if (alternatives.empty()) return {};
        if (alternatives.size() == 1) return std::move(alternatives.front());
        QueryNode node;
        node.kind = NodeKind::any;
        node.children = std::move(alternatives);
        QueryNode group;
        group.children.push_back(std::move(node));
        return group;
    }

    QueryNode all(int depth) {
        std::vector<QueryNode> conditions;
        add(conditions, sequence(depth));
        while (at_operator("AND")) {
            advance();
            add(conditions, sequence(depth));
        }
        if (conditions.size() == 1) return std::move(conditions.front());
        QueryNode node;
        for (QueryNode& condition : conditions) {
            condition.occur = Occur::must;
            node.children.push_back(unwrapped(std::move(condition)));
        }
        return node;
    }

    static void add(std::vector<QueryNode>& nodes, QueryNode node) {
        if (node.kind != NodeKind::group || !node.children.empty())
            nodes.push_back(std::move(node));
    }

    QueryNode sequence(int depth) {
        QueryNode group;
        bool negated = false;
        while (!at_end() && !at_operator("OR") && !at_operator("AND")) {
            if (at_operator("NOT")) {
                negated = true;
                advance();
                continue;
            }
            QueryNode node = clause(depth);
            if (negated) node.occur = Occur::must_not;
            negated = false;
            add(group.children, unwrapped(std::move(node)));
        }
        const bool group_of_group = group.children.size() == 1 &&
                                    group.children.front().kind == NodeKind::group &&
                                    group.children.front().occur == Occur::should;
        return group_of_group ? QueryNode(std::move(group.children.front())) : group;
    }

    // title:(a b) is title:a title:b, and title:(a OR b) is title:a OR title:b.
    QueryNode clause(int depth) {
        const Lexeme lexeme = lexeme_;
        const Field field = lexeme.field.empty() ? field_ : find_field(lexeme.field)->field;
        advance();
        QueryNode node;
        if (lexeme.kind == Lexeme::Kind::open) {
            too_deep_ = too_deep_ || depth >= deepest_group;
            const Field outer = std::exchange(field_, field);
            if (!too_deep_) node = any(depth + 1);
            field_ = outer;
            if (lexeme_.kind == Lexeme::Kind::close) advance();
        } else {
            node = leaf(lexeme, field);
        }
        // What names a field is asked for, whatever else is.
        const bool asked = is_leaf(node) ? node.field != Field::any : field != Field::any;
        node.occur = lexeme.sign == "-"            ? Occur::must_not
                     : lexeme.sign == "+" || asked ? Occur::must
                                                   : Occur::should;
        return node;
    }

    QueryNode leaf(const Lexeme& lexeme, Field field) {
        if (field == Field::date || field == Field::votes) return range(lexeme, field);
        QueryNode node;
        node.field = field;
        node.kind = lexeme.kind == Lexeme::Kind::quoted ? NodeKind::phrase : NodeKind::words;
        node.text = lexeme.text;
        node.begin = lexeme.begin;
        node.end = lexeme.end;
        if (node.kind == NodeKind::words && node.text.size() > 1 && node.text.ends_with('*')) {
            node.kind = NodeKind::prefix;
            node.text.pop_back();
            --node.end;
        }
        return node;
    }

    QueryNode range(const Lexeme& lexeme, Field field) {
        QueryNode node;
        node.field = field;
        const std::string_view text = trim(lexeme.text);
        node.text = lexeme.field + ":" +
                    (lexeme.kind == Lexeme::Kind::quoted ? "\"" + lexeme.text + "\"" : lexeme.text);
        if (field == Field::date) {
            if (const auto dates = read_dates(text)) {
                node.kind = NodeKind::dates;
                node.text.clear();
                node.dates = *dates;
                return node;
            }
            remarks_.push_back(node.text +
                               " is no day, month, year or range of them; searched as words");
        } else {
            if (const auto votes = read_vote_range(text)) {
                node.kind = NodeKind::votes;
                node.text.clear();
                node.least_votes = votes->least;
                node.most_votes = votes->most;
                return node;
            }
            remarks_.push_back(node.text + " is no number or range of numbers; searched as words");
        }
        node.kind = NodeKind::words;
        node.field = Field::any;
        return node;
    }

    Lexer lexer_;
    Lexeme lexeme_;
    Field field_ = Field::any;  // of the group that is being read
    bool too_deep_ = false;
    std::vector<std::string> remarks_;
};

std::string write_leaf(const QueryNode& node) {
    switch (node.kind) {
        case NodeKind::phrase:
            return "\"" + node.text + "\"";
        case NodeKind::prefix:
            return node.text + "*";
        case NodeKind::dates:
            return to_string(node.dates.first) + ".." + to_string(node.dates.last);
        case NodeKind::votes:
            return node.most_votes == max_votes
                       ? ">=" + std::to_string(node.least_votes)
                       : std::to_string(node.least_votes) + ".." + std::to_string(node.most_votes);
        default:
            return node.text;
    }
}

// "+", "-" or ""; what is asked for in a field says so by its field alone.
std::string sign(const QueryNode& node) {
    const bool asked = is_leaf(node) && node.field != Field::any;
    return node.occur == Occur::must_not ? "-" : node.occur == Occur::must && !asked ? "+" : "";
}

// Whether a part of a query needs parentheses beside others.
bool is_enclosed(const QueryNode& node) {
    if (is_leaf(node) || node.children.empty()) return false;
    return node.children.size() > 1 || !sign(node.children.front()).empty();
}

// How many parentheses stand inside each other in the query as it is written.
int depth(const QueryNode& node) {
    int deepest = 0;
    for (const QueryNode& child : node.children)
        deepest = std::max(deepest, depth(child) + (is_enclosed(child) ? 1 : 0));
    return deepest;
}

std::string write(const QueryNode& node) {
    if (is_leaf(node)) {
        const std::string_view field = row_of(node.field).name;
        return field.empty() ? write_leaf(node) : std::string(field) + ":" + write_leaf(node);
    }
    const bool lone = node.children.size() == 1;
    std::string text;
    for (const QueryNode& child : node.children) {
        if (!text.empty()) text += node.kind == NodeKind::any ? " OR " : " ";
        text += sign(child);
        const bool enclosed = is_enclosed(child) && !(lone && child.occur == Occur::should);
        text += enclosed ? "(" + write(child) + ")" : write(child);
    }
    return text;
}

}  // namespace

ParsedQuery parse_query(const std::string& text) {
    const std::string clean = printable(clean_text(text));
    Parser parser(clean, false);
    ParsedQuery parsed = parser.parse();
    if (parser.too_deep() || depth(parsed.root) > deepest_group)
        parsed = Parser(clean, true).parse();
    parsed.text = clean;
    return parsed;
}

std::string to_string(const QueryNode& node) {
    return write(node);
}

}  // namespace nonmun
