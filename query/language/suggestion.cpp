// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/suggestion.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "common/analyzer/stop_words.hpp"
#include "common/author_name.hpp"
#include "common/unicode.hpp"
#include "query/language/field_words.hpp"
#include "query/language/hangul_letters.hpp"
#include "query/language/spelling.hpp"

namespace nonmun {
namespace {

constexpr int most_doubted = 8;
constexpr std::size_t least_latin = 3;  // letters; shorter words are near too much
constexpr std::size_t least_piece = 2;  // letters of a word that another was run together with
constexpr std::size_t longest_word = 60;
constexpr std::size_t most_splits = 3;  // that are looked for in papers
// A name for a word of no field is so much less likely than a word of the text as frequent.
constexpr double name_share = 0.1;
constexpr double least_known_papers = 2;  // papers that a word must stand in to be beyond doubt

// A word of a leaf: a whole Hangul run, or a piece of a Latin one.
struct Word {
    std::size_t begin = 0;  // bytes of the query's text
    std::size_t end = 0;
    std::string term;          // folded; of a Hangul run as written
    std::size_t stem_end = 0;  // of Hangul: bytes of the term without the particle
    bool hangul = false;
    bool lone = false;  // Hangul with letters that stand alone, which make no word
};

struct Replacement {
    std::size_t begin;
    std::size_t end;
    std::string text;
    double score;  // as of a Correction
    Field field;
    const QueryNode* group;  // in which it is searched together with others; nullptr: by itself
};

// A word beyond doubt.
struct KnownWord {
    std::size_t begin;
    std::string term;
    Field field;
    const QueryNode* group;
};

bool is_latin(std::string_view word) {
    return !word.empty() &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

// In capitals as typed, but never a word that the query language takes for an operator.
std::string in_case_of(std::string_view typed, std::string word) {
    if (typed.empty() || !is_upper(typed.front())) return word;
    const bool all = typed.size() > 1 && std::all_of(typed.begin(), typed.end(), is_upper);
    std::string cased = word;
    for (char& c : cased) {
        c = ascii_upper(c);
        if (!all) break;
    }
    const bool is_operator = cased == "AND" || cased == "OR" || cased == "NOT";
    return is_operator ? word : cased;
}

// What stands behind a stem, and the other form of it (은, 는) for one that ends otherwise.
std::vector<std::string> forms_of(const std::string& ending) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> pairs = {{
        {"으로", "로"},
        {"은", "는"},
        {"을", "를"},
        {"과", "와"},
        {"이라", "라"},
        {"이", "가"},
    }};
    std::vector<std::string> forms = {ending};
    for (const auto& [closed, open] : pairs) {
        for (const auto& [from, to] : {std::pair(closed, open), std::pair(open, closed)}) {
            if (ending.starts_with(from))
                forms.push_back(std::string(to) + ending.substr(from.size()));
        }
    }
    return forms;
}

// Finds what one word may have been meant to be.
class WordDoubt {
  public:
    WordDoubt(const FieldWords& words, const Word& word, std::string_view typed)
        : words_(words), word_(word), typed_(typed) {}

    bool doubted() const {
        if (word_.term.size() > longest_word || is_stop_word(word_.term)) return false;
        if (word_.lone) return true;
        if (word_.hangul) {
            return word_.term.size() >= 2 * syllable_bytes &&
                   words_.of_hangul(word_.term) < least_known_papers &&
                   !words_.is_korean(word_.term.substr(0, word_.stem_end));
        }
        return word_.term.size() >= least_latin && is_latin(word_.term) &&
               words_.of_latin(word_.term) < least_known_papers && !words_.is_author(word_.term);
    }

    std::optional<Replacement> replacement() {
        if (!word_.lone)
            own_ = word_.hangul ? words_.of_hangul(word_.term) : words_.of_latin(word_.term);
        if (own_ == 0) other_layout();
        if (best_.empty() && !word_.lone) word_.hangul ? hangul() : latin();
        if (best_.empty() || best_score_ <= own_ || best_ == typed_) return std::nullopt;
        return Replacement{word_.begin, word_.end, best_, best_score_, words_.field(), nullptr};
    }

