#include <unicode/uchar.h>

#include <charconv>
#include <limits>

#include "common/paper.hpp"
#include "common/unicode.hpp"
#include "query/query_node.hpp"

namespace nonmun {
namespace {

constexpr int deepest_group = 32;

struct Lexeme {
    enum class Kind { open, close, quoted, word, end } kind = Kind::end;
    std::string text;   // of a word or between the quotes
    std::string sign;   // "+", "-" or ""
    std::string field;  // before the colon, or ""
};

bool is_blank(char32_t c) {
    return u_isUWhiteSpace(static_cast<UChar32>(c)) || c < 0x20;
}

// Typographic quotes count as plain ones, as they come from copied text.
bool is_quote(char32_t c) {
    return c == '"' || c == 0x201C || c == 0x201D;
}

// Cuts the text into words, quoted phrases and parentheses, with the sign and the field that stand
// directly before.
class Lexer {
  public:
    explicit Lexer(const std::string& text) : text_(text) {}

    Lexeme next() {
        while (at_ < text_.size() && is_blank(peek().value)) at_ = peek().end;
        Lexeme lexeme;
        if (at_ >= text_.size()) return lexeme;
        read_sign(lexeme);
        read_field(lexeme);
        const CodePoint c = peek();
        if (at_ < text_.size() && is_quote(c.value) && read_quoted(lexeme)) return lexeme;
        if (at_ < text_.size() && (c.value == '(' || c.value == ')')) {
            lexeme.kind = c.value == '(' ? Lexeme::Kind::open : Lexeme::Kind::close;
            at_ = c.end;
            return lexeme;
        }
        read_word(lexeme);
        return lexeme;
    }

  private:
    CodePoint peek() const {
        return at_ < text_.size() ? code_point_at(text_, at_) : CodePoint{0, at_, at_ + 1};
    }

    void read_sign(Lexeme& lexeme) {
        const char c = text_[at_];
        const bool more = at_ + 1 < text_.size() && !is_blank(code_point_at(text_, at_ + 1).value);
        if ((c == '+' || c == '-') && more && text_[at_ + 1] != c) {
            lexeme.sign = c;
            ++at_;
        }
    }

    void read_field(Lexeme& lexeme) {
        std::size_t end = at_;
        while (end < text_.size() && (std::isalpha(static_cast<unsigned char>(text_[end])))) ++end;
        if (end == at_ || end >= text_.size() || text_[end] != ':') return;
        const std::string name = fold_case(std::string_view(text_).substr(at_, end - at_));
        if (!find_field(name)) return;
        lexeme.field = name;
        at_ = end + 1;
    }

    bool read_quoted(Lexeme& lexeme) {
        const std::size_t begin = peek().end;
        for (std::size_t at = begin; at < text_.size();) {
            const CodePoint c = code_point_at(text_, at);
            if (is_quote(c.value)) {
                lexeme.kind = Lexeme::Kind::quoted;
                lexeme.text = text_.substr(begin, at - begin);
                at_ = c.end;
                return true;
            }
            at = c.end;
        }
        at_ = begin;  // never closed: the mark alone is passed over
        return false;
    }

    void read_word(Lexeme& lexeme) {
        const std::size_t begin = at_;
        int open = 0;
        while (at_ < text_.size()) {
            const CodePoint c = peek();
            if (is_blank(c.value) || (is_quote(c.value) && at_ > begin)) break;
            // "f(x)" is one word; a parenthesis that closes a group is not part of it.
            if (c.value == '(' && at_ > begin) ++open;
            if (c.value == ')' && --open < 0) break;
            at_ = c.end;
        }
        lexeme.kind = Lexeme::Kind::word;
        lexeme.text = text_.substr(begin, at_ - begin);
    }

    const std::string& text_;
    std::size_t at_ = 0;
};

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
        if (count) end = *count + shift;
        return count.has_value();
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

// Recursive descent: any := all (OR all)*; all := sequence (AND sequence)*; sequence := clause+.
class Parser {
  public:
    explicit Parser(const std::string& text) : lexer_(text) { advance(); }

    ParsedQuery parse() {
        ParsedQuery parsed;
        parsed.root = any(0);
        while (lexeme_.kind != Lexeme::Kind::end) {  // a closing parenthesis that opens nothing
            advance();
            QueryNode more = any(0);
            for (QueryNode& child : as_group(std::move(more)).children)
                parsed.root.children.push_back(std::move(child));
        }
        parsed.remarks = std::move(remarks_);
        return parsed;
    }

  private:
    void advance() { lexeme_ = lexer_.next(); }

    bool at_operator(const char* name) const {
        return lexeme_.kind == Lexeme::Kind::word && lexeme_.sign.empty() &&
               lexeme_.field.empty() && lexeme_.text == name;
    }

    bool at_end() const {
        return lexeme_.kind == Lexeme::Kind::end || lexeme_.kind == Lexeme::Kind::close;
    }

