// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/query_builder.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/analyzer/stop_words.hpp"
#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"
#include "query/index/value_condition.hpp"
#include "query/language/prefix.hpp"
#include "query/language/query_words.hpp"
#include "query/search/ranked_terms.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

// Longer texts are for `related`.
constexpr std::size_t max_words = 1024;
// The maximum number of names, ids or labels of a prefix: each opens a posting list before any time
// limit is checked.
constexpr std::size_t max_expansion = 10000;
// Tests of values between two checks of the clock.
constexpr unsigned tests_between_checks = 64;

// Not Query::MatchAll: it is one object for all threads, and Xapian's reference counts are not
// atomic.
Query every_paper() {
    return Query(std::string());
}

// Not Query::MatchNothing, which operators treat as no condition. No paper has the empty id.
Query no_paper() {
    return Query(std::string(id_prefix));
}

Query all_of(const std::vector<Query>& queries) {
    return Query(Query::OP_AND, queries.begin(), queries.end());
}
Query any_of(const std::vector<Query>& queries) {
    return Query(Query::OP_OR, queries.begin(), queries.end());
}
Query scaled(const Query& query, double factor) {
    return Query(Query::OP_SCALE_WEIGHT, query, factor);
}

// The author weight of one word of a name: log2((N + 1) / (df + 0.5)), the inverse document
// frequency of IneB2 without its constants.
double author_word_weight(const Xapian::Database& database, const std::string& author_term) {
    const double documents = database.get_doccount();
    return std::log2((documents + 1) / (database.get_termfreq(author_term) + 0.5));
}

// Whether one author of a paper has all words of a name.
struct OneName {
    std::vector<std::string> words;
    bool last_is_prefix = false;  // the last word may be the beginning of one

    bool operator()(const std::string& authors) const {
        const std::vector<std::string> names = texts_of_value(authors);
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            const std::vector<std::string> own = author_words(name);
            return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
                const bool prefix = last_is_prefix && &word == &words.back();
                return std::any_of(own.begin(), own.end(), [&](const std::string& other) {
                    return prefix ? other.starts_with(word) : other == word;
                });
            });
        });
    }
};

// The beginning of the last word of a text: after its last separator. Apostrophes, and full stops
// and commas in numbers, are no separators.
std::size_t last_word_of(const std::string& text) {
    std::size_t last = 0;
    for (const CodePoint c : code_points(text)) {
        const bool in_number = (c.value == '.' || c.value == ',') && c.begin > last &&
                               is_ascii_digit(text[c.begin - 1]) &&
                               (c.end == text.size() || is_ascii_digit(text[c.end]));
        if (!in_number && c.value != '\'' && c.value != 0x2019 && !belongs_to_word(c.value))
            last = c.end;
    }
    return last;
}

bool is_stop(const QueryWord& word) {
    const std::string* term = nullptr;
    if (word.hangul()) {
        if (word.stems.size() == 1) term = &word.stems.front().text;
    } else if (word.exact.size() == 1) {
        term = &word.exact.front();
    }
    return term && is_stop_word(*term);
}

class Builder {
  public:
    // A query that is not weighted has no OP_AND_MAYBE and no notes of near terms.
    Builder(const QueryContext& context, BuiltQuery& built, CutParts& cut, bool weighted = true)
        : context_(context),
          database_(context.database),
          built_(built),
          cut_(cut),
          budget_(context.budget ? *context.budget : no_limit_),
          weighted_(weighted) {}

    Query build(const QueryNode& node) {
        switch (node.kind) {
            case NodeKind::group:
                return group(node);
            case NodeKind::any:
                return alternatives(node);
            case NodeKind::words:
            case NodeKind::phrase:
            case NodeKind::prefix:
                return node.field == Field::any ? anywhere(node) : in_field(node);
            case NodeKind::dates:
                return range(date_slot, date_value(node.dates.first), date_value(node.dates.last));
            case NodeKind::votes:
                return range(votes_slot,
                             Xapian::sortable_serialise(static_cast<double>(node.least_votes)),
                             Xapian::sortable_serialise(static_cast<double>(node.most_votes)));
        }
        return no_paper();
    }

  private:
    static Query range(Xapian::valueno slot, const std::string& first, const std::string& last) {
        return first <= last ? Query(Query::OP_VALUE_RANGE, slot, first, last) : no_paper();
    }

    Query alternatives(const QueryNode& node) {
        std::vector<Query> queries;
        for (const QueryNode& child : node.children) queries.push_back(build(child));
        return any_of(queries);
    }

