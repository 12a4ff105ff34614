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
#include "query/index/ineb2.hpp"
#include "query/index/value_condition.hpp"
#include "query/language/compound_split.hpp"
#include "query/language/prefix.hpp"
#include "query/language/query_words.hpp"
#include "query/search/ranked_terms.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

// Two query terms are near when at most one other stands between them; terms that are up to far_gap
// apart in the query are still near in a wider sense within far_places.
constexpr std::uint32_t near_places = 2;
constexpr std::uint32_t far_places = 11;
constexpr std::size_t far_gap = 3;
// A text to be compared with papers is for `related`: of a query, so many words are searched.
constexpr std::size_t most_words = 1024;
// So many names, ids or labels that begin as typed are searched: each has postings of its own to be
// opened, before any time limit looks.
constexpr Xapian::termcount most_beginning = 10000;

// Not Query::MatchAll: the threads of a server would count their references to that one object at
// the same time, and Xapian guards no count.
Query every_paper() {
    return Query(std::string());
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

// Whether one of a paper's names has all the words of a name.
struct OneName {
    explicit OneName(const std::string& name) : words(author_words(name)) {}

    bool operator()(const std::string& authors) const {
        const std::vector<std::string> names = texts_of_value(authors);
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            const std::vector<std::string> own = author_words(name);
            return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
                return std::find(own.begin(), own.end(), word) != own.end();
            });
        });
    }

    std::vector<std::string> words;
};

