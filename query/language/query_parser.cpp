// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/query_parser.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "common/paper.hpp"
#include "common/unicode.hpp"
#include "query/language/query_lexer.hpp"

namespace nonmun {
namespace {

// The maximum depth of nested parentheses. A query with deeper ones, typed or written back, is
// parsed again with its parentheses as blanks.
constexpr int max_depth = 32;

// "A..B", "A..", "..B", ">=A", "<=B" or "A". `read` reads A and B, each as a range: a month is the
// range of its days. nullopt if one of them cannot be read.
template <typename Range, typename Read>
std::optional<Range> read_range(std::string_view text, const Range& all, Read read) {
    std::string_view first = text, last = text;
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
        first = text.substr(0, dots);
        last = text.substr(dots + 2);
    } else if (text.starts_with(">=")) {
        first = text.substr(2);
        last = {};
    } else if (text.starts_with("<=")) {
        first = {};
        last = text.substr(2);
    }
    const std::optional<Range> least = read(first), most = read(last);
    if (first.size() + last.size() == 0 || (!first.empty() && !least) || (!last.empty() && !most))
        return std::nullopt;
    return Range{least ? least->first : all.first, most ? most->last : all.last};
}

std::optional<DateRange> read_dates(std::string_view text) {
    return read_range(text, DateRange{Date{1, 1, 1}, Date{9999, 12, 31}}, parse_period);
}

struct VoteRange {
    std::int64_t first, last;
};

std::optional<VoteRange> read_count(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc{} && end == text.data() + text.size() && value >= 0 &&
                      value <= max_votes;
    return good ? std::optional(VoteRange{value, value}) : std::nullopt;
}

// Also ">20" and "<5".
std::optional<VoteRange> read_votes(std::string_view text) {
    const auto other = read_count(text.substr(std::min<std::size_t>(1, text.size())));
    if (text.starts_with('>') && other && other->first < max_votes)
        return VoteRange{other->first + 1, max_votes};
    if (text.starts_with('<') && other && other->first > 0) return VoteRange{0, other->first - 1};
    return read_range(text, VoteRange{0, max_votes}, read_count);
}

bool is_leaf(const QueryNode& node) {
    return node.kind != NodeKind::group && node.kind != NodeKind::any;
}

// Replaces a group of one node by that node with the sign of the group. Keeps a negated group of a
// negated node.
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
    explicit Parser(const std::string& text) : lexemes_(lexemes_of(text)) {}

    ParsedQuery parse() {
        ParsedQuery parsed;
        parsed.root = any(0);
        while (next_->kind != Lexeme::Kind::end) {  // at an unmatched closing parenthesis
            ++next_;
            for (QueryNode& child : any(0).children)
                parsed.root.children.push_back(std::move(child));
        }
        parsed.remarks = std::move(remarks_);
        return parsed;
    }

    bool too_deep() const { return too_deep_; }

  private:
    bool at_operator(const char* name) const {
        return next_->kind == Lexeme::Kind::word && next_->sign.empty() && next_->field.empty() &&
               next_->text == name;
    }

    bool at_end() const {
        return next_->kind == Lexeme::Kind::end || next_->kind == Lexeme::Kind::close;
    }

    // A group: the alternative if there is only one, else a group of one `any` node whose children
    // are the alternatives.
    QueryNode any(int depth) {
        std::vector<QueryNode> alternatives;
        add(alternatives, all(depth));
        while (at_operator("OR")) {
            ++next_;
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
            ++next_;
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
                ++next_;
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
        const Lexeme& lexeme = *next_++;
        const Field field = lexeme.field.empty() ? field_ : find_field(lexeme.field)->field;
        QueryNode node;
        if (lexeme.kind == Lexeme::Kind::open) {
            too_deep_ = too_deep_ || depth >= max_depth;
            const Field outer = std::exchange(field_, field);
            if (!too_deep_) node = any(depth + 1);
            field_ = outer;
            if (next_->kind == Lexeme::Kind::close) ++next_;
        } else {
            node = leaf(lexeme, field);
        }
        // Conditions on a field are always required.
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
        const auto dates = field == Field::date ? read_dates(text) : std::nullopt;
        const auto votes = field == Field::votes ? read_votes(text) : std::nullopt;
        if (dates) {
            node.kind = NodeKind::dates;
            node.dates = *dates;
        } else if (votes) {
            node.kind = NodeKind::votes;
            node.least_votes = votes->first;
            node.most_votes = votes->last;
        } else {
            node.kind = NodeKind::words;
            node.field = Field::any;
            node.text =
                lexeme.field + ":" +
                (lexeme.kind == Lexeme::Kind::quoted ? "\"" + lexeme.text + "\"" : lexeme.text);
            remarks_.push_back(node.text +
                               (field == Field::date
                                    ? " is not a day, month, year or range of these"
                                    : " is not a number or a range of numbers") +
                               "; searched as words");
        }
        return node;
    }

    const std::vector<Lexeme> lexemes_;
    std::vector<Lexeme>::const_iterator next_ = lexemes_.begin();
    Field field_ = Field::any;  // of the current group
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

// "+", "-" or "". A condition on a field is required without a "+".
std::string sign(const QueryNode& node) {
    const bool asked = is_leaf(node) && node.field != Field::any;
    return node.occur == Occur::must_not ? "-" : node.occur == Occur::must && !asked ? "+" : "";
}

// Whether the node needs parentheses if it is not alone.
bool is_enclosed(const QueryNode& node) {
    if (is_leaf(node) || node.children.empty()) return false;
    return node.children.size() > 1 || !sign(node.children.front()).empty();
}

// The depth of nested parentheses in to_string(node).
int depth(const QueryNode& node) {
    int deepest = 0;
    for (const QueryNode& child : node.children)
        deepest = std::max(deepest, depth(child) + (is_enclosed(child) ? 1 : 0));
    return deepest;
}

}  // namespace

ParsedQuery parse_query(const std::string& text) {
    const std::string clean = printable(clean_text(text));
    Parser parser(clean);
    ParsedQuery parsed = parser.parse();
    if (parser.too_deep() || depth(parsed.root) > max_depth) {
        std::string flat = clean;
        std::replace_if(
            flat.begin(), flat.end(), [](char c) { return c == '(' || c == ')'; }, ' ');
        parsed = Parser(flat).parse();
    }
    parsed.text = clean;
    return parsed;
}

std::string to_string(const QueryNode& node) {
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
        text += enclosed ? "(" + to_string(child) + ")" : to_string(child);
    }
    return text;
}

}  // namespace nonmun