    // Plain words of a group are ranked together: repeated words become one term, and the words of
    // different nodes can be near each other.
    Query group(const QueryNode& node) {
        std::string plain;
        std::vector<Query> wanted, musts, required, asked, nots;
        // A node without words ("+!!!") is ignored.
        const auto add = [](std::vector<Query>& to, Query query) {
            if (!query.empty()) to.push_back(std::move(query));
        };
        for (const QueryNode& child : node.children) {
            if (child.occur == Occur::must_not) {
                add(nots, unweighted(child));
            } else if (child.occur == Occur::must && child.field == Field::any) {
                // Built once if unweighted: twice at each depth would be 2^depth times.
                if (weighted_) add(musts, must(child));
                add(required, unweighted(child));
            } else if (child.occur == Occur::must) {
                add(asked, must(child));
            } else if (child.kind == NodeKind::words) {
                plain += child.text + "\n";
            } else {
                add(wanted, build(child));
            }
        }
        if (Query words = ranked(plain); !words.empty()) wanted.push_back(std::move(words));
        Query core = any_of(wanted);
        if (!weighted_ && !required.empty()) {
            core = all_of(required);
        } else if (!musts.empty()) {
            const Query all = all_of(musts);
            core =
                core.empty() ? all : Query(Query::OP_FILTER, any_of({all, core}), all_of(required));
        }
        if (!asked.empty())
            core = core.empty() ? all_of(asked) : Query(Query::OP_AND, core, all_of(asked));
        if (nots.empty()) return core;
        return Query(Query::OP_AND_NOT, core.empty() ? every_paper() : core, any_of(nots));
    }

    Query must(const QueryNode& node) {
        if (node.kind != NodeKind::words || node.field != Field::any) return build(node);
        return Query(Query::OP_AND, match(node), ranked(node.text));
    }

    // For exclusions and filters: the same documents, without weight and without any notes but of
    // what was cut: excluded words are not marked in snippets. OP_AND_MAYBE must not be used here:
    // where no weights are requested, Xapian 1.4.22 compares with uninitialized bounds and drops
    // documents at random.
    Query unweighted(const QueryNode& node) {
        BuiltQuery ignored;
        return Builder(context_, ignored, cut_, false).match(node);
    }

    // The documents of `query`. Those that `bonus` has too get its weight.
    Query with_bonus(const Query& query, const Query& bonus) const {
        return weighted_ ? Query(Query::OP_AND_MAYBE, query, bonus) : query;
    }

    // The query, without weight if only names have a weight.
    Query unless_names_only(const Query& query) const {
        return context_.names_only ? scaled(query, 0) : query;
    }

    // Documents that have the node, without ranking.
    Query match(const QueryNode& node) {
        if (node.kind != NodeKind::words || node.field != Field::any) return build(node);
        return all_of(words_in(query_words(node.text, context_.analyzer), Field::any));
    }

    // --- text, anywhere ---

    Query anywhere(const QueryNode& node) {
        if (node.kind == NodeKind::words) return ranked(node.text);
        if (node.kind == NodeKind::prefix) return prefix(node);
        const std::vector<QueryWord> phrase_words = query_words(node.text, context_.analyzer);
        if (phrase_words.empty()) return Query();
        return Query(Query::OP_AND, terms_of(phrase_words),
                     Query(Query::OP_FILTER, every_paper(), phrase(phrase_words, Field::any)));
    }

    // A ranked OR of the words.
    Query ranked(const std::string& text) {
        std::vector<QueryWord> words = without_stop_words(query_words(text, context_.analyzer));
        if (const std::size_t most = max_words - std::min(max_words, built_.words);
            words.size() > most) {
            words.resize(most);
            cut_.words = true;
        }
        split_unknown(words, context_.analyzer, database_);
        if (words.empty()) return Query();
        built_.words += words.size();
        if (weighted_) note_near_terms(words, database_, context_.weights, built_.nearness);
        return terms_of(words);
    }

    // A query of stop words alone keeps them.
    std::vector<QueryWord> without_stop_words(std::vector<QueryWord> words) {
        if (std::all_of(words.begin(), words.end(), is_stop)) return words;
        for (const QueryWord& word : words) {
            if (is_stop(word)) built_.dropped.push_back(word.written);
        }
        std::erase_if(words, is_stop);
        return words;
    }

