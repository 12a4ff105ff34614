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

constexpr int max_checked = 8;
constexpr std::size_t min_latin = 3;   // letters; too many words are near shorter ones
constexpr std::size_t min_piece = 2;   // letters of each of two words without a blank
constexpr std::size_t max_word = 60;   // bytes
constexpr std::size_t max_splits = 3;  // of a word, that are searched in papers
constexpr double name_factor =
    0.1;  // a name without a field is less likely than a word of the text
constexpr double min_known_papers = 2;  // words of fewer papers are checked

// A word of the query: a whole Hangul run, or a piece of a Latin one.
struct Word {
    std::size_t begin = 0;  // in the query's text, in bytes
    std::size_t end = 0;
    std::string term;          // folded; of a Hangul run as written
    std::size_t stem_end = 0;  // of a Hangul word: bytes of the term without the particle
    bool hangul = false;
    bool lone = false;  // a Hangul run with letters that are not in a syllable
};

struct Replacement {
    std::size_t begin, end;  // in the query's text, in bytes
    std::string text;
    double score;  // as in Correction
    Field field;
    const QueryNode* group;  // whose words are searched together; nullptr: only this one
};

struct KnownWord {
    std::size_t begin;
    std::string term;
    Field field;
    const QueryNode* group;
};

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

// The word capitalized as typed, unless that makes it an operator of the query language.
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

// The ending of a stem, and its other form (은, 는) for stems with or without a final.
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

// Checks and corrects one word.
class WordCheck {
  public:
    WordCheck(const FieldWords& words, const Word& word, std::string_view typed)
        : words_(words), word_(word), typed_(typed) {}