    static QueryNode as_group(QueryNode node) {
        if (node.kind == NodeKind::group && node.occur == Occur::should) return node;
        QueryNode group;
        group.children.push_back(std::move(node));
        return group;
    }

    QueryNode any(int depth) {
        std::vector<QueryNode> alternatives;
        add(alternatives, all(depth));
        while (at_operator("OR")) {
            advance();
            add(alternatives, all(depth));
        }
        if (alternatives.empty()) return {};
        if (alternatives.size() == 1) return as_group(std::move(alternatives.front()));
        QueryNode node;
        node.kind = NodeKind::any;
        node.children = std::move(alternatives);
        return as_group(std::move(node));
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
            node.children.push_back(std::move(condition));
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
            add(group.children, std::move(node));
        }
        return group;
    }

    QueryNode clause(int depth) {
        const Lexeme lexeme = lexeme_;
        advance();
        const Occur occur = lexeme.sign == "+"   ? Occur::must
                            : lexeme.sign == "-" ? Occur::must_not
                                                 : Occur::should;
        if (lexeme.kind == Lexeme::Kind::open) {
            QueryNode node = depth < deepest_group ? any(depth + 1) : QueryNode{};
            if (lexeme_.kind == Lexeme::Kind::close) advance();
            node.occur = occur;
            if (!lexeme.field.empty()) set_field(node, find_field(lexeme.field)->field);
            return node;
        }
        QueryNode node = leaf(lexeme);
        // What names a field is asked for, whatever else is.
        node.occur = occur == Occur::should && node.field != Field::any ? Occur::must : occur;
        return node;
    }

    static void set_field(QueryNode& node, Field field) {
        if (node.field == Field::any && node.kind != NodeKind::group && node.kind != NodeKind::any)
            node.field = field;
        for (QueryNode& child : node.children) set_field(child, field);
        if (node.kind == NodeKind::group && node.occur == Occur::should) node.occur = Occur::must;
    }

    QueryNode leaf(const Lexeme& lexeme) {
        const Field field = lexeme.field.empty() ? Field::any : find_field(lexeme.field)->field;
        if (field == Field::date || field == Field::votes) return range(lexeme, field);
        QueryNode node;
        node.field = field;
        node.kind = lexeme.kind == Lexeme::Kind::quoted ? NodeKind::phrase : NodeKind::words;
        node.text = lexeme.text;
        if (node.kind == NodeKind::words && node.text.size() > 1 && node.text.ends_with('*')) {
            node.kind = NodeKind::prefix;
            node.text.pop_back();
        }
        return node;
    }

    QueryNode range(const Lexeme& lexeme, Field field) {
        QueryNode node;
        node.field = field;
        const std::string_view text = trim(lexeme.text);
        if (field == Field::date) {
            if (const auto dates = read_dates(text)) {
                node.kind = NodeKind::dates;
                node.dates = *dates;
                return node;
            }
            remarks_.push_back("date:" + printable(text) +
                               " is no day, month, year or range of them; searched as words");
        } else {
            if (const auto votes = read_vote_range(text)) {
                node.kind = NodeKind::votes;
                node.least_votes = votes->least;
                node.most_votes = votes->most;
                return node;
            }
            remarks_.push_back("votes:" + printable(text) +
                               " is no number or range of numbers; searched as words");
        }
        node.kind = NodeKind::words;
        node.field = Field::any;
        node.text = lexeme.field + " " + lexeme.text;
        return node;
    }

    Lexer lexer_;
    Lexeme lexeme_;
    std::vector<std::string> remarks_;
};

std::string write_leaf(const QueryNode& node) {
    const std::string text = printable(node.text);
    switch (node.kind) {
        case NodeKind::phrase:
            return "\"" + text + "\"";
        case NodeKind::prefix:
            return text + "*";
        case NodeKind::dates:
            return to_string(node.dates.first) + ".." + to_string(node.dates.last);
        case NodeKind::votes:
            return node.most_votes == max_votes
                       ? ">=" + std::to_string(node.least_votes)
                       : std::to_string(node.least_votes) + ".." + std::to_string(node.most_votes);
        default:
            return text;
    }
}

std::string write(const QueryNode& node, bool outermost) {
    if (node.kind != NodeKind::group && node.kind != NodeKind::any) {
        const std::string_view field = row_of(node.field).name;
        return field.empty() ? write_leaf(node) : std::string(field) + ":" + write_leaf(node);
    }
    std::string text;
    for (const QueryNode& child : node.children) {
        if (!text.empty()) text += node.kind == NodeKind::any ? " OR " : " ";
        const bool asked = child.kind != NodeKind::group && child.field != Field::any;
        if (child.occur == Occur::must_not) text += "-";
        if (child.occur == Occur::must && !asked) text += "+";
        text += write(child, false);
    }
    return outermost || node.children.size() < 2 ? text : "(" + text + ")";
}

}  // namespace

ParsedQuery parse_query(const std::string& text) {
    return Parser(clean_text(text)).parse();
}

std::string to_string(const QueryNode& node) {
    return write(node, true);
}

}  // namespace nonmun