    Query terms_of(const std::vector<QueryWord>& words) {
        std::map<std::string, unsigned> plain, compounds;
        std::vector<Query> queries;
        for (const QueryWord& word : words) {
            for (const QueryStem& stem : word.stems) {
                ++plain[term_of(stem)];
                built_.hangul = built_.hangul || stem.hangul;
            }
            for (const std::string& term : joined_forms(word)) ++compounds[term];
            add_author(word, queries);
        }
        const std::string_view stem_prefix = row_of(Field::any).stem_prefix;
        std::vector<RankedTerm> ranked;
        for (const auto& [term, count] : plain) {
            ranked.push_back({{term}, static_cast<double>(count)});
            built_.terms.insert(term);
            if (term.starts_with(stem_prefix))
                add_translations(term.substr(stem_prefix.size()), count, ranked);
        }
        for (const auto& [term, count] : compounds) {
            ranked.push_back({{term}, count * context_.weights.compound});
            built_.terms.insert(term);
        }
        for (const QueryWord& word : words) add_bigrams(word, ranked);
        if (!ranked.empty())
            queries.push_back(
                unless_names_only(any_ranked(database_, ranked, context_.term_scores)));
        return any_of(queries);
    }

    // The Korean words for an English one, as one term. Its weight grows with the share of the
    // translations that are Korean words.
    void add_translations(const std::string& stem, unsigned count,
                          std::vector<RankedTerm>& ranked) {
        std::vector<std::string> parts;
        double known = 0, all = 0;
        for (const Translation& translation : context_.glossary.translations(stem)) {
            all += translation.count;
            if (translation.part.empty()) continue;
            known += translation.count;
            const std::string term = prefixed(row_of(Field::any).prefix, translation.part);
            parts.push_back(term);
            built_.terms.insert(term);
            built_.translations.push_back(stem + " = " + std::string(translation.part));
        }
        if (parts.empty()) return;
        const double factor = context_.weights.translation * count * std::sqrt(known / all);
        ranked.push_back({std::move(parts), factor});
    }

