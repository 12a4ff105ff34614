// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/text.hpp"

#include <algorithm>
#include <iomanip>
#include <span>

#include "common/text.hpp"
#include "common/title.hpp"
#include "common/unicode.hpp"
#include "query/render/score.hpp"

namespace nonmun {
namespace {

constexpr int text_digits = 3;

std::string heading(const std::string& text, const Style& style) {
    return bold(wrap(printable(text), style.width, ""), style) + "\n";
}

std::string score_line(const Hit& hit) {
    const RoundedScore rounded = rounded_score(hit, text_digits);
    std::string text = "score " + fixed(rounded.score, text_digits) + " =";
    for (const ScorePart& part : rounded.parts) {
        text += (&part == &rounded.parts.front() ? " " : " + ") + part.name + " " +
                fixed(part.value, text_digits);
    }
    return text;
}

// Wrapped to the style's width, with hanging indent.
std::string paragraph(const std::string& text, const Style& style, const std::string& indent) {
    return wrap(text, style.width - static_cast<int>(indent.size()), indent);
}

// The byline; its id is a link if it is not broken over two lines.
std::string linked_byline(const Paper& paper, const Style& style, const std::string& indent) {
    std::string text = paragraph(printable(byline(paper)), style, indent);
    if (const std::string id = printable(paper.id); text.compare(indent.size(), id.size(), id) == 0)
        text.replace(indent.size(), id.size(), linked(id, paper.url, style));
    return dim(text, style);
}

void render_hit(const Hit& hit, const Style& style, bool with_snippet, bool explain,
                std::ostream& out) {
    const std::string number = std::to_string(hit.rank) + ". ";
    const std::string indent(number.size(), ' ');
    std::string title = paragraph(printable(readable_title(hit.paper.title)), style, indent);
    title.erase(0, number.size());
    const auto line = [&](const std::string& text) {
        out << dim(paragraph(printable(text), style, indent), style) << '\n';
    };
    out << number << bold(linked(title, hit.paper.url, style), style) << '\n'
        << linked_byline(hit.paper, style, indent) << '\n';
    if (with_snippet && !hit.snippet.text.empty()) {
        const auto mark = [&](std::string_view text) { return matched(printable(text), style); };
        out << paragraph(with_marks(hit.snippet, mark, printable), style, indent) << '\n';
    }
    if (!hit.shared_terms.empty()) line("shared terms: " + joined(hit.shared_terms));
    if (!hit.shared_authors.empty()) line("shared authors: " + joined(hit.shared_authors));
    if (explain) line(score_line(hit));
}

void render_facet(const Facet& facet, const Style& style, std::ostream& out) {
    if (facet.counts.empty()) return;
    out << heading("By " + facet.name, style);
    std::size_t most = 0;
    for (const FacetCount& count : facet.counts) most = std::max(most, count.count);
    const std::string indent(std::to_string(most).size() + 2, ' ');
    for (const FacetCount& count : facet.counts) {
        const std::string number = std::to_string(count.count);
        std::string value = paragraph(printable(count.value), style, indent);
        value.replace(indent.size() - 2 - number.size(), number.size(), number);
        out << value << '\n';
    }
    if (facet.rest > 0) out << indent << "and " << facet.rest << " more\n";
    out << '\n';
}

void render_author_entries(const std::vector<AuthorEntry>& entries, std::size_t most,
                           const Style& style, std::ostream& out) {
    std::vector<std::string> names;
    for (const AuthorEntry& entry : std::span(entries).first(std::min(most, entries.size())))
        names.push_back(printable(entry.name) + " (" + std::to_string(entry.papers) + ")");
    std::string line = joined(names);
    if (entries.size() > most) line += " and " + std::to_string(entries.size() - most) + " more";
    out << wrap(line, style.width - 2, "  ") << '\n';
}

}  // namespace

std::string byline(const Paper& paper) {
    std::string line = paper.id;
    if (paper.date) line += " · " + to_string(*paper.date);
    if (paper.votes) line += " · " + plural(*paper.votes, "vote");
    const std::size_t shown = std::min<std::size_t>(3, paper.authors.size());
    if (shown > 0) line += " · " + joined(std::span(paper.authors).first(shown));
    if (paper.authors.size() > shown)
        line += " and " + std::to_string(paper.authors.size() - shown) + " more";
    return line;
}

void render_hits_text(const HitList& list, const HitContext& context, std::ostream& out) {
    if (!context.heading.empty()) out << heading(context.heading, context.style);
    for (const Hit& hit : list.hits) {
        render_hit(hit, context.style, true, context.explain, out);
        out << '\n';
    }
    for (const Facet& facet : list.facets) render_facet(facet, context.style, out);
}

void render_paper_text(const Paper& paper, const Style& style, std::ostream& out) {
    out << bold(linked(wrap(printable(readable_title(paper.title)), style.width, ""), paper.url,
                       style),
                style)
        << '\n';
    const auto row = [&](const std::string& name, const std::string& value) {
        if (!value.empty())
            out << dim(name, style)
                << wrap(printable(value), style.width - 9, "         ").substr(name.size()) << '\n';
    };
    row("id", paper.id);
    row("link", paper.url);
    row("date", paper.date ? to_string(*paper.date) : "");
    row("votes", paper.votes ? std::to_string(*paper.votes) : "unknown");
    row("authors", joined(paper.authors));
    row("media", paper.media ? paper.media->kind + " " + paper.media->url : "");
    for (const Appearance& appearance : paper.appearances) {
        if (paper.appearances.size() < 2) break;
        row("seen",
            (appearance.date ? to_string(*appearance.date) : "unknown day") +
                (appearance.votes ? ", " + plural(*appearance.votes, "vote") : "") +
                (appearance.title != paper.title ? ", as " + readable_title(appearance.title)
                                                 : ""));
    }
    std::optional<std::string> section;
    for (const SummaryItem& item : paper.summary) {
        const bool new_section = item.section && item.section != section;
        if (&item == &paper.summary.front() || new_section) out << '\n';
        if (new_section) out << heading(*item.section, style);
        section = item.section;
        if (!item.text.empty())
            out << "- " << wrap(printable(item.text), style.width - 2, "  ").substr(2) << '\n';
    }
}

void render_author_text(const AuthorAnswer& answer, const Style& style, std::ostream& out) {
    if (answer.profile) {
        const AuthorProfile& profile = *answer.profile;
        std::string line = bold(printable(profile.author.name), style);
        if (!profile.author.spellings.empty())
            line += " (also " + printable(joined(profile.author.spellings)) + ")";
        line += ", " + plural(profile.author.papers, "paper");
        out << wrap(line, style.width, "") << "\n\n";
        for (const Hit& hit : profile.papers.hits) render_hit(hit, style, false, false, out);
        if (!profile.coauthors.empty()) {
            out << '\n' << heading("Co-authors", style);
            render_author_entries(profile.coauthors, 30, style, out);
        }
        if (!profile.related.hits.empty()) {
            out << '\n' << heading("Related papers by others", style);
            for (const Hit& hit : profile.related.hits) render_hit(hit, style, false, false, out);
        }
    }
    if (!answer.possible.empty()) {
        if (answer.profile) out << '\n';
        out << heading(answer.profile ? "May be the same person" : "Which one?", style);
        render_author_entries(answer.possible, 40, style, out);
    }
}

void render_statistics_text(const IndexStatistics& statistics, const Style& style,
                            std::ostream& out) {
    // On a narrow terminal the value is below its name.
    const bool is_wide = style.width >= 50;
    const std::string indent(is_wide ? 18 : 2, ' ');
    const auto row = [&](const std::string& name, const std::string& value) {
        const std::string text = paragraph(value, style, indent);
        out << dim(name, style) << (is_wide ? text.substr(name.size()) : "\n" + text) << '\n';
    };
    row("papers", std::to_string(statistics.papers));
    row("with known votes", std::to_string(statistics.papers_with_votes));
    row("days", statistics.first_date.empty()
                    ? "none known"
                    : statistics.first_date + " to " + statistics.last_date);
    row("authors", std::to_string(statistics.authors));
    row("terms", std::to_string(statistics.terms));
    row("terms of a paper", fixed(statistics.average_length, 1));
    row("lexicon", plural(statistics.lexicon_words, "Korean word"));
    if (!statistics.revision.empty()) row("revision", statistics.revision);
    if (!statistics.months.empty()) out << '\n' << heading("Papers by month", style);
    std::size_t most = 1;
    for (const auto& [month, papers] : statistics.months) most = std::max(most, papers);
    const auto room = static_cast<std::size_t>(std::clamp(style.width - 15, 1, 60));
    for (const auto& [month, papers] : statistics.months) {
        out << month << ' ' << std::setw(6) << papers << ' '
            << std::string(std::max<std::size_t>(1, papers * room / most), '#') << '\n';
    }
    if (!statistics.sections.empty()) out << '\n' << heading("Sections", style);
    for (std::size_t i = 0; i < std::min<std::size_t>(10, statistics.sections.size()); ++i) {
        const auto& [section, papers] = statistics.sections[i];
        out << wrap(printable(section) + " (" + std::to_string(papers) + ")", style.width, "")
            << '\n';
    }
}

void render_diagnosis_text(const Diagnosis& diagnosis, std::ostream& out) {
    const std::string path = one_line(diagnosis.path);
    if (diagnosis.whole()) {
        out << path << ": whole; " << plural(diagnosis.papers, "paper");
        if (diagnosis.shards > 1) out << " in " << plural(diagnosis.shards, "shard");
        out << ", schema " << diagnosis.schema << ", analyzer " << diagnosis.analyzer << '\n';
        return;
    }
    for (const std::string& finding : diagnosis.findings)
        out << path << ": " << one_line(finding) << '\n';
    if (diagnosis.more_findings > 0)
        out << path << ": and " << diagnosis.more_findings << " more\n";
    out << "mend it with: " << one_line(diagnosis.mend) << '\n';
}

}  // namespace nonmun