  private:
    void consider(std::string text, double score) {
        if (score <= best_score_) return;
        best_ = std::move(text);
        best_score_ = score;
    }

    void other_layout() {
        if (word_.hangul) {
            const std::string keys = fold_case(latin_keys(word_.term));
            if (keys.size() >= least_latin) consider(keys, words_.of_latin(keys));
            return;
        }
        const std::string hangul = hangul_of_keys(typed_);
        if (hangul.size() >= 2 * syllable_bytes) consider(hangul, words_.of_hangul(hangul));
    }

    void latin() {
        nearest(words_.prefix(), 1);
        if (words_.field() == Field::any) nearest(row_of(Field::author).prefix, name_share);
        if (words_.field() != Field::author) run_together();
    }

    void nearest(std::string_view prefix, double share) {
        const auto corrections = latin_corrections(words_.database(), prefix, word_.term);
        if (corrections.empty()) return;
        const Correction& best = corrections.front();
        consider(in_case_of(typed_, best.word), best.score * share);
    }

    void run_together() {
        std::vector<std::pair<double, std::size_t>> splits;
        for (std::size_t at = least_piece; at + least_piece <= word_.term.size(); ++at) {
            const double rarer = std::min(words_.of_latin(word_.term.substr(0, at)),
                                          words_.of_latin(word_.term.substr(at)));
            if (rarer >= least_known_papers) splits.emplace_back(-rarer, at);
        }
        std::sort(splits.begin(), splits.end());
        splits.resize(std::min(splits.size(), most_splits));
        for (const auto& [rarer, at] : splits) {
            const std::string first = word_.term.substr(0, at), second = word_.term.substr(at);
            const double together = words_.side_by_side(first, second);
            consider(in_case_of(typed_, first) + " " + second, together / edit_cost);
        }
    }

    // The stem, with the particle left as typed, or the whole when the damage made its end look
    // like a particle.
    void hangul() {
        const std::string stem = word_.term.substr(0, word_.stem_end);
        near(stem, word_.term.substr(word_.stem_end));
        if (word_.stem_end < word_.term.size()) near(word_.term, "");
        if (!best_.empty() || own_ > 0 || words_.field() == Field::author) return;
        // One half of a compound.
        for (std::size_t at = 2 * syllable_bytes; at + 2 * syllable_bytes <= stem.size();
             at += syllable_bytes) {
            const std::string first = stem.substr(0, at), second = stem.substr(at);
            const std::string ending = word_.term.substr(word_.stem_end);
            if (words_.of_hangul(first) >= least_known_papers) near(second, ending, first, "");
            if (words_.of_hangul(second) >= least_known_papers) near(first, ending, "", second);
        }
    }

    void near(const std::string& wrong, const std::string& ending, const std::string& before = "",
              const std::string& after = "") {
        for (const Correction& correction :
             hangul_corrections(words_.database(), words_.prefix(), wrong)) {
            if (correction.score <= best_score_) break;
            for (const std::string& form : forms_of(ending)) {
                const std::string text = before + correction.word + after + form;
                if (words_.of_hangul(text) <= own_) continue;
                consider(text, correction.score);
                break;
            }
        }
    }

    const FieldWords& words_;
    const Word& word_;
    std::string_view typed_;
    double own_ = 0;
    std::string best_;
    double best_score_ = 0;
};

bool is_lone(char32_t c) {
    return lone_letter(c).has_value();
}

// Hangul runs with letters that stand alone: no words, but perhaps Latin ones in the wrong layout.
void add_lone_letters(std::string_view text, std::size_t offset, std::vector<Word>& words) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        bool lone = false;
        while (at < text.size()) {
            const CodePoint c = code_point_at(text, at);
            if (!is_hangul_syllable(c.value) && !is_lone(c.value)) break;
            lone = lone || is_lone(c.value);
            at = c.end;
        }
        if (lone) {
            const std::string run(text.substr(begin, at - begin));
            words.push_back({offset + begin, offset + at, run, run.size(), true, true});
        }
        if (at == begin) at = code_point_at(text, at).end;
    }
}