class Builder {
  public:
    Builder(const QueryContext& context, BuiltQuery& built)
        : analyzer_(context.analyzer),
          database_(context.database),
          glossary_(context.glossary),
          author_weight_(context.author_weight),
          shares_(context.shares),
          weights_(context.weights),
          built_(built) {}

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
                return Query(Query::OP_VALUE_RANGE, date_slot, date_value(node.dates.first),
                             date_value(node.dates.last));
            case NodeKind::votes:
                return Query(Query::OP_VALUE_RANGE, votes_slot,
                             Xapian::sortable_serialise(static_cast<double>(node.least_votes)),
                             Xapian::sortable_serialise(static_cast<double>(node.most_votes)));
        }
        return Query::MatchNothing;
    }

  private:
    Query alternatives(const QueryNode& node) {
        std::vector<Query> queries;
        for (const QueryNode& child : node.children) queries.push_back(build(child));
        return any_of(queries);
    }

    // Plain words of a group are ranked together, so that a word said twice is one term and
    // neighbours can be near.
    Query group(const QueryNode& node) {
        std::string plain;
        std::vector<Query> wanted, musts, required, asked, nots;
        // A condition without a word ("+!!!") is no condition.
        const auto add = [](std::vector<Query>& to, Query query) {
            if (!query.empty()) to.push_back(std::move(query));
        };
        for (const QueryNode& child : node.children) {
            if (child.occur == Occur::must_not) {
                add(nots, unweighted(child));
            } else if (child.occur == Occur::must && child.field == Field::any) {
                add(musts, must(child));
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
        if (!musts.empty()) {
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

    // For what excludes or filters: the same documents, and nothing noted of them but what was cut
    // (what is not wanted is not marked in what is shown). OP_AND_MAYBE must not get here: where no
    // weights are asked for, Xapian 1.4.22 compares with bounds that it never set, and drops
    // documents at random.
    Query unweighted(const QueryNode& node) {
        BuiltQuery before = built_;
        const bool outer = std::exchange(weighted_, false);
        Query query = match(node);
        weighted_ = outer;
        before.cut_prefix = built_.cut_prefix;
        before.cut_beginning = built_.cut_beginning;
        before.cut_tests = built_.cut_tests;
        built_ = std::move(before);
        return query;
    }

    // The documents of `query`, with the weight of `bonus` for those that it has too.
    Query with_bonus(const Query& query, const Query& bonus) const {
        return weighted_ ? Query(Query::OP_AND_MAYBE, query, bonus) : query;
    }

    // Documents that have the node, without ranking.
    Query match(const QueryNode& node) {
        if (node.kind != NodeKind::words || node.field != Field::any) return build(node);
        std::vector<Query> queries;
        for (const QueryWord& word : query_words(node.text, analyzer_))
            queries.push_back(has_word(word, Field::any));
        return all_of(queries);
    }

    // --- text, anywhere ---

    Query anywhere(const QueryNode& node) {
        if (node.kind == NodeKind::words) return ranked(node.text);
        if (node.kind == NodeKind::prefix) return prefix(node);
        const std::vector<QueryWord> phrase_words = query_words(node.text, analyzer_);
        if (phrase_words.empty()) return Query();
        return Query(Query::OP_AND, terms_of(phrase_words),
                     Query(Query::OP_FILTER, every_paper(), phrase(phrase_words, Field::any)));
    }

    // A ranked OR. A document with every bigram of a word has the word in some longer one.
    Query ranked(const std::string& text) {
        std::vector<QueryWord> kept = without_stop_words(query_words(text, analyzer_));
        split_unknown(kept, analyzer_, database_);
        if (kept.empty()) return Query();
        if (kept.size() > most_words) {
            kept.resize(most_words);
            built_.cut = true;
        }
        built_.words += kept.size();
        if (weighted_) near(kept);
        return terms_of(kept);
    }

    std::vector<QueryWord> without_stop_words(std::vector<QueryWord> all) {
        const auto stop = [](const QueryWord& word) {
            const auto& forms =
                word.hangul.empty() || !word.hangul.front() ? word.exact : word.stems;
            return forms.size() == 1 && is_stop_word(forms.front());
        };
        if (std::all_of(all.begin(), all.end(), stop)) return all;
        for (const QueryWord& word : all) {
            if (stop(word)) built_.dropped.push_back(word.written);
        }
        std::erase_if(all, stop);
        return all;
    }

    Query terms_of(const std::vector<QueryWord>& kept) {
        std::map<std::string, unsigned> plain, compounds;
        std::vector<Query> queries;
        for (const QueryWord& word : kept) {
            for (std::size_t i = 0; i < word.stems.size(); ++i) ++plain[general_term(word, i)];
            for (const std::string& term : joined_forms(word)) ++compounds[term];
            for (const bool hangul : word.hangul) built_.hangul = built_.hangul || hangul;
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
            ranked.push_back({{term}, count * weights_.compound});
            built_.terms.insert(term);
        }
        for (const QueryWord& word : kept) add_bigrams(word, ranked);
        if (!ranked.empty()) queries.push_back(any_ranked(database_, ranked, shares_));
        return any_of(queries);
    }

    // Notes the query's terms for what the best papers gain: pairs that stand near each other,
    // wider apart and weighing less the farther they are in the query, and forms.
    void near(const std::vector<QueryWord>& kept) {
        std::vector<std::optional<std::uint32_t>> places;
        std::vector<double> gains;
        std::vector<bool> hangul;
        Nearness& nearness = built_.nearness;
        const std::size_t terms_before = nearness.terms.size();
        const std::size_t pairs_before = nearness.pairs.size();
        // A particle says something between words: asked alone, 모델을 is 모델.
        const double form = kept.size() > 1 ? weights_.form : 0;
        for (const QueryWord& word : kept) {
            for (std::size_t i = 0; i < word.stems.size(); ++i) {
                if (places.size() == most_near_terms) break;
                const double gain = term_gain(general_term(word, i));
                places.push_back(near_term(token_of(word, i), word.hangul[i] ? gain * form : 0));
                gains.push_back(gain);
                hangul.push_back(word.hangul[i]);
            }
        }
        const auto add = [&](std::size_t i, std::size_t j, std::uint32_t apart, double weight) {
            if (!places[i] || !places[j] || places[i] == places[j] || weight == 0) return;
            nearness.pairs.push_back(
                {*places[i], *places[j], apart, weight * (gains[i] + gains[j])});
        };
        for (std::size_t i = 0; i < places.size(); ++i) {
            for (std::size_t j = i + 1; j < std::min(places.size(), i + 1 + far_gap); ++j) {
                const bool korean = hangul[i] || hangul[j];
                if (j == i + 1)
                    add(i, j, near_places, korean ? weights_.near : weights_.near_latin);
                if (korean) add(i, j, far_places, weights_.far);
            }
        }
        const bool split = add_words_within(kept);
        if (form == 0 && nearness.pairs.size() == pairs_before && !split)
            nearness.terms.resize(terms_before);
    }

    // A word that the lexicon lacks may be written apart: its syllables are looked for two by two.
    bool add_words_within(const std::vector<QueryWord>& kept) {
        auto& terms = built_.nearness.terms;
        const std::size_t before = terms.size();
        for (const QueryWord& word : kept) {
            for (const std::string& bigram : word.bigrams) {
                const std::string term = prefixed(row_of(Field::any).prefix, bigram);
                const auto number = near_term(sequence_token(term, {}), 0);
                if (number && *number >= before)
                    terms[*number].weight = weights_.bigram * term_gain(term);
            }
        }
        return terms.size() > before;
    }

    // The number of the term among those looked for, of the whole query; nullopt for one too many.
    std::optional<std::uint32_t> near_term(SequenceToken token, double form_weight) {
        auto& terms = built_.nearness.terms;
        for (std::uint32_t i = 0; i < terms.size(); ++i) {
            if (((terms[i].token ^ token) & term_bits) == 0) return i;
        }
        if (terms.size() >= most_near_terms) return std::nullopt;
        terms.push_back({token, 0, form_weight});
        return static_cast<std::uint32_t>(terms.size() - 1);
    }

    // What a term adds to the score of a paper of middling length that has it once.
    double term_gain(const std::string& term) const { return 0.6 * single_weight(database_, term); }

    // The Korean words that the index uses for an English one, as one term; the surer they are, the
    // more it weighs.
    void add_translations(const std::string& stem, unsigned count,
                          std::vector<RankedTerm>& ranked) {
        std::vector<std::string> parts;
        double known = 0, all = 0;
        for (const Translation& translation : glossary_.translations(stem)) {
            all += translation.count;
            if (translation.part.empty()) continue;
            known += translation.count;
            const std::string term = prefixed(row_of(Field::any).prefix, translation.part);
            parts.push_back(term);
            built_.terms.insert(term);
            built_.translations.push_back(stem + " = " + std::string(translation.part));
        }
        if (parts.empty()) return;
        const double factor = weights_.translation * count * std::sqrt(known / all);
        ranked.push_back({std::move(parts), factor});
    }

    // A word that stands more often in names than in text is looked for as a name too.
    void add_author(const QueryWord& word, std::vector<Query>& queries) {
        if (author_weight_ <= 0) return;
        const std::vector<std::string> names =
            word.exact.empty() ? author_words(word.written) : word.exact;
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string term = author_word_term(names[i]);
            const auto frequency = database_.get_termfreq(term);
            const bool initial = code_point_at(names[i], 0).end == names[i].size();
            const bool is_text =
                i < word.stems.size() && database_.get_termfreq(general_term(word, i)) >= frequency;
            if (frequency == 0 || is_text || initial) continue;
            auto* weight = new Xapian::FixedWeightPostingSource(
                author_weight_ * author_word_weight(database_, term));
            queries.push_back(Query(Query::OP_FILTER, Query(weight->release()), Query(term)));
            built_.author_terms.push_back(term);
        }
    }

    // A word that stands within a longer one that the lexicon lacks.
    void add_bigrams(const QueryWord& word, std::vector<RankedTerm>& ranked) const {
        if (word.bigrams.empty() || weights_.hidden <= 0) return;
        RankedTerm hidden{{}, weights_.hidden, true};
        for (const std::string& bigram : word.bigrams)
            hidden.terms.push_back(prefixed(bigram_prefix, bigram));
        ranked.push_back(std::move(hidden));
    }

    // A beginning, in a text field or anywhere.
    Query prefix(const QueryNode& node) {
        PrefixQuery made =
            prefix_query(node.text, node.field, database_, analyzer_, weights_.hidden);
        if (!made.folded.empty()) built_.prefixes.push_back(std::move(made.folded));
        built_.terms.insert(made.terms.begin(), made.terms.end());
        built_.cut_prefix = built_.cut_prefix || made.cut;
        built_.cut_tests = built_.cut_tests || made.cut_tests;
        return with_bonus(made.matches, made.weights);
    }

    // --- text, in a field ---

    Query in_field(const QueryNode& node) {
        const FieldRow& field = row_of(node.field);
        if (node.field == Field::author) return author(node);
        if (field.kind == FieldKind::keyword) return keyword(node, field);
        if (node.kind == NodeKind::prefix) return prefix(node);
        const std::vector<QueryWord> wanted = query_words(node.text, analyzer_);
        if (wanted.empty()) return Query();
        std::vector<Query> conditions;
        for (const QueryWord& word : wanted) conditions.push_back(has_word(word, node.field));
        if (node.kind == NodeKind::phrase) conditions.push_back(phrase(wanted, node.field));
        return with_bonus(scaled(all_of(conditions), 0), terms_of(wanted));
    }

    Query keyword(const QueryNode& node, const FieldRow& field) {
        const std::string value = node.field == Field::id ? node.text : keyword_term(node.text);
        if (value.empty() || value.size() > most_term_bytes - field.prefix.size())
            return Query::MatchNothing;
        const bool whole = node.field == Field::id && node.kind != NodeKind::prefix;
        const std::string term = prefixed(field.prefix, value);
        return whole ? Query(term) : beginning(term);
    }

    // The first of the terms that begin so.
    Query beginning(const std::string& term) {
        Xapian::termcount count = 0;
        const auto end = database_.allterms_end(term);
        for (auto at = database_.allterms_begin(term); at != end && count <= most_beginning; ++at)
            ++count;
        built_.cut_beginning = built_.cut_beginning || count > most_beginning;
        return Query(Query::OP_WILDCARD, term, most_beginning, Query::WILDCARD_LIMIT_FIRST);
    }

    // The words of one name, side by side in any order, or a name whose key is the same.
    Query author(const QueryNode& node) {
        std::vector<Query> name;
        for (const std::string& word : author_words(node.text)) {
            const std::string term = author_word_term(word);
            name.push_back(node.kind == NodeKind::prefix ? beginning(term) : Query(term));
        }
        if (name.empty()) return Query::MatchNothing;
        Query words = all_of(name);
        if (name.size() > 1)
            words =
                with_value(database_, words, authors_slot, OneName(node.text), built_.cut_tests);
        const Query key(author_key_term(author_key(node.text)));
        return scaled(Query(Query::OP_OR, words, key), 0);
    }

    // --- words ---

    // Documents with every part of the word in the field.
    Query has_word(const QueryWord& word, Field field) {
        std::vector<Query> parts;
        for (std::size_t i = 0; i < word.stems.size(); ++i) {
            Query part(term_in_field(word, i, row_of(field)));
            if (field != Field::any) part = in_part(part, token_of(word, i), part_of(field));
            parts.push_back(std::move(part));
            built_.terms.insert(general_term(word, i));
        }
        if (field != Field::any) return all_of(parts);
        std::vector<Query> forms = {all_of(parts)};
        for (const std::string& joined : joined_forms(word)) {
            forms.push_back(Query(joined));
            built_.terms.insert(joined);
        }
        return any_of(forms);
    }

    Query in_part(const Query& having_term, SequenceToken token, SequencePart part) {
        return with_value(
            database_, having_term, sequence_slot,
            [token, part](const std::string& value) { return has_term(value, token, part); },
            built_.cut_tests);
    }

    // The terms side by side, Latin ones in the form that they are written in.
    Query phrase(const std::vector<QueryWord>& wanted, Field field) {
        const FieldRow& row = row_of(field);
        std::vector<Query> conditions;
        std::vector<PhraseToken> tokens;
        for (const QueryWord& word : wanted) {
            for (std::size_t i = 0; i < word.stems.size(); ++i) {
                conditions.push_back(Query(term_in_field(word, i, row)));
                tokens.push_back({token_of(word, i), !word.hangul[i]});
                if (!word.hangul[i] && i < word.exact.size())
                    conditions.push_back(Query(prefixed(row.prefix, word.exact[i])));
            }
        }
        const SequencePart part = part_of(field);
        if (tokens.size() == 1 && part == SequencePart::any) return all_of(conditions);
        return with_value(
            database_, all_of(conditions), sequence_slot,
            [tokens, part](const std::string& sequence) {
                return has_phrase(sequence, tokens, part);
            },
            built_.cut_tests);
    }

    Analyzer& analyzer_;
    const Xapian::Database& database_;
    const Glossary& glossary_;
    double author_weight_;
    TermShareCache* shares_;
    const QueryWeights& weights_;
    BuiltQuery& built_;
    bool weighted_ = true;  // whether the query being built counts for the score
};

}  // namespace

double author_word_weight(const Xapian::Database& database, const std::string& author_term) {
    const double documents = database.get_doccount();
    return std::log2((documents + 1) / (database.get_termfreq(author_term) + 0.5));
}

BuiltQuery build_query(const QueryNode& root, const QueryContext& context) {
    BuiltQuery built;
    built.query = Builder(context, built).build(root);
    return built;
}

}  // namespace nonmun
