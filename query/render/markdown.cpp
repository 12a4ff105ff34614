// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/markdown.hpp"

#include <algorithm>

#include "common/text.hpp"
#include "common/title.hpp"
#include "common/unicode.hpp"
#include "common/web_address.hpp"
#include "query/render/text.hpp"

namespace nonmun {
namespace {

std::string list_of(const std::vector<std::string>& words) {
    return markdown_text(joined(words));
}

void hit_item(const Hit& hit, std::ostream& out) {
    out << hit.rank << ". " << markdown_link(hit.paper.title, hit.paper.url) << "  \n   "
        << markdown_block(markdown_text(byline(hit.paper))) << '\n';
}

void facet_list(const Facet& facet, std::ostream& out) {
    if (facet.counts.empty()) return;
    out << "### By " << facet.name << "\n\n";
    for (const FacetCount& count : facet.counts)
        out << "- " << markdown_block(markdown_text(count.value)) << " (" << count.count << ")\n";
    if (facet.rest > 0) out << "- and " << facet.rest << " more\n";
    out << '\n';
}

void entry_list(const std::vector<AuthorEntry>& entries, std::ostream& out) {
    for (const AuthorEntry& entry : entries)
        out << "- " << markdown_block(markdown_text(entry.name)) << " (" << entry.papers << ")\n";
}

}  // namespace

std::string markdown_text(std::string_view text) {
    std::string escaped;
    for (const char c : printable(text)) {
        if (std::string_view("\\`*_{}[]<>#|~$&").find(c) != std::string_view::npos) escaped += '\\';
        escaped += c == '\n' ? ' ' : c;
    }
    return escaped;
}

std::string markdown_block(std::string text) {
    text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
    const std::size_t mark = text.find_first_not_of("0123456789");
    if (mark == std::string::npos) return text;
    const std::string_view marks = mark == 0 ? "-+=" : ".)";
    const bool number = mark > 0 && mark + 1 < text.size() && text[mark + 1] != ' ' &&
                        text[mark + 1] != '\t';  // 2412.06464
    if (!number && marks.find(text[mark]) != std::string_view::npos) text.insert(mark, "\\");
    return text;
}

std::string markdown_link(const std::string& title, const std::string& url) {
    std::string text = markdown_text(readable_title(title));
    const auto address = web_address(url);
    if (!address) return text;
    std::string target;
    for (const char c : *address)  // a parenthesis could end the target
        target += c == '(' ? "%28" : c == ')' ? "%29" : std::string(1, c);
    return "[" + text + "](" + target + ")";
}

void render_hits_markdown(const HitList& list, const HitContext& context, std::ostream& out) {
    if (!context.heading.empty()) out << "## " << markdown_text(context.heading) << "\n\n";
    for (const Hit& hit : list.hits) {
        hit_item(hit, out);
        if (!hit.snippet.text.empty()) {
            const auto mark = [](std::string_view text) {
                return "**" + markdown_text(text) + "**";
            };
            out << "\n   " << markdown_block(with_marks(hit.snippet, mark, markdown_text)) << '\n';
        }
        if (!hit.shared_terms.empty())
            out << "\n   shared terms: " << list_of(hit.shared_terms) << '\n';
        if (!hit.shared_authors.empty())
            out << "\n   shared authors: " << list_of(hit.shared_authors) << '\n';
        out << '\n';
    }
    for (const Facet& facet : list.facets) facet_list(facet, out);
}

void render_paper_markdown(const Paper& paper, std::ostream& out) {
    out << "### " << markdown_link(paper.title, paper.url) << "\n\n"
        << markdown_block(markdown_text(byline(paper))) << "\n\n";
    if (!paper.authors.empty()) out << "Authors: " << list_of(paper.authors) << "\n\n";
    for (const SummaryItem& item : paper.summary) {
        const std::string text = markdown_text(item.text);
        if (item.section) {
            out << "- **" << markdown_text(*item.section) << "**: " << text << '\n';
        } else {
            out << "- " << markdown_block(text) << '\n';
        }
    }
    out << '\n';
}

void render_author_markdown(const AuthorAnswer& answer, std::ostream& out) {
    if (answer.profile) {
        const AuthorProfile& profile = *answer.profile;
        out << "## " << markdown_text(profile.author.name) << "\n\n";
        for (const Hit& hit : profile.papers.hits) hit_item(hit, out);
        if (!profile.coauthors.empty()) out << "\n### Co-authors\n\n";
        entry_list(profile.coauthors, out);
        if (!profile.related.hits.empty()) out << "\n### Related papers by others\n\n";
        for (const Hit& hit : profile.related.hits) hit_item(hit, out);
    }
    if (!answer.possible.empty())
        out << (answer.profile ? "\n### May be the same person\n\n" : "## Which one?\n\n");
    entry_list(answer.possible, out);
}

void render_digest_markdown(const std::string& heading, const Date& since, const HitList& list,
                            std::ostream& out) {
    out << "## " << markdown_text(heading) << "\n\n"
        << plural(list.total, "paper") << " since " << to_string(since);
    if (list.hits.size() < list.total) out << ", the first " << list.hits.size();
    out << "\n\n";
    render_hits_markdown(list, HitContext(), out);
}

}  // namespace nonmun
