// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/language/prefix.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/schema.hpp"
#include "common/unicode.hpp"
#include "query/index/ineb2.hpp"
#include "query/index/token_places.hpp"
#include "query/index/value_condition.hpp"
#include "query/language/hangul_letters.hpp"
#include "query/language/query_words.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

// The most frequent words have weights; the others occur in few papers. In the real archive, one
// letter has at most 1,685 words (s). In a synthetic index of a million terms with 20,000 words for
// a letter, a search for 10,000 took 0.23 s.
constexpr std::size_t max_weighted = 200;
constexpr std::size_t max_matching = 2000;
constexpr std::size_t max_typed = 240;  // bytes; no term is longer

SyllableRange one(char32_t syllable) {
    return {syllable, syllable};
}

// The syllables of an initial and a range of vowels, with every final.
SyllableRange vowels(int initial, int first, int last) {
    return {syllable_of({initial, first, 0}), syllable_of({initial, last, final_count - 1})};
}

SyllableRange of_initial(int initial) {
    return vowels(initial, 0, vowel_count - 1);
}

// Any initial with this vowel or one that it can become.
std::vector<SyllableRange> of_vowel(int vowel) {
    std::vector<SyllableRange> ranges;
    for (int initial = 0; initial < initial_count; ++initial)
        ranges.push_back(vowels(initial, vowel, last_vowel_from(vowel)));
    return ranges;
}

SyllablePattern with(SyllablePattern pattern, std::vector<SyllableRange> position) {
    pattern.push_back(std::move(position));
    return pattern;
}

// The patterns for `before` and a half-typed last syllable.
std::vector<SyllablePattern> half_typed(const SyllablePattern& before, char32_t last) {
    const SyllableLetters letters = letters_of(last);
    if (letters.final == 0) {
        const int vowel = letters.vowel;
        return {with(before, {vowels(letters.initial, vowel, last_vowel_from(vowel))})};
    }
    std::vector<SyllableRange> finals = {one(last)};
    for (const int final : finals_from(letters.final))
        finals.push_back(one(syllable_of({letters.initial, letters.vowel, final})));
    std::sort(finals.begin(), finals.end(),
              [](const SyllableRange& a, const SyllableRange& b) { return a.first < b.first; });
    const auto [kept, moved] = moved_final(letters.final);
    const char32_t open = syllable_of({letters.initial, letters.vowel, kept});
    return {with(before, std::move(finals)), with(with(before, {one(open)}), {of_initial(moved)})};
}

// The smallest text that fits the pattern and is not less than `term`; nullopt if there is none.
std::optional<std::string> next_fitting(const SyllablePattern& pattern, std::string_view term) {
    std::vector<char32_t> fitting;
    bool greater = false;  // `fitting` is greater than the beginning of the term
    std::size_t position = 0;
    char32_t least = 0;  // minimum at this position, set when the search steps back
    while (position < pattern.size()) {
        char32_t wanted = least;
        if (!greater && least == 0 && position * syllable_bytes < term.size())
            wanted = code_point_at(term, position * syllable_bytes).value;
        least = 0;
        const auto& ranges = pattern[position];
        const auto range = std::find_if(ranges.begin(), ranges.end(),
                                        [&](const SyllableRange& r) { return r.last >= wanted; });
        if (range == ranges.end()) {
            if (fitting.empty()) return std::nullopt;
            least = fitting.back() + 1;
            fitting.pop_back();
            --position;
            continue;
        }
        const char32_t chosen = std::max(wanted, range->first);
        const bool inside_term = !greater && position * syllable_bytes < term.size();
        greater = greater || !inside_term ||
                  chosen != code_point_at(term, position * syllable_bytes).value;
        fitting.push_back(chosen);
        ++position;
    }
    if (!greater) return std::string(term);
    std::string text;
    for (const char32_t syllable : fitting) append_utf8(text, syllable);
    return text;
}

// The common prefix of all fitting terms.
std::string common_beginning(const SyllablePattern& pattern) {
    std::string first, last;
    for (const auto& ranges : pattern) {
        append_utf8(first, ranges.front().first);
        append_utf8(last, ranges.back().last);
        if (first != last) break;
    }
    const auto end = std::mismatch(first.begin(), first.end(), last.begin()).first;
    return {first.begin(), end};
}

// Terms between two checks of the clock.
constexpr std::size_t check_interval = 256;

Query any_of(const std::vector<std::string>& terms) {
    return Query(Query::OP_OR, terms.begin(), terms.end());
}

bool is_hangul(std::string_view term) {
    return !term.empty() && is_hangul_syllable(code_point_at(term, 0).value);
}

// The term that a word has in the whole text: Latin words have that of their stem.
std::string text_term(const std::string& word) {
    const FieldRow& any = row_of(Field::any);
    return is_hangul(word) ? prefixed(any.prefix, word)
                           : prefixed(any.stem_prefix, english_stem(word));
}

