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
#include "query/language/compound_split.hpp"
#include "query/language/prefix.hpp"
#include "query/language/query_words.hpp"
#include "query/search/near_terms.hpp"
#include "query/search/ranked_terms.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

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

// Not Query::MatchNothing, which the operators around it would take for no condition: no paper has
// the empty id.
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

// The weight, in the author part of a score, of one word that is a name: log2((N + 1) / (df +
// 0.5)), the inverse document frequency of IneB2 with its constants left out.
double author_word_weight(const Xapian::Database& database, const std::string& author_term) {
    const double documents = database.get_doccount();
    return std::log2((documents + 1) / (database.get_termfreq(author_term) + 0.5));
}

// Whether one of a paper's names has all the words of a name.
struct OneName {
    std::vector<std::string> words;
    bool last_begins = false;  // the last of the words is the beginning of one

    bool operator()(const std::string& authors) const {
        const std::vector<std::string> names = texts_of_value(authors);
        return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            const std::vector<std::string> own = author_words(name);
            return std::all_of(words.begin(), words.end(), [&](const std::string& word) {
                const bool begins = last_begins && &word == &words.back();
                return std::any_of(own.begin(), own.end(), [&](const std::string& other) {
                    return begins ? other.starts_with(word) : other == word;
                });
            });
        });
    }
};

// Where the last word of a piece of a query begins: behind its last sign, but for an apostrophe and
// a full stop in a number.
std::size_t last_word_of(const std::string& text) {
    std::size_t last = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        const bool in_number = (c.value == '.' || c.value == ',') && at > last &&
                               is_ascii_digit(text[at - 1]) &&
                               (c.end == text.size() || is_ascii_digit(text[c.end]));
        if (!in_number && c.value != '\'' && c.value != 0x2019 && !belongs_to_word(c.value))
            last = c.end;
        at = c.end;
    }
    return last;
}

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
                // Once where nothing is weighed: twice at each depth would be 2^depth times.
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

    // For what excludes or filters: the same documents, and nothing noted of them but what was cut
    // (what is not wanted is not marked in what is shown). OP_AND_MAYBE must not get here: where no
    // weights are asked for, Xapian 1.4.22 compares with bounds that it never set, and drops
    // documents at random.
    Query unweighted(const QueryNode& node) {
        BuiltQuery before = built_;
        const bool outer = std::exchange(weighted_, false);
        Query query = match(node);
        weighted_ = outer;
        before.cut = built_.cut;
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
        if (kept.size() > most_words) {
            kept.resize(most_words);
            built_.cut = true;
        }
        split_unknown(kept, analyzer_, database_);
        if (kept.empty()) return Query();
        built_.words += kept.size();
        if (weighted_) note_near_terms(kept, database_, weights_, built_.nearness);
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
            queries.emplace_back(Query::OP_FILTER, Query(weight->release()), Query(term));
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

    // A beginning, in a text field or anywhere: of the last word; what stands before it in one
    // piece (self-att*) are words of their own.
    Query prefix(const QueryNode& node) {
        const std::size_t last = last_word_of(node.text);
        const std::string begun = node.text.substr(last);
        const std::vector<QueryWord> whole = query_words(node.text.substr(0, last), analyzer_);
        std::vector<Query> conditions, weights;
        for (const QueryWord& word : whole) conditions.push_back(has_word(word, node.field));
        if (!whole.empty()) weights.push_back(terms_of(whole));
        if (!begun.empty()) {
            PrefixQuery made =
                prefix_query(begun, node.field, database_, analyzer_, weights_.hidden);
            built_.prefixes.push_back(std::move(made.folded));
            built_.terms.insert(made.terms.begin(), made.terms.end());
            built_.cut_prefix = built_.cut_prefix || made.cut;
            built_.cut_tests = built_.cut_tests || made.cut_tests;
            conditions.push_back(made.matches.empty() ? no_paper() : std::move(made.matches));
            weights.push_back(std::move(made.weights));
        }
        if (conditions.empty()) return Query();
        return with_bonus(scaled(all_of(conditions), 0), any_of(weights));
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
        if (value.empty()) return Query();
        if (value.size() > most_term_bytes - field.prefix.size()) return no_paper();
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

    // The words of one name, in any order, or a name whose key is the same. Of a beginning, the
    // last word is one.
    Query author(const QueryNode& node) {
        const OneName name{author_words(node.text), node.kind == NodeKind::prefix};
        if (name.words.empty()) return Query();
        std::vector<Query> terms;
        for (const std::string& word : name.words) {
            const bool begins = name.last_begins && &word == &name.words.back();
            const std::string term = author_word_term(word);
            terms.push_back(begins ? beginning(term) : Query(term));
        }
        Query words = all_of(terms);
        if (terms.size() > 1)
            words = with_value(database_, words, authors_slot, name, built_.cut_tests);
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
            forms.emplace_back(joined);
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
                conditions.emplace_back(term_in_field(word, i, row));
                tokens.push_back({token_of(word, i), !word.hangul[i]});
                if (!word.hangul[i] && i < word.exact.size())
                    conditions.emplace_back(prefixed(row.prefix, word.exact[i]));
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
    TermScoreCache* shares_;
    const QueryWeights& weights_;
    BuiltQuery& built_;
    bool weighted_ = true;  // whether the query being built counts for the score
};

}  // namespace

BuiltQuery build_query(const QueryNode& root, const QueryContext& context) {
    BuiltQuery built;
    built.query = Builder(context, built).build(root);
    return built;
}

}  // namespace nonmun
