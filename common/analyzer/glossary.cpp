// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/glossary.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <map>
#include <unordered_set>

#include "common/analyzer/stop_words.hpp"
#include "common/embedded.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "common/title.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// Parameters of learning and of what is kept, found on the dev queries of the evaluation sets
// (docs/ranking.md).
constexpr int iterations = 6;
constexpr float title_pair_weight = 1;
constexpr float parenthesis_weight = 2;  // because an author gives the translation
constexpr float same_word_share =
    0.5F;  // because a title word that occurs in the summary itself needs no translation
constexpr double null_share = 0.05;  // of words without a translation
// Scale of null_share after the first round, in which parts are compared with counts divided by
// totals instead of with 1.
constexpr double later_null = 1e-3;
constexpr double least_expected = 1e-4;  // smaller expected counts are skipped
constexpr double least_rest = 0.01;      // of a stem; a smaller rest would be written as 0
constexpr float least_count = 1.5F;
constexpr float least_probability = 0.05F;
constexpr std::size_t most_translations = 5;
constexpr std::size_t most_stems_in_parentheses = 6;
constexpr std::size_t bytes_before_parenthesis = 120;

Translation parse_translation(std::string_view line) {
    const auto [stem, rest] = cut(line, '\t');
    const auto [part, number] = cut(rest, '\t');
    Translation translation{stem, part, 0};
    const char* end = number.data() + number.size();
    const auto [read, error] = std::from_chars(number.data(), end, translation.count);
    if (error == std::errc{} && read == end && translation.count > 0) return translation;
    throw Error(ErrorKind::version,
                "the glossary has a line that cannot be read: " + std::string(line));
}