class PrefixQueryBuilder {
  public:
    PrefixQueryBuilder(const std::string& typed, Field field, const Xapian::Database& database,
                       Analyzer& analyzer, double hidden_weight, Budget& budget)
        : typed_(typed.substr(0, max_typed)),
          field_(field),
          database_(database),
          analyzer_(analyzer),
          hidden_weight_(hidden_weight),
          budget_(budget) {}

    PrefixQuery build() {
        result_.folded = fold_accents(typed_);
        if (result_.folded.empty()) return std::move(result_);
        words_beginning();
        if (field_ == Field::any) inside_longer_words();
        result_.matches =
            Query(Query::OP_SCALE_WEIGHT, Query(Query::OP_OR, matches_.begin(), matches_.end()), 0);
        result_.weights = Query(Query::OP_OR, weights_.begin(), weights_.end());
        return std::move(result_);
    }

  private:
    // The terms with the prefix, most frequent first; terms of equal frequency in their order.
    std::vector<PrefixTerm> most_frequent(std::string_view prefix) {
        std::vector<PrefixTerm> terms = terms_beginning(database_, prefix, typed_, budget_);
        std::stable_sort(terms.begin(), terms.end(), [](const PrefixTerm& a, const PrefixTerm& b) {
            return a.frequency > b.frequency;
        });
        const std::size_t kept = budget_.take(std::min(terms.size(), max_matching));
        result_.cut = result_.cut || terms.size() > kept || budget_.over;
        terms.resize(kept);
        return terms;
    }

    void words_beginning() {
        const std::string_view prefix = row_of(field_).prefix;
        const std::vector<PrefixTerm> words = most_frequent(prefix);
        std::vector<std::string> plain;
        std::set<std::string> weighted;
        for (const PrefixTerm& word : words) {
            if (plain.size() < max_weighted) {
                weighted.insert(text_term(word.term));
                if (is_hangul(word.term)) result_.terms.push_back(text_term(word.term));
            }
            plain.push_back(prefixed(prefix, word.term));
        }
        if (!plain.empty())
            matches_.push_back(field_ == Field::any ? any_of(plain) : in_part(plain));
        budget_.take(weighted.size());
        if (!weighted.empty())
            weights_.push_back(synonym(database_, {weighted.begin(), weighted.end()}));
    }

    // Finds prefixes of three or more syllables inside longer words, by their bigrams or across
    // parts: if 강화학습 is split into 강화 and 학습, no term begins with 강화학ㅅ.
    void inside_longer_words() {
        for (const QueryWord& word : query_words(typed_, analyzer_)) {
            if (word.bigrams.size() < 2) continue;
            std::vector<Query> all;
            for (const std::string& bigram : word.bigrams)
                all.emplace_back(prefixed(bigram_prefix, bigram));
            add(Query(Query::OP_AND, all.begin(), all.end()));
        }
        for (const SyllablePattern& pattern : syllable_patterns(typed_)) {
            for (std::size_t at = 2; at < pattern.size() && !budget_.is_over(); ++at)
                across_parts(pattern, at);
        }
    }

    // Papers with a word that has the parts of the first `at` syllables, followed by a part that
    // begins with the rest of the pattern.
    void across_parts(const SyllablePattern& pattern, std::size_t at) {
        const auto head = whole_syllables(pattern, at);
        if (!head) return;
        std::vector<Query> all;
        std::vector<PhraseToken> tokens;
        for (const QueryWord& word : query_words(*head, analyzer_)) {
            for (const QueryStem& stem : word.stems) {
                if (!database_.term_exists(term_of(stem))) return;
                all.emplace_back(term_of(stem));
                tokens.push_back({token_of(stem), false, !tokens.empty()});
            }
        }
        const SyllablePattern rest(pattern.begin() + static_cast<std::ptrdiff_t>(at),
                                   pattern.end());
        const std::string_view prefix = row_of(Field::any).prefix;
        std::vector<std::string> lasts;
        std::vector<SequenceToken> last_tokens;
        for (const PrefixTerm& term : terms_fitting(database_, prefix, rest, budget_)) {
            lasts.push_back(prefixed(prefix, term.term));
            last_tokens.push_back(sequence_token(lasts.back(), {}));
        }
        // Initials alone fit too many words to be useful.
        if (tokens.empty() || lasts.empty() || lasts.size() > max_weighted) return;
        if (budget_.take(lasts.size()) < lasts.size()) return;
        all.push_back(synonym(database_, lasts));
        add(with_value(
            database_, Query(Query::OP_AND, all.begin(), all.end()), sequence_slot,
            [tokens, last_tokens](const std::string& value) {
                return has_continued_phrase(value, tokens, last_tokens);
            },
            result_.cut_tests));
    }

