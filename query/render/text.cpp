// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/text.hpp"

#include <algorithm>
#include <cstdio>

#include "common/title.hpp"
#include "common/unicode.hpp"
#include "query/render/render.hpp"
#include "query/render/renderers.hpp"

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

// A paragraph with its marks in colour.
std::string marked_paragraph(const MarkedText& marked, const Style& style,
                             const std::string& indent) {
    std::string text;
    std::size_t at = 0;
    for (const auto& [begin, end] : marked.matches) {
        text += printable(std::string_view(marked.text).substr(at, begin - at));
        text += matched(printable(std::string_view(marked.text).substr(begin, end - begin)), style);
        at = end;
    }
    text += printable(std::string_view(marked.text).substr(at));
    return wrap(text, style.width - static_cast<int>(indent.size()), indent);
}

// The byline, whose id is a link where it stands on one line.
std::string linked_byline(const Paper& paper, const Style& style, const std::string& indent) {
    std::string text =
        wrap(printable(byline(paper)), style.width - static_cast<int>(indent.size()), indent);
    if (const std::string id = printable(paper.id); text.compare(indent.size(), id.size(), id) == 0)
        text.replace(indent.size(), id.size(), linked(id, paper.url, style));
    return dim(text, style);
}

void render_hit(const Hit& hit, const Style& style, bool explain, std::ostream& out) {
    const std::string number = std::to_string(hit.rank) + ". ";
    const std::string indent(number.size(), ' ');
    std::string title = wrap(printable(readable_title(hit.paper.title)),
                             style.width - static_cast<int>(indent.size()), indent);
    title.erase(0, number.size());
    const auto paragraph = [&](const std::string& text) {
        out << dim(wrap(printable(text), style.width - static_cast<int>(indent.size()), indent),
                   style)
            << '\n';
    };
    out << number << bold(linked(title, hit.paper.url, style), style) << '\n'
        << linked_byline(hit.paper, style, indent) << '\n';
    if (!hit.snippet.text.empty()) out << marked_paragraph(hit.snippet, style, indent) << '\n';
    if (!hit.shared_terms.empty()) paragraph("shared terms: " + joined(hit.shared_terms, ", "));
    if (!hit.shared_authors.empty())
        paragraph("shared authors: " + joined(hit.shared_authors, ", "));
    if (explain) paragraph(score_line(hit));
}

void render_facet(const Facet& facet, const Style& style, std::ostream& out) {
    if (facet.counts.empty()) return;
    out << heading("By " + facet.name, style);
    std::size_t most = 0;
    for (const FacetCount& count : facet.counts) most = std::max(most, count.count);
    const std::string indent(std::to_string(most).size() + 2, ' ');
    for (const FacetCount& count : facet.counts) {
        const std::string number = std::to_string(count.count);
        std::string value =
            wrap(printable(count.value), style.width - static_cast<int>(indent.size()), indent);
        value.replace(indent.size() - 2 - number.size(), number.size(), number);
        out << value << '\n';
    }
    if (facet.rest > 0) out << indent << "and " << facet.rest << " more\n";
    out << '\n';
}

void render_author_entries(const std::vector<AuthorEntry>& entries, std::size_t most,
                           const Style& style, std::ostream& out) {
    std::string line;
    for (std::size_t i = 0; i < std::min(most, entries.size()); ++i) {
        line += (i ? ", " : "") + printable(entries[i].name) + " (" +
                std::to_string(entries[i].papers) + ")";
    }
    if (entries.size() > most) line += " and " + std::to_string(entries.size() - most) + " more";
    out << wrap(line, style.width - 2, "  ") << '\n';
}

}  // namespace

std::string byline(const Paper& paper) {
    std::string line = paper.id;
    if (paper.date) line += " · " + to_string(*paper.date);
    if (paper.votes) line += " · " + plural(*paper.votes, "vote");
    for (std::size_t i = 0; i < std::min<std::size_t>(3, paper.authors.size()); ++i) {
        line += (i == 0 ? " · " : ", ") + paper.authors[i];
    }
    if (paper.authors.size() > 3)
        line += " and " + std::to_string(paper.authors.size() - 3) + " more";
    return line;
}

void render_hits_text(const HitList& list, const HitContext& context, std::ostream& out) {
    if (!context.heading.empty()) out << heading(context.heading, context.style);
    for (const Hit& hit : list.hits) {
        render_hit(hit, context.style, context.explain, out);
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
    row("authors", joined(paper.authors, ", "));
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
            line += " (also " + printable(joined(profile.author.spellings, ", ")) + ")";
        line += ", " + plural(profile.author.papers, "paper");
        out << wrap(line, style.width, "") << "\n\n";
        for (const Hit& hit : profile.papers.hits) {
            Hit short_hit = hit;
            short_hit.snippet = {};
            render_hit(short_hit, style, false, out);
        }
        if (!profile.coauthors.empty()) {
            out << '\n' << heading("Co-authors", style);
            render_author_entries(profile.coauthors, 30, style, out);
        }
        if (!profile.related.hits.empty()) {
            out << '\n' << heading("Related papers by others", style);
            for (const Hit& hit : profile.related.hits) {
                Hit short_hit = hit;
                short_hit.snippet = {};
                render_hit(short_hit, style, false, out);
            }
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
    char length[32];
    std::snprintf(length, sizeof length, "%.1f", statistics.average_length);
    // The value beside its name, or below it on a narrow terminal.
    const bool beside = style.width >= 50;
    const std::string indent(beside ? 18 : 2, ' ');
    const auto row = [&](const std::string& name, const std::string& value) {
        const std::string text = wrap(value, style.width - static_cast<int>(indent.size()), indent);
        out << dim(name, style) << (beside ? text.substr(name.size()) : "\n" + text) << '\n';
    };
    row("papers", std::to_string(statistics.papers));
    row("with known votes", std::to_string(statistics.papers_with_votes));
    row("days", statistics.first_date.empty()
                    ? "none known"
                    : statistics.first_date + " to " + statistics.last_date);
    row("authors", std::to_string(statistics.authors));
    row("terms", std::to_string(statistics.terms));
    row("terms of a paper", length);
    row("lexicon", plural(statistics.lexicon_words, "Korean word"));
    if (!statistics.revision.empty()) row("revision", statistics.revision);
    if (!statistics.months.empty()) out << '\n' << heading("Papers by month", style);
    std::size_t most = 1;
    for (const auto& [month, papers] : statistics.months) most = std::max(most, papers);
    const auto room = static_cast<std::size_t>(std::clamp(style.width - 15, 1, 60));
    for (const auto& [month, papers] : statistics.months) {
        char label[40];
        std::snprintf(label, sizeof label, "%s %6zu ", month.c_str(), papers);
        out << label << std::string(std::max<std::size_t>(1, papers * room / most), '#') << '\n';
    }
    if (!statistics.sections.empty()) out << '\n' << heading("Sections", style);
    for (std::size_t i = 0; i < std::min<std::size_t>(10, statistics.sections.size()); ++i) {
        const auto& [section, papers] = statistics.sections[i];
        out << wrap(printable(section) + " (" + std::to_string(papers) + ")", style.width, "")
            << '\n';
    }
}

}  // namespace nonmun
