// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/snippet.hpp"

#include <algorithm>
#include <unordered_set>

#include "common/fields.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

bool is_match(const Token& token, std::string_view term, const BuiltQuery& query,
              std::string& buffer) {
    if (token.kind == TokenKind::bigram) return false;
    if (token.kind == TokenKind::word || token.kind == TokenKind::part) {
        for (const std::string& prefix : query.prefixes) {
            if (term.starts_with(prefix)) return true;
        }
        if (token.kind == TokenKind::word) return false;
    }
    const FieldRow& general = row_of(Field::any);
    buffer.assign(token.kind == TokenKind::stem ? general.stem_prefix : general.prefix)
        .append(term);
    return query.terms.contains(buffer);
}

// Cuts a long text to a window that starts shortly before the first match.
MarkedText window(MarkedText marked, int columns) {
    if (display_width(marked.text) <= columns) return marked;
    const std::size_t first = marked.matches.empty() ? 0 : marked.matches.front().first;
    // In bytes: about 20 syllables before the match; nothing is cut if the match is in the
    // first 30.
    constexpr std::size_t lead_bytes = 60, least_cut = 90;
    std::size_t begin = first > least_cut ? character_boundary(marked.text, first - lead_bytes) : 0;
    // Start at a word.
    if (begin > 0) {
        const auto blank = marked.text.find(' ', begin);
        if (blank != std::string::npos && blank < first) begin = blank + 1;
    }
    const std::string kept = cut_to_width(std::string_view(marked.text).substr(begin), columns);
    const std::string lead = begin > 0 ? "…" : "";
    MarkedText cut;
    cut.text = lead + kept;
    const std::size_t text_end = kept.ends_with("…") ? kept.size() - 3 : kept.size();
    for (const auto& [from, to] : marked.matches) {
        if (from >= begin && to <= begin + text_end)
            cut.matches.emplace_back(from - begin + lead.size(), to - begin + lead.size());
    }
    return cut;
}

}  // namespace

Marker::Marker(const BuiltQuery& query, Analyzer& analyzer) : query_(query), analyzer_(analyzer) {
    const std::string_view stem_prefix = row_of(Field::any).stem_prefix;
    for (const std::string_view term : query.terms)
        filter_.add(term.starts_with(stem_prefix) ? term.substr(stem_prefix.size()) : term);
}

MarkedText Marker::mark(const std::string& text) {
    MarkedText marked{text, {}};
    // The filter cannot check prefixes.
    analyzer_.analyze(text, tokens_, query_.prefixes.empty() ? &filter_ : nullptr);
    for (const Token& token : tokens_.list) {
        if (is_match(token, tokens_.term(token), query_, buffer_))
            marked.matches.emplace_back(token.begin, token.end);
    }
    std::sort(marked.matches.begin(), marked.matches.end());
    // Adjacent parts (강화+학습), and a compound and its parts, become one match.
    std::vector<std::pair<std::size_t, std::size_t>> joined;
    for (const auto& match : marked.matches) {
        if (!joined.empty() && match.first <= joined.back().second) {
            joined.back().second = std::max(joined.back().second, match.second);
        } else {
            joined.push_back(match);
        }
    }
    marked.matches = std::move(joined);
    return marked;
}

std::vector<MarkedText> Marker::mark_summary(const Paper& paper) {
    std::vector<MarkedText> marked;
    marked.reserve(paper.summary.size());
    for (const SummaryItem& item : paper.summary) marked.push_back(mark(item.text));
    return marked;
}

MarkedText make_snippet(const std::vector<MarkedText>& summary, int columns) {
    const MarkedText* best = nullptr;
    std::size_t best_score = 0;
    for (const MarkedText& item : summary) {
        if (item.text.empty()) continue;
        std::unordered_set<std::string> distinct;
        for (const auto& [begin, end] : item.matches)
            distinct.insert(fold_case(item.text.substr(begin, end - begin)));
        const std::size_t score =
            distinct.size() * 100 + std::min<std::size_t>(item.matches.size(), 99);
        if (best == nullptr || score > best_score) {
            best = &item;
            best_score = score;
        }
    }
    return best == nullptr ? MarkedText{} : window(*best, columns);
}

MarkedText beginning_of_summary(const Paper& paper) {
    if (paper.summary.empty()) return {};
    return {cut_to_width(paper.summary.front().text, snippet_columns), {}};
}

}  // namespace nonmun