    // The first `count` syllables of a pattern; nullopt if it has alternatives there.
    static std::optional<std::string> whole_syllables(const SyllablePattern& pattern,
                                                      std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) {
            const SyllableRange& only = pattern[i].front();
            if (pattern[i].size() != 1 || only.first != only.last) return std::nullopt;
            append_utf8(text, only.first);
        }
        return text;
    }

    static bool has_continued_phrase(const std::string& sequence, std::vector<PhraseToken> phrase,
                                     const std::vector<SequenceToken>& lasts) {
        phrase.push_back({sequence_gap, false, true});
        return std::any_of(lasts.begin(), lasts.end(), [&](SequenceToken last) {
            phrase.back().token = last;
            return has_phrase(sequence, phrase, SequencePart::any);
        });
    }

    void add(const Query& query) {
        matches_.push_back(query);
        weights_.emplace_back(Query::OP_SCALE_WEIGHT, query, hidden_weight_);
    }

    // The papers with one of the words in the part of the field.
    Query in_part(const std::vector<std::string>& words) {
        std::vector<PhraseToken> tokens;
        for (const std::string& word : words)
            tokens.push_back({sequence_token(text_term(word), word), !is_hangul(word)});
        const auto has = [wanted = TokenSet(tokens),
                          part = part_of(field_)](const std::string& sequence) {
            return has_any(sequence, wanted, part);
        };
        return with_value(database_, any_of(words), sequence_slot, has, result_.cut_tests);
    }

    std::string typed_;
    Field field_;
    const Xapian::Database& database_;
    Analyzer& analyzer_;
    double hidden_weight_;
    Budget& budget_;
    PrefixQuery result_;
    std::vector<Query> matches_, weights_;
};

}  // namespace

std::vector<SyllablePattern> syllable_patterns(std::string_view typed) {
    SyllablePattern before;
    for (const CodePoint c : code_points(typed)) {
        if (is_hangul_syllable(c.value)) {
            if (c.end == typed.size()) return half_typed(before, c.value);
            before.push_back({one(c.value)});
        } else if (const auto letter = lone_letter(c.value)) {
            for (const int initial : letter->initials) before.push_back({of_initial(initial)});
            if (letter->vowel) before.push_back(of_vowel(*letter->vowel));
        } else {
            return {};
        }
    }
    if (before.empty()) return {};
    return {before};
}

std::vector<PrefixTerm> terms_fitting(const Xapian::Database& database, std::string_view prefix,
                                      const SyllablePattern& pattern, Budget& budget) {
    std::vector<PrefixTerm> terms;
    std::size_t steps = 0;
    const std::string beginning = prefixed(prefix, common_beginning(pattern));
    auto term = database.allterms_begin(beginning);
    const auto end = database.allterms_end(beginning);
    while (term != end && (++steps % check_interval != 0 || !budget.is_over())) {
        std::string found = (*term).substr(prefix.size());
        const auto next = next_fitting(pattern, found);
        if (!next) break;
        if (*next == found) {
            terms.push_back({std::move(found), term.get_termfreq()});
            ++term;
        } else {
            term.skip_to(prefixed(prefix, *next));
        }
    }
    return terms;
}

std::vector<PrefixTerm> terms_beginning(const Xapian::Database& database, std::string_view prefix,
                                        std::string_view typed, Budget& budget) {
    const std::vector<SyllablePattern> patterns = syllable_patterns(typed);
    std::vector<PrefixTerm> terms;
    if (patterns.empty()) {
        const std::string beginning = prefixed(prefix, fold_accents(typed));
        const auto end = database.allterms_end(beginning);
        for (auto term = database.allterms_begin(beginning); term != end; ++term) {
            terms.push_back({(*term).substr(prefix.size()), term.get_termfreq()});
            if (terms.size() % check_interval == 0 && budget.is_over()) break;
        }
        return terms;
    }
    for (const SyllablePattern& pattern : patterns) {
        const auto fitting = terms_fitting(database, prefix, pattern, budget);
        terms.insert(terms.end(), fitting.begin(), fitting.end());
    }
    std::sort(terms.begin(), terms.end(),
              [](const PrefixTerm& a, const PrefixTerm& b) { return a.term < b.term; });
    const auto same = [](const PrefixTerm& a, const PrefixTerm& b) { return a.term == b.term; };
    terms.erase(std::unique(terms.begin(), terms.end(), same), terms.end());
    return terms;
}

PrefixQuery prefix_query(const std::string& typed, Field field, const Xapian::Database& database,
                         Analyzer& analyzer, double hidden_weight, Budget& budget) {
    return PrefixQueryBuilder(typed, field, database, analyzer, hidden_weight, budget).build();
}

}  // namespace nonmun
