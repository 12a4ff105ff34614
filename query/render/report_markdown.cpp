// SPDX-License-Identifier: GPL-2.0-or-later
#include <map>

#include "common/text.hpp"
#include "query/render/escape.hpp"
#include "query/render/render.hpp"
#include "query/render/report.hpp"

namespace nonmun {
namespace {

using Urls = std::map<std::string, std::string>;  // of the papers of the scope, by id

std::string link(const Json& paper, const Urls& urls) {
    const auto url = urls.find(text_of(paper, "id"));
    return markdown_link(text_of(paper, "title"), url == urls.end() ? "" : url->second);
}

void render_summary(const std::vector<Json>& records, std::ostream& out) {
    out << "# Similar papers\n\n";
    for (const Json* report : records_of(records, "report")) {
        const std::string scope = text_of(*report, "scope");
        out << "- scope: " << (scope.empty() ? "every paper" : markdown_text(scope)) << "\n- "
            << plural(report->at("papers").get<std::uint64_t>(), "paper") << ", up to "
            << plural(report->at("top").get<std::uint64_t>(), "neighbour") << " each";
        if (report->at("min_score").get<double>() > 0)
            out << ", score at least " << text_of(*report, "min_score");
        out << "\n- " << plural(records_of(records, "cluster").size(), "cluster") << ", "
            << plural(records_of(records, "near_duplicates").size(), "group")
            << " of near-duplicates\n\n";
    }
}

void render_clusters(const std::vector<Json>& records, std::ostream& out) {
    const auto clusters = records_of(records, "cluster");
    if (clusters.empty()) return;
    out << "## Clusters\n\n| cluster | name | papers | terms |\n|--:|---|--:|---|\n";
    for (const Json* cluster : clusters) {
        out << "| " << text_of(*cluster, "cluster") << " | "
            << markdown_text(text_of(*cluster, "name")) << " | " << cluster->at("papers").size()
            << " | " << markdown_text(joined_list(*cluster, "terms", ", ")) << " |\n";
    }
    out << '\n';
}

void render_near_duplicates(const std::vector<Json>& records, const Urls& urls, std::ostream& out) {
    const auto groups = records_of(records, "near_duplicates");
    if (groups.empty()) return;
    out << "## Near-duplicates\n\n";
    for (const Json* group : groups) {
        out << "- cosine " << fixed(group->at("cosine").get<double>(), 3) << '\n';
        for (const Json& paper : group->at("papers"))
            out << "  - " << link(paper, urls) << " (" << markdown_text(text_of(paper, "id"))
                << ")\n";
    }
    out << '\n';
}

void render_months(const std::vector<Json>& records, std::ostream& out) {
    const auto months = records_of(records, "month");
    if (months.empty()) return;
    out << "## Months\n\nBeside a term: the papers of the month with it; for what is growing, "
           "after "
           "their average in a month before.\n\n| month | papers | new | growing "
           "|\n|---|--:|---|---|\n";
    for (const Json* month : months) {
        out << "| " << markdown_text(text_of(*month, "month")) << " | " << text_of(*month, "papers")
            << " | ";
        const char* separator = "";
        for (const Json& entry : month->at("new")) {
            out << separator << markdown_text(text_of(entry, "term")) << ' '
                << text_of(entry, "papers");
            separator = ", ";
        }
        out << " | ";
        separator = "";
        for (const Json& entry : month->at("growing")) {
            out << separator << markdown_text(text_of(entry, "term")) << ' '
                << fixed(entry.at("before").get<double>(), 1) << " → " << text_of(entry, "papers");
            separator = ", ";
        }
        out << " |\n";
    }
    out << '\n';
}

void render_paper(const Json& paper, const Urls& urls,
                  std::map<std::string, std::string>& cluster_names, std::ostream& out) {
    out << "### " << link(paper, urls) << "\n\n"
        << markdown_block(markdown_text(text_of(paper, "id")));
    if (const std::string date = text_of(paper, "date"); !date.empty())
        out << " · " << markdown_text(date);
    if (const auto votes = paper.find("votes"); votes != paper.end() && !votes->is_null())
        out << " · " << plural(votes->get<std::int64_t>(), "vote");
    if (const std::string name = cluster_names[text_of(paper, "cluster")]; !name.empty())
        out << " · " << markdown_text(name);
    if (const std::string authors = joined_list(paper, "authors", ", "); !authors.empty())
        out << "  \n" << markdown_block(markdown_text(authors));
    out << "\n\n";
    if (paper.at("neighbours").empty()) {
        out << "No similar paper.\n\n";
        return;
    }
    out << "| score | paper | shared terms | shared authors |\n|--:|---|---|---|\n";
    for (const Json& neighbour : paper.at("neighbours")) {
        out << "| " << fixed(neighbour.at("score").get<double>(), 3) << " | "
            << link(neighbour, urls) << " | "
            << markdown_text(joined_list(neighbour, "shared_terms", ", ")) << " | "
            << markdown_text(joined_list(neighbour, "shared_authors", ", ")) << " |\n";
    }
    out << '\n';
}

}  // namespace

void render_report_markdown(const std::vector<Json>& records, std::ostream& out) {
    const auto papers = records_of(records, "paper");
    Urls urls;
    for (const Json* paper : papers) urls[text_of(*paper, "id")] = text_of(*paper, "url");
    std::map<std::string, std::string> cluster_names;
    for (const Json* cluster : records_of(records, "cluster"))
        cluster_names[text_of(*cluster, "cluster")] = text_of(*cluster, "name");
    render_summary(records, out);
    render_clusters(records, out);
    render_near_duplicates(records, urls, out);
    render_months(records, out);
    if (!papers.empty()) out << "## Papers\n\n";
    for (const Json* paper : papers) render_paper(*paper, urls, cluster_names, out);
}

}  // namespace nonmun