    // A word that occurs in the names of more papers than in the text is searched as a name too.
    void add_author(const QueryWord& word, std::vector<Query>& queries) {
        if (context_.author_weight <= 0) return;
        const std::vector<std::string> names =
            word.exact.empty() ? author_words(word.written) : word.exact;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string term = author_word_term(names[i]);
            const auto frequency = database_.get_termfreq(term);
            const bool is_text = i < word.stems.size() &&
                                 database_.get_termfreq(term_of(word.stems[i])) >= frequency;
            if (frequency == 0 || is_text || is_initial(names[i])) continue;
            auto* weight = new Xapian::FixedWeightPostingSource(
                context_.author_weight * author_word_weight(database_, term));
            queries.emplace_back(Query::OP_FILTER, Query(weight->release()), Query(term));
            built_.has_names = true;
        }
    }

    // A paper with every bigram of a word may have it inside a longer word that the lexicon lacks.
    void add_bigrams(const QueryWord& word, std::vector<RankedTerm>& ranked) const {
        if (word.bigrams.empty() || context_.weights.hidden <= 0) return;
        RankedTerm hidden{{}, context_.weights.hidden, true};
        for (const std::string& bigram : word.bigrams)
            hidden.terms.push_back(prefixed(bigram_prefix, bigram));
        ranked.push_back(std::move(hidden));
    }

    // "begin*" in a text field or anywhere. Only the last word is a prefix; the words before it in
    // the same node (self-att*) are whole.
    Query prefix(const QueryNode& node) {
        const std::size_t last = last_word_of(node.text);
        const std::string typed = node.text.substr(last);
        const std::vector<QueryWord> whole =
            query_words(node.text.substr(0, last), context_.analyzer);
        std::vector<Query> conditions = words_in(whole, node.field), weights;
        if (!whole.empty()) weights.push_back(terms_of(whole));
        if (!typed.empty()) {
            PrefixQuery made = prefix_query(typed, node.field, database_, context_.analyzer,
                                            context_.weights.hidden, budget_);
            built_.prefixes.push_back(std::move(made.folded));
            built_.terms.insert(made.terms.begin(), made.terms.end());
            cut_.prefix_words = cut_.prefix_words || made.cut;
            cut_.tests = cut_.tests || made.cut_tests;
            conditions.push_back(made.matches.empty() ? no_paper() : std::move(made.matches));
            weights.push_back(unless_names_only(made.weights));
        }
        if (conditions.empty()) return Query();
        return with_bonus(scaled(all_of(conditions), 0), any_of(weights));
    }

    // --- text, in a field ---

    Query in_field(const QueryNode& node) {
        const FieldRow& field = row_of(node.field);
        if (node.field == Field::author) return author(node);
        if (field.kind == FieldKind::keyword) return unless_names_only(keyword(node, field));
        if (node.kind == NodeKind::prefix) return prefix(node);
        const std::vector<QueryWord> words = query_words(node.text, context_.analyzer);
        if (words.empty()) return Query();
        std::vector<Query> conditions = words_in(words, node.field);
        if (node.kind == NodeKind::phrase) conditions.push_back(phrase(words, node.field));
        return with_bonus(scaled(all_of(conditions), 0), terms_of(words));
    }

    Query keyword(const QueryNode& node, const FieldRow& field) {
        const std::string value = node.field == Field::id ? node.text : keyword_term(node.text);
        if (value.empty()) return Query();
        if (value.size() > most_term_bytes - field.prefix.size()) return no_paper();
        const bool whole = node.field == Field::id && node.kind != NodeKind::prefix;
        const std::string term = prefixed(field.prefix, value);
        return whole ? Query(term) : expansion(term);
    }

    // The first terms with this prefix: at most max_expansion, and what the budget has left.
    Query expansion(const std::string& prefix) {
        const std::size_t most = std::min(max_expansion, budget_.postings);
        std::size_t count = 0;
        const auto end = database_.allterms_end(prefix);
        for (auto at = database_.allterms_begin(prefix); at != end && count <= most; ++at) ++count;
        cut_.expansion = cut_.expansion || count > most;
        const auto taken = static_cast<Xapian::termcount>(budget_.take(std::min(count, most)));
        if (taken == 0) return no_paper();
        return Query(Query::OP_WILDCARD, prefix, taken, Query::WILDCARD_LIMIT_FIRST);
    }

    // Like with_value(). When the time is up, no further document passes.
    Query with_test(const Query& candidates, Xapian::valueno slot, ValueTest test) {
        if (context_.budget) {
            test = [budget = context_.budget, test = std::move(test),
                    calls = 0U](const std::string& value) mutable {
                if (++calls % tests_between_checks == 0) budget->is_over();
                return !budget->over && test(value);
            };
        }
        return with_value(database_, candidates, slot, test, cut_.tests);
    }

    // Papers with an author who has these words in any order, or whose key is the same.
    Query author(const QueryNode& node) {
        const OneName name{author_words(node.text), node.kind == NodeKind::prefix};
        if (name.words.empty()) return Query();
        std::vector<Query> terms;
        for (const std::string& word : name.words) {
            const bool prefix = name.last_is_prefix && &word == &name.words.back();
            const std::string term = author_word_term(word);
            terms.push_back(prefix ? expansion(term) : Query(term));
        }
        Query words = all_of(terms);
        if (terms.size() > 1) words = with_test(words, authors_slot, name);
        const Query key(author_key_term(author_key(node.text)));
        return scaled(Query(Query::OP_OR, words, key), 0);
    }

    // --- words ---

    // For each word, the documents with every part of it in the field.
    std::vector<Query> words_in(const std::vector<QueryWord>& words, Field field) {
        std::vector<Query> queries;
        for (const QueryWord& word : words)
            queries.push_back(unless_names_only(word_in(word, field)));
        return queries;
    }

    Query word_in(const QueryWord& word, Field field) {
        std::vector<Query> parts;
        for (const QueryStem& stem : word.stems) {
            Query part(term_of(stem, field));
            if (field != Field::any) {
                const auto has = [token = token_of(stem),
                                  section = part_of(field)](const std::string& value) {
                    return has_term(value, token, section);
                };
                part = with_test(part, sequence_slot, has);
            }
            parts.push_back(std::move(part));
            built_.terms.insert(term_of(stem));
        }
        if (field != Field::any) return all_of(parts);
        std::vector<Query> forms = {all_of(parts)};
        for (const std::string& joined : joined_forms(word)) {
            forms.emplace_back(joined);
            built_.terms.insert(joined);
        }
        return any_of(forms);
    }

    // The terms next to each other in this order, Latin ones in the form as written.
    Query phrase(const std::vector<QueryWord>& words, Field field) {
        std::vector<Query> conditions;
        std::vector<PhraseToken> tokens;
        for (const QueryWord& word : words) {
            for (std::size_t i = 0; i < word.stems.size(); ++i) {
                const QueryStem& stem = word.stems[i];
                conditions.emplace_back(term_of(stem, field));
                tokens.push_back({token_of(stem), !stem.hangul});
                if (!stem.hangul && i < word.exact.size())
                    conditions.emplace_back(prefixed(row_of(field).prefix, word.exact[i]));
            }
        }
        const SequencePart part = part_of(field);
        if (tokens.size() == 1 && part == SequencePart::any) return all_of(conditions);
        const auto has = [tokens, part](const std::string& sequence) {
            return has_phrase(sequence, tokens, part);
        };
        return with_test(all_of(conditions), sequence_slot, has);
    }

    const QueryContext& context_;
    const Xapian::Database& database_;
    BuiltQuery& built_;
    CutParts& cut_;
    Budget no_limit_;
    Budget& budget_;
    bool weighted_;
};

}  // namespace

BuiltQuery build_query(const QueryNode& root, const QueryContext& context) {
    BuiltQuery built;
    built.query = Builder(context, built, built.cut).build(root);
    return built;
}

}  // namespace nonmun