    bool is_doubtful() const {
        if (word_.term.size() > max_word || is_stop_word(word_.term)) return false;
        if (word_.lone) return true;
        if (word_.hangul) {
            return word_.term.size() >= 2 * syllable_bytes &&
                   words_.of_hangul(word_.term) < min_known_papers &&
                   !words_.is_korean(word_.term.substr(0, word_.stem_end));
        }
        return word_.term.size() >= min_latin && is_latin(word_.term) &&
               words_.of_latin(word_.term) < min_known_papers && !words_.is_author(word_.term);
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
            if (keys.size() >= min_latin) consider(keys, words_.of_latin(keys));
            return;
        }
        const std::string hangul = hangul_of_keys(typed_);
        if (hangul.size() >= 2 * syllable_bytes) consider(hangul, words_.of_hangul(hangul));
    }

    void latin() {
        nearest(words_.prefix(), 1);
        if (words_.field() == Field::any) nearest(row_of(Field::author).prefix, name_factor);
        if (words_.field() != Field::author) run_together();
    }

    void nearest(std::string_view prefix, double factor) {
        const auto corrections = latin_corrections(words_.database(), prefix, word_.term);
        if (corrections.empty()) return;
        const Correction& best = corrections.front();
        consider(in_case_of(typed_, best.word), best.score * factor);
    }

    void run_together() {
        std::vector<std::pair<double, std::size_t>> splits;
        for (std::size_t at = min_piece; at + min_piece <= word_.term.size(); ++at) {
            const double rarer = std::min(words_.of_latin(word_.term.substr(0, at)),
                                          words_.of_latin(word_.term.substr(at)));
            if (rarer >= min_known_papers) splits.emplace_back(-rarer, at);
        }
        std::sort(splits.begin(), splits.end());
        splits.resize(std::min(splits.size(), max_splits));
        for (const auto& [rarer, at] : splits) {
            const std::string first = word_.term.substr(0, at), second = word_.term.substr(at);
            const double together = words_.side_by_side(first, second);
            consider(in_case_of(typed_, first) + " " + second, together / edit_cost);
        }
    }

    // Corrects the stem and keeps the particle, or corrects the whole word, whose end may only look
    // like a particle.
    void hangul() {
        const std::string stem = word_.term.substr(0, word_.stem_end);
        near(stem, word_.term.substr(word_.stem_end));
        if (word_.stem_end < word_.term.size()) near(word_.term, "");
        if (!best_.empty() || own_ > 0 || words_.field() == Field::author) return;
        // One part of a compound.
        for (std::size_t at = 2 * syllable_bytes; at + 2 * syllable_bytes <= stem.size();
             at += syllable_bytes) {
            const std::string first = stem.substr(0, at), second = stem.substr(at);
            const std::string ending = word_.term.substr(word_.stem_end);
            if (words_.of_hangul(first) >= min_known_papers) near(second, ending, first, "");
            if (words_.of_hangul(second) >= min_known_papers) near(first, ending, "", second);
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

// Adds Hangul runs with letters outside of syllables: perhaps Latin words in the wrong layout.
void add_lone_letters(std::string_view text, std::size_t offset, std::vector<Word>& words) {
    std::size_t begin = 0;
    bool lone = false;
    const auto finish_run = [&](std::size_t end) {
        const std::string run(text.substr(begin, end - begin));
        if (lone) words.push_back({offset + begin, offset + end, run, run.size(), true, true});
        lone = false;
    };
    for (const CodePoint c : code_points(text)) {
        if (is_hangul_syllable(c.value)) continue;
        if (lone_letter(c.value)) {
            lone = true;
            continue;
        }
        finish_run(c.begin);
        begin = c.end;
    }
    finish_run(text.size());
}

// The words of a leaf's text, by the analyzer.
std::vector<Word> leaf_words(std::string_view text, std::size_t offset, const FieldWords& field,
                             Analyzer& analyzer) {
    std::vector<Word> words;
    add_lone_letters(text, offset, words);
    const Tokens tokens = analyzer.analyze(text);
    for (auto token = tokens.list.begin(); token != tokens.list.end();) {
        const std::uint32_t run = token->run;
        std::size_t begin = token->begin, end = 0, stem_end = 0;
        std::vector<Word> pieces;
        bool whole_known = false;
        for (; token != tokens.list.end() && token->run == run; ++token) {
            const std::string term(tokens.term(*token));
            end = std::max<std::size_t>(end, token->end);
            if (token->kind == TokenKind::part) {
                stem_end = std::max<std::size_t>(stem_end, token->end);
            } else if (token->kind == TokenKind::word && token->compound) {
                whole_known = whole_known || field.of_latin(term) > 0;
            } else if (token->kind == TokenKind::word) {
                pieces.push_back({offset + token->begin, offset + token->end, term, 0, false});
            }
        }
        const bool hangul = stem_end > 0;
        if (!hangul && !whole_known) words.insert(words.end(), pieces.begin(), pieces.end());
        const auto overlaps = [&](const Word& word) {
            return word.begin < offset + end && offset + begin < word.end;
        };
        if (hangul && std::none_of(words.begin(), words.end(), overlaps))
            words.push_back({offset + begin, offset + end,
                             std::string(text.substr(begin, end - begin)), stem_end - begin, true});
    }
    return words;
}

// The words of author names, which the index separates at blanks and punctuation only.
std::vector<Word> name_words(std::string_view text, std::size_t offset) {
    std::vector<Word> words;
    std::size_t begin = 0;
    const auto finish_word = [&](std::size_t end) {
        const auto folded = author_words(text.substr(begin, end - begin));
        if (folded.size() != 1) return;
        const std::string& word = folded.front();
        const bool hangul = is_hangul_syllable(code_point_at(word, 0).value);
        words.push_back({offset + begin, offset + end, word, hangul ? word.size() : 0, hangul});
    };
    for (const CodePoint c : code_points(text)) {
        const bool apostrophe = c.value == '\'' || c.value == 0x2019;
        if (apostrophe || !author_words(text.substr(c.begin, c.end - c.begin)).empty()) continue;
        finish_word(c.begin);
        begin = c.end;
    }
    finish_word(text.size());
    return words;
}

class Suggester {
  public:
    Suggester(const ParsedQuery& query, const Xapian::Database& database, Analyzer& analyzer)
        : query_(query), database_(database), analyzer_(analyzer) {}

    std::optional<std::string> suggest() {
        visit(query_.root, nullptr);
        std::erase_if(replacements_, [&](const Replacement& one) { return !fits_group(one); });
        std::string text = query_.text;
        std::sort(replacements_.begin(), replacements_.end(),
                  [](const Replacement& a, const Replacement& b) { return a.begin > b.begin; });
        for (const Replacement& one : replacements_)
            text.replace(one.begin, one.end - one.begin, one.text);
        if (text == query_.text) return std::nullopt;
        return text;
    }

  private:
    // `group`: the node whose words are searched together with this one.
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
                                            : leaf_words(leaf, node.begin, field, analyzer_);
        for (const Word& word : words) add(field, word, group);
    }

    void add(const FieldWords& field, const Word& word, const QueryNode* group) {
        const std::string_view typed =
            std::string_view(query_.text).substr(word.begin, word.end - word.begin);
        WordCheck check(field, word, typed);
        const bool doubtful = checked_ < max_checked && check.is_doubtful();
        if (doubtful) {
            ++checked_;
            if (auto replacement = check.replacement()) {
                replacement->group = group;
                replacements_.push_back(std::move(*replacement));
            }
        } else if (group && !is_stop_word(word.term)) {
            known_.push_back({word.begin, word.term, field.field(), group});
        }
        if (previous_ && (doubtful || previous_doubtful_)) join(field, *previous_, word, group);
        previous_ = word;
        previous_field_ = field.field();
        previous_doubtful_ = doubtful;
    }

    // Replaces two words, one of which is doubtful, by one word without the blank.
    void join(const FieldWords& field, const Word& first, const Word& second,
              const QueryNode* group) {
        if (second.begin <= first.end) return;
        const auto gap = std::string_view(query_.text).substr(first.end, second.begin - first.end);
        const bool adjacent = !gap.empty() && trim(gap).empty();
        if (!adjacent || field.field() != Field::any || previous_field_ != Field::any) return;
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
        if (frequency < min_known_papers || worse) return;
        std::erase_if(replacements_, inside);
        const std::string_view typed =
            std::string_view(query_.text).substr(first.begin, first.end - first.begin);
        replacements_.push_back(
            {first.begin, second.end, in_case_of(typed, joined), score, field.field(), group});
    }

    // Whether, for each known word of its group, some paper has both. A wrong correction of a word
    // that the index lacks rarely has.
    bool fits_group(const Replacement& one) const {
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
    bool previous_doubtful_ = false;
    int checked_ = 0;
};

}  // namespace

std::optional<std::string> suggest(const ParsedQuery& query, const Xapian::Database& database,
                                   Analyzer& analyzer) {
    return Suggester(query, database, analyzer).suggest();
}

}  // namespace nonmun