// The words of a leaf's text, by the analyzer.
class LeafWords {
  public:
    LeafWords(std::string_view text, std::size_t offset, const FieldWords& field,
              Analyzer& analyzer)
        : text_(text), offset_(offset), field_(field), tokens_(analyzer.analyze(text)) {}

    std::vector<Word> words() {
        add_lone_letters(text_, offset_, words_);
        const auto& list = tokens_.list;
        for (std::size_t i = 0; i < list.size();) {
            std::size_t end = i;
            while (end < list.size() && list[end].run == list[i].run) ++end;
            add_run(i, end);
            i = end;
        }
        return std::move(words_);
    }

  private:
    void add_run(std::size_t first, std::size_t last) {
        const auto& list = tokens_.list;
        std::size_t begin = list[first].begin, end = 0, stem_end = 0;
        std::vector<Word> pieces;
        bool hangul = false, whole_known = false;
        for (std::size_t i = first; i < last; ++i) {
            const Token& token = list[i];
            const std::string term(tokens_.term(token));
            end = std::max<std::size_t>(end, token.end);
            if (token.kind == TokenKind::part) {
                hangul = true;
                stem_end = std::max<std::size_t>(stem_end, token.end);
            } else if (token.kind == TokenKind::word && token.compound) {
                whole_known = whole_known || field_.of_latin(term) > 0;
            } else if (token.kind == TokenKind::word) {
                pieces.push_back({offset_ + token.begin, offset_ + token.end, term, 0, false});
            }
        }
        if (hangul) {
            add_hangul(begin, end, stem_end);
        } else if (!whole_known) {
            words_.insert(words_.end(), pieces.begin(), pieces.end());
        }
    }

    void add_hangul(std::size_t begin, std::size_t end, std::size_t stem_end) {
        const auto inside = [&](const Word& word) {
            return word.begin < offset_ + end && offset_ + begin < word.end;
        };
        if (std::any_of(words_.begin(), words_.end(), inside)) return;
        words_.push_back({offset_ + begin, offset_ + end,
                          std::string(text_.substr(begin, end - begin)), stem_end - begin, true});
    }

    std::string_view text_;
    std::size_t offset_;
    const FieldWords& field_;
    const Tokens tokens_;
    std::vector<Word> words_;
};

// Author names are cut at blanks and signs only, as the index does it.
std::vector<Word> name_words(std::string_view text, std::size_t offset) {
    std::vector<Word> words;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size();) {
        const CodePoint c = at < text.size() ? code_point_at(text, at) : CodePoint{' ', at, at + 1};
        if (author_words(text.substr(c.begin, c.end - c.begin)).empty() && c.value != '\'' &&
            c.value != 0x2019) {
            const auto folded = author_words(text.substr(begin, at - begin));
            if (folded.size() == 1) {
                const bool hangul = is_hangul_syllable(code_point_at(folded.front(), 0).value);
                words.push_back({offset + begin, offset + at, folded.front(),
                                 hangul ? folded.front().size() : 0, hangul});
            }
            begin = c.end;
        }
        at = c.end;
    }
    return words;
}

class Suggester {
  public:
    Suggester(const ParsedQuery& query, const Xapian::Database& database, Analyzer& analyzer)
        : query_(query), database_(database), analyzer_(analyzer) {}

    std::optional<std::string> suggest() {
        visit(query_.root, nullptr);
        std::erase_if(replacements_, [&](const Replacement& one) { return !keeps_company(one); });
        std::string text = query_.text;
        std::sort(replacements_.begin(), replacements_.end(),
                  [](const Replacement& a, const Replacement& b) { return a.begin > b.begin; });
        for (const Replacement& one : replacements_)
            text.replace(one.begin, one.end - one.begin, one.text);
        if (text == query_.text) return std::nullopt;
        return text;
    }