bool is_digits(std::string_view word) {
    return word.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::vector<std::uint32_t> distinct(std::vector<std::uint32_t> numbers) {
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

// The last `count` words, separated by spaces.
std::string_view last_words(std::string_view text, std::size_t count) {
    std::size_t begin = text.size();
    for (; count > 0 && begin > 0; --count) {
        while (begin > 0 && text[begin - 1] == ' ') --begin;
        while (begin > 0 && text[begin - 1] != ' ') --begin;
    }
    return text.substr(begin);
}

// The lines of a stem: the parts that are kept, then the sum of the others.
void append_translations(std::string_view stem, const std::map<std::string_view, double>& parts,
                         std::string& text) {
    double all = 0;
    for (const auto& [part, count] : parts) all += count;
    std::vector<std::pair<double, std::string_view>> best;
    for (const auto& [part, count] : parts) {
        const bool kept = count >= least_count && count >= least_probability * all;
        if (kept && !part.empty()) best.emplace_back(-count, part);
    }
    std::sort(best.begin(), best.end());
    best.resize(std::min(best.size(), most_translations));
    if (best.empty()) return;
    for (const auto& [count, part] : best) all += count;
    if (all >= least_rest) best.emplace_back(-all, "");
    for (const auto& [count, part] : best) {
        char number[32];
        std::snprintf(number, sizeof number, "%.2f", -count);
        text.append(stem).append("\t").append(part).append("\t").append(number).append("\n");
    }
}

}  // namespace

Glossary::Glossary(std::string text) : text_(std::make_unique<const std::string>(std::move(text))) {
    for (const std::string_view line : split(*text_, '\n')) {
        entries_.push_back(parse_translation(line));
        if (entries_.size() > 1 && entries_.back().stem < entries_[entries_.size() - 2].stem)
            throw Error(ErrorKind::version, "the glossary is not in order");
    }
}

std::span<const Translation> Glossary::translations(std::string_view stem) const {
    const auto before = [](const Translation& t, std::string_view s) { return t.stem < s; };
    const auto begin = std::lower_bound(entries_.begin(), entries_.end(), stem, before);
    auto end = begin;
    while (end != entries_.end() && end->stem == stem) ++end;
    return {begin, end};
}

std::uint32_t GlossaryBuilder::Words::number(const std::string& word) {
    const auto [found, added] =
        numbers_.try_emplace(word, static_cast<std::uint32_t>(words_.size()));
    if (added) words_.push_back(word);
    return found->second;
}

std::vector<std::uint32_t> GlossaryBuilder::english_stems(std::string_view text) {
    analyzer_.analyze(text, tokens_);
    std::vector<std::uint32_t> stems;
    bool stop = false;
    for (const Token& token : tokens_.list) {
        const std::string_view term = tokens_.term(token);
        if (token.kind == TokenKind::word) stop = is_stop_word(term);
        const bool counts = token.kind == TokenKind::stem && !token.compound && !stop;
        if (counts && term.size() > 1 && !is_digits(term))
            stems.push_back(stems_.number(std::string(term)));
    }
    return stems;
}

std::vector<std::uint32_t> GlossaryBuilder::korean_parts(std::string_view text) {
    analyzer_.analyze(text, tokens_);
    std::vector<std::uint32_t> parts;
    for (const Token& token : tokens_.list) {
        const std::string_view term = tokens_.term(token);
        const bool counts =
            token.kind == TokenKind::part && !token.compound && term.size() > syllable_bytes;
        if (counts && !is_stop_word(term)) parts.push_back(parts_.number(std::string(term)));
    }
    return parts;
}

void GlossaryBuilder::add(const Paper& paper) {
    for (const SummaryItem& item : paper.summary) add_parentheses(item.text);
    add_title(paper);
}

// 점수 증류 샘플링(Score Distillation Sampling, SDS): the words before the parentheses, up to one
// more than the English words, translate the text up to the first comma.
void GlossaryBuilder::add_parentheses(const std::string& text) {
    std::size_t from = 0;
    for (auto open = text.find('('); open != std::string::npos; open = text.find('(', open + 1)) {
        const auto close = text.find_first_of("()", open + 1);
        if (close == std::string::npos || text[close] != ')') continue;
        std::string_view before = std::string_view(text).substr(from, open - from);
        before =
            trim(before.substr(before.size() - std::min(before.size(), bytes_before_parenthesis)));
        std::string_view inside = std::string_view(text).substr(open + 1, close - open - 1);
        from = close + 1;
        if (before.size() < syllable_bytes ||
            !is_hangul_syllable(code_point_at(before, before.size() - syllable_bytes).value))
            continue;
        inside = inside.substr(0, inside.find_first_of(",;:/"));
        const std::vector<std::uint32_t> stems = english_stems(inside);
        if (stems.empty() || stems.size() > most_stems_in_parentheses ||
            !korean_parts(inside).empty())
            continue;
        before = before.substr(before.find_last_of(".,;:!?\"") + 1);
        std::vector<std::uint32_t> parts =
            distinct(korean_parts(last_words(before, stems.size() + 1)));
        if (parts.empty()) continue;
        pairs_.push_back(
            {stems, std::vector<float>(stems.size(), parenthesis_weight), std::move(parts)});
    }
}

void GlossaryBuilder::add_title(const Paper& paper) {
    Pair pair;
    pair.stems = distinct(english_stems(readable_title(paper.title)));
    if (pair.stems.empty()) return;
    std::unordered_set<std::uint32_t> in_summary;
    for (const SummaryItem& item : paper.summary) {
        for (const std::uint32_t stem : english_stems(item.text)) in_summary.insert(stem);
        for (const std::uint32_t part : korean_parts(item.text)) pair.parts.push_back(part);
    }
    pair.parts = distinct(std::move(pair.parts));
    if (pair.parts.empty()) return;
    for (const std::uint32_t stem : pair.stems) {
        pair.weights.push_back(title_pair_weight *
                               (in_summary.contains(stem) ? 1 - same_word_share : 1));
    }
    pairs_.push_back(std::move(pair));
}

GlossaryBuilder::Occurrences GlossaryBuilder::occurrences() const {
    Occurrences occurrences(stems_.size());
    for (const Pair& pair : pairs_) {
        for (std::size_t i = 0; i < pair.stems.size(); ++i)
            occurrences[pair.stems[i]].push_back({&pair, pair.weights[i]});
    }
    return occurrences;
}

// For each stem the distinct parts that occur with it, with equal counts.
GlossaryBuilder::Counts GlossaryBuilder::laid_out(const Occurrences& occurrences) {
    Counts counts;
    for (const auto& of_stem : occurrences) {
        counts.begins.push_back(counts.parts.size());
        const auto begin = counts.parts.end() - counts.parts.begin();
        for (const Occurrence& seen : of_stem)
            counts.parts.insert(counts.parts.end(), seen.pair->parts.begin(),
                                seen.pair->parts.end());
        std::sort(counts.parts.begin() + begin, counts.parts.end());
        counts.parts.erase(std::unique(counts.parts.begin() + begin, counts.parts.end()),
                           counts.parts.end());
    }
    counts.begins.push_back(counts.parts.size());
    counts.counts.assign(counts.parts.size(), 1);
    return counts;
}

// Expectation maximisation: each round distributes every English word over the Korean words that
// occur with it, in proportion to the counts of the round before. Returns the expected counts of
// the last round. A stem's counts depend on those of other stems only through the totals, so a
// round goes from stem to stem, and the counts are three flat arrays.
GlossaryBuilder::Counts GlossaryBuilder::learn() const {
    const Occurrences occurrences = this->occurrences();
    Counts counts = laid_out(occurrences);
    std::vector<std::uint32_t> place(parts_.size());  // index of a part among those of the stem
    std::vector<double> totals(parts_.size(), 1);
    std::vector<double> next_totals(parts_.size());
    std::vector<double> next;  // of one stem
    std::vector<double> shares;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        std::fill(next_totals.begin(), next_totals.end(), 0);
        const double null = null_share * (iteration == 0 ? 1 : later_null);
        for (std::size_t stem = 0; stem < occurrences.size(); ++stem) {
            const std::size_t begin = counts.begins[stem];
            const std::size_t size = counts.begins[stem + 1] - begin;
            for (std::size_t i = 0; i < size; ++i)
                place[counts.parts[begin + i]] = static_cast<std::uint32_t>(i);
            next.assign(size, 0);
            for (const Occurrence& seen : occurrences[stem]) {
                const std::vector<std::uint32_t>& parts = seen.pair->parts;
                shares.clear();
                double sum = null * static_cast<double>(parts.size());
                for (const std::uint32_t part : parts) {
                    const double count = counts.counts[begin + place[part]];
                    shares.push_back(count == 0 ? 0 : count / totals[part]);
                    sum += shares.back();
                }
                for (std::size_t j = 0; j < shares.size(); ++j) {
                    const double expected = seen.weight * shares[j] / sum;
                    if (expected < least_expected) continue;
                    next[place[parts[j]]] += expected;
                    next_totals[parts[j]] += expected;
                }
            }
            std::copy(next.begin(), next.end(),
                      counts.counts.begin() + static_cast<std::ptrdiff_t>(begin));
        }
        totals.swap(next_totals);
    }
    return counts;
}

Glossary GlossaryBuilder::build(const Glossary& base) const {
    const Counts counts = learn();
    const auto none = static_cast<std::uint32_t>(-1);
    std::map<std::string_view, std::uint32_t> all_stems;  // its number, or none
    for (const Translation& t : base.entries()) all_stems.emplace(t.stem, none);
    for (std::uint32_t number = 0; number < stems_.size(); ++number)
        all_stems[stems_.word(number)] = number;
    std::string text;
    std::map<std::string_view, double> joined;  // by part, of one stem
    for (const auto& [stem, number] : all_stems) {
        joined.clear();
        for (const Translation& t : base.translations(stem)) joined[t.part] += t.count;
        for (std::size_t i = number == none ? 0 : counts.begins[number];
             number != none && i < counts.begins[number + 1]; ++i) {
            if (counts.counts[i] > 0) joined[parts_.word(counts.parts[i])] += counts.counts[i];
        }
        append_translations(stem, joined, text);
    }
    return Glossary(std::move(text));
}

const Glossary& base_glossary() {
    static const Glossary instance{std::string(embedded_glossary())};
    return instance;
}

}  // namespace nonmun