  private:
    // `group` is that whose words are searched together with this node.
    void visit(const QueryNode& node, const QueryNode* group) {
        for (const QueryNode& child : node.children) {
            const bool together = node.kind == NodeKind::group && child.occur != Occur::must_not;
            visit(child, together ? &node : nullptr);
        }
        const bool text = node.kind == NodeKind::words || node.kind == NodeKind::phrase;
        if (!text || node.begin == node.end || row_of(node.field).kind != FieldKind::text) return;
        const FieldWords field(node.field, database_, analyzer_);
        const std::string_view leaf =
            std::string_view(query_.text).substr(node.begin, node.end - node.begin);
        const std::vector<Word> words = node.field == Field::author
                                            ? name_words(leaf, node.begin)
                                            : LeafWords(leaf, node.begin, field, analyzer_).words();
        for (const Word& word : words) add(field, word, group);
    }

    void add(const FieldWords& field, const Word& word, const QueryNode* group) {
        const std::string_view typed =
            std::string_view(query_.text).substr(word.begin, word.end - word.begin);
        WordDoubt doubt(field, word, typed);
        const bool doubted = doubt.doubted() && doubted_ < most_doubted;
        if (doubted) {
            ++doubted_;
            if (auto replacement = doubt.replacement()) {
                replacement->group = group;
                replacements_.push_back(std::move(*replacement));
            }
        } else if (group && !is_stop_word(word.term)) {
            known_.push_back({word.begin, word.term, field.field(), group});
        }
        if (previous_ && (doubted || previous_doubted_)) join(field, *previous_, word, group);
        previous_ = word;
        previous_field_ = field.field();
        previous_doubted_ = doubted;
    }

    // One word in two pieces, one of which is wrong by itself.
    void join(const FieldWords& field, const Word& first, const Word& second,
              const QueryNode* group) {
        if (second.begin <= first.end) return;
        const auto gap = std::string_view(query_.text).substr(first.end, second.begin - first.end);
        const bool beside = !gap.empty() && trim(gap).empty();
        if (!beside || field.field() != Field::any || previous_field_ != Field::any) return;
        if (!is_latin(first.term) || !is_latin(second.term)) return;
        const std::string joined = first.term + second.term;
        const double frequency = field.of_latin(joined), score = frequency / edit_cost;
        const auto inside = [&](const Replacement& one) {
            return one.begin >= first.begin && one.end <= second.end;
        };
        const bool worse =
            std::any_of(replacements_.begin(), replacements_.end(), [&](const Replacement& one) {
                const bool apart = one.end <= first.begin || one.begin >= second.end;
                return !apart && (!inside(one) || one.score >= score);
            });
        if (frequency < least_known_papers || worse) return;
        std::erase_if(replacements_, inside);
        const std::string_view typed =
            std::string_view(query_.text).substr(first.begin, first.end - first.begin);
        replacements_.push_back(
            {first.begin, second.end, in_case_of(typed, joined), score, field.field(), group});
    }

    // Whether the text stands in a paper beside each known word that is searched together with it.
    // What was meant does; what only looks like a right word that the index lacks seldom does.
    bool keeps_company(const Replacement& one) const {
        const Xapian::Query papers = papers_with(one.text, one.field);
        return std::none_of(known_.begin(), known_.end(), [&](const KnownWord& word) {
            if (word.group != one.group || (one.begin <= word.begin && word.begin < one.end))
                return false;
            const Xapian::Query others = papers_with(word.term, word.field);
            return has_papers(others) && !has_papers(papers & others);
        });
    }

    Xapian::Query papers_with(const std::string& text, Field field) const {
        return FieldWords(field, database_, analyzer_).papers(text);
    }

    bool has_papers(const Xapian::Query& query) const {
        Xapian::Enquire enquire(database_);
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_query(query);
        return !enquire.get_mset(0, 1).empty();
    }

    const ParsedQuery& query_;
    const Xapian::Database& database_;
    Analyzer& analyzer_;
    std::vector<Replacement> replacements_;
    std::vector<KnownWord> known_;
    std::optional<Word> previous_;
    Field previous_field_ = Field::any;
    bool previous_doubted_ = false;
    int doubted_ = 0;
};

}  // namespace

std::optional<std::string> suggest(const ParsedQuery& query, const Xapian::Database& database,
                                   Analyzer& analyzer) {
    return Suggester(query, database, analyzer).suggest();
}

}  // namespace nonmun
