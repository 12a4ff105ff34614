// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/report.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/algorithm/string/replace.hpp>

#include "common/text.hpp"
#include "common/title.hpp"
#include "common/unicode.hpp"
#include "query/render/csv.hpp"
#include "query/render/markdown.hpp"
#include "query/render/report_html/page.hpp"
#include "query/render/score.hpp"

namespace nonmun {
namespace {

// A value as text; "" if it is null or absent.
std::string text_of(const Json& record, const char* key) {
    const auto value = record.find(key);
    if (value == record.end() || value->is_null()) return "";
    return value->is_string() ? value->get<std::string>() : value->dump();
}

// The records of one type, in order.
std::vector<const Json*> records_of(const Records& records, std::string_view type) {
    std::vector<const Json*> found;
    for (const Json& record : records) {
        if (text_of(record, "type") == type) found.push_back(&record);
    }
    return found;
}

// By number.
std::map<std::string, std::string> cluster_names(const Records& records) {
    std::map<std::string, std::string> names;
    for (const Json* cluster : records_of(records, "cluster"))
        names[text_of(*cluster, "cluster")] = text_of(*cluster, "name");
    return names;
}

// A list of strings, joined; "" if it is absent.
std::string joined_list(const Json& record, const char* key, const char* separator) {
    const auto list = record.find(key);
    if (list == record.end()) return "";
    return joined(list->get<std::vector<std::string>>(), separator);
}

// --- JSON Lines and CSV ---

// The names of the score parts, which are the same for every neighbour.
std::vector<std::string> part_names(const std::vector<const Json*>& papers) {
    std::vector<std::string> names;
    for (const Json* paper : papers) {
        const Json& neighbours = paper->at("neighbours");
        if (neighbours.empty()) continue;
        for (const auto& [name, value] : neighbours.front().at("parts").items())
            names.push_back(name);
        break;
    }
    return names;
}

std::string number(const Json& value) {
    return fixed(value.get<double>(), score_digits);
}

// A row for each paper and neighbour.
void render_report_csv(const Records& records, std::ostream& out) {
    const std::vector<const Json*> papers = records_of(records, "paper");
    const std::vector<std::string> names = part_names(papers);
    out << "id,title,neighbour_id,neighbour_title,rank,score";
    for (const std::string& name : names) out << ',' << csv_cell(name);
    out << ",shared_terms,shared_authors\r\n";
    for (const Json* paper : papers) {
        for (const Json& neighbour : paper->at("neighbours")) {
            out << csv_cell(text_of(*paper, "id")) << ',' << csv_cell(text_of(*paper, "title"))
                << ',' << csv_cell(text_of(neighbour, "id")) << ','
                << csv_cell(text_of(neighbour, "title")) << ',' << text_of(neighbour, "rank") << ','
                << number(neighbour.at("score"));
            const Json& parts = neighbour.at("parts");
            for (const std::string& name : names)
                out << ',' << (parts.contains(name) ? number(parts.at(name)) : "");
            out << ',' << csv_cell(joined_list(neighbour, "shared_terms", "; ")) << ','
                << csv_cell(joined_list(neighbour, "shared_authors", "; ")) << "\r\n";
        }
    }
}

void render_report_jsonl(const Records& records, std::ostream& out) {
    for (const Json& record : records) out << to_line(record) << '\n';
}

// --- Markdown ---

using Urls = std::map<std::string, std::string>;  // of the report's papers, by id

std::string link(const Json& paper, const Urls& urls) {
    const auto url = urls.find(text_of(paper, "id"));
    return markdown_link(text_of(paper, "title"), url == urls.end() ? "" : url->second);
}

void render_summary(const Records& records, std::ostream& out) {
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

void render_clusters(const Records& records, std::ostream& out) {
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

void render_near_duplicates(const Records& records, const Urls& urls, std::ostream& out) {
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

void render_months(const Records& records, std::ostream& out) {
    const auto months = records_of(records, "month");
    if (months.empty()) return;
    out << "## Months\n\nThe number after a term counts the papers of the month that have it. For "
           "a "
           "growing term, the average per earlier month comes before it.\n\n"
           "| month | papers | new | growing |\n|---|--:|---|---|\n";
    for (const Json* month : months) {
        out << "| " << markdown_text(text_of(*month, "month")) << " | " << text_of(*month, "papers")
            << " | ";
        std::vector<std::string> fresh, growing;
        for (const Json& entry : month->at("new"))
            fresh.push_back(markdown_text(text_of(entry, "term")) + ' ' + text_of(entry, "papers"));
        for (const Json& entry : month->at("growing")) {
            growing.push_back(markdown_text(text_of(entry, "term")) + ' ' +
                              fixed(entry.at("before").get<double>(), 1) + " → " +
                              text_of(entry, "papers"));
        }
        out << joined(fresh) << " | " << joined(growing) << " |\n";
    }
    out << '\n';
}

void render_paper(const Json& paper, const Urls& urls,
                  const std::map<std::string, std::string>& cluster_names, std::ostream& out) {
    out << "### " << link(paper, urls) << "\n\n"
        << markdown_block(markdown_text(text_of(paper, "id")));
    if (const std::string date = text_of(paper, "date"); !date.empty())
        out << " · " << markdown_text(date);
    if (const auto votes = paper.find("votes"); votes != paper.end() && !votes->is_null())
        out << " · " << plural(votes->get<std::int64_t>(), "vote");
    const auto name = cluster_names.find(text_of(paper, "cluster"));
    if (name != cluster_names.end() && !name->second.empty())
        out << " · " << markdown_text(name->second);
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

void render_report_markdown(const Records& records, std::ostream& out) {
    const auto papers = records_of(records, "paper");
    Urls urls;
    for (const Json* paper : papers) urls[text_of(*paper, "id")] = text_of(*paper, "url");
    const std::map<std::string, std::string> names = cluster_names(records);
    render_summary(records, out);
    render_clusters(records, out);
    render_near_duplicates(records, urls, out);
    render_months(records, out);
    if (!papers.empty()) out << "## Papers\n\n";
    for (const Json* paper : papers) render_paper(*paper, urls, names, out);
}

// --- GraphML ---

// Text for XML 1.0: drops the code points that it forbids, and escapes markup and the white space
// that attributes would lose.
std::string xml(std::string_view text) {
    std::string escaped;
    for (const CodePoint c : code_points(text)) {
        const bool forbidden = (c.value < 0x20 && c.value != '\t' && c.value != '\n') ||
                               c.value == 0xFFFE || c.value == 0xFFFF;
        if (forbidden) continue;
        const bool is_markup =
            c.value < 0x80 && std::string_view("<>&\"'\t\n").find(static_cast<char>(c.value)) !=
                                  std::string_view::npos;
        if (is_markup || steers_terminal(c.value)) {
            escaped += "&#" + std::to_string(static_cast<unsigned>(c.value)) + ";";
        } else {
            append_utf8(escaped, c.value);
        }
    }
    return escaped;
}

void data(const char* key, const std::string& value, std::ostream& out) {
    if (!value.empty()) out << "<data key=\"" << key << "\">" << xml(value) << "</data>";
}

struct GraphEdge {
    double score = 0;         // the higher of the two directions
    std::string ranks[2];     // of the second paper among the first's neighbours, and vice versa
    const Json* neighbour{};  // the one with this score
};

// By the ids of both papers, the smaller first.
using Edges = std::map<std::pair<std::string, std::string>, GraphEdge>;

Edges edges_of(const std::vector<const Json*>& papers) {
    Edges edges;
    for (const Json* paper : papers) {
        const std::string id = text_of(*paper, "id");
        for (const Json& neighbour : paper->at("neighbours")) {
            const std::string other = text_of(neighbour, "id");
            GraphEdge& edge = edges[std::minmax(id, other)];
            const double score = neighbour.at("score").get<double>();
            if (!edge.neighbour || score > edge.score) {
                edge.score = score;
                edge.neighbour = &neighbour;
            }
            edge.ranks[id < other ? 0 : 1] = text_of(neighbour, "rank");
        }
    }
    return edges;
}

constexpr const char* head = R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="title" for="node" attr.name="title" attr.type="string"/>
<key id="url" for="node" attr.name="url" attr.type="string"/>
<key id="date" for="node" attr.name="date" attr.type="string"/>
<key id="votes" for="node" attr.name="votes" attr.type="long"/>
<key id="authors" for="node" attr.name="authors" attr.type="string"/>
<key id="cluster" for="node" attr.name="cluster" attr.type="int"/>
<key id="cluster_name" for="node" attr.name="cluster_name" attr.type="string"/>
<key id="in_scope" for="node" attr.name="in_scope" attr.type="boolean"/>
<key id="weight" for="edge" attr.name="weight" attr.type="double"/>
<key id="rank" for="edge" attr.name="rank" attr.type="int"/>
<key id="rank_back" for="edge" attr.name="rank_back" attr.type="int"/>
<key id="shared_terms" for="edge" attr.name="shared_terms" attr.type="string"/>
<key id="shared_authors" for="edge" attr.name="shared_authors" attr.type="string"/>
<graph id="nonmun" edgedefault="undirected">
)";

void render_nodes(const Records& records, std::ostream& out) {
    std::map<std::string, std::string> names = cluster_names(records);
    std::set<std::string> written;
    for (const Json* paper : records_of(records, "paper")) {
        written.insert(text_of(*paper, "id"));
        out << "<node id=\"" << xml(text_of(*paper, "id")) << "\">";
        for (const char* key : {"title", "url", "date", "votes"})
            data(key, text_of(*paper, key), out);
        data("authors", joined_list(*paper, "authors", "; "), out);
        const std::string cluster = text_of(*paper, "cluster");
        data("cluster", cluster, out);
        data("cluster_name", names[cluster], out);
        out << "<data key=\"in_scope\">true</data></node>\n";
    }
    for (const Json* paper : records_of(records, "paper")) {
        for (const Json& neighbour : paper->at("neighbours")) {
            if (!written.insert(text_of(neighbour, "id")).second) continue;
            out << "<node id=\"" << xml(text_of(neighbour, "id")) << "\">";
            data("title", text_of(neighbour, "title"), out);
            out << "<data key=\"in_scope\">false</data></node>\n";
        }
    }
}

// A graph with one edge for a pair, no matter which of the two papers has the other as its
// neighbour. "rank" is the target's rank among the source's neighbours, "rank_back" the source's
// among the target's.
void render_report_graphml(const Records& records, std::ostream& out) {
    out << head;
    render_nodes(records, out);
    for (const auto& [ids, edge] : edges_of(records_of(records, "paper"))) {
        out << "<edge source=\"" << xml(ids.first) << "\" target=\"" << xml(ids.second) << "\">";
        data("weight", fixed(edge.score, score_digits), out);
        data("rank", edge.ranks[0], out);
        data("rank_back", edge.ranks[1], out);
        data("shared_terms", joined_list(*edge.neighbour, "shared_terms", "; "), out);
        data("shared_authors", joined_list(*edge.neighbour, "shared_authors", "; "), out);
        out << "</edge>\n";
    }
    out << "</graph>\n</graphml>\n";
}

// --- HTML ---

// The same JSON for a script element: nothing in it ends the element or begins a comment, and it is
// valid JavaScript.
std::string script_json(std::string json) {
    constexpr std::pair<const char*, const char*> escapes[] = {{"<", "\\u003c"},
                                                               {">", "\\u003e"},
                                                               {"&", "\\u0026"},
                                                               {"\xE2\x80\xA8", "\\u2028"},
                                                               {"\xE2\x80\xA9", "\\u2029"}};
    for (const auto& [text, escape] : escapes) boost::replace_all(json, text, escape);
    return json;
}

// Titles whose readable form differs, with that form.
Json readable_titles(const Records& records) {
    std::map<std::string, std::string> titles;
    const auto add = [&](const Json& paper) {
        const std::string title = text_of(paper, "title");
        if (std::string readable = readable_title(title); readable != title)
            titles[title] = std::move(readable);
    };
    for (const Json* paper : records_of(records, "paper")) {
        add(*paper);
        for (const Json& neighbour : paper->at("neighbours")) add(neighbour);
    }
    for (const Json* group : records_of(records, "near_duplicates")) {
        for (const Json& paper : group->at("papers")) add(paper);
    }
    return titles;
}

// Writes the page up to `name`, and removes both from the page.
void write_until(std::string_view& page, std::string_view name, std::ostream& out) {
    const std::size_t place = page.find(name);
    out << page.substr(0, place);
    page.remove_prefix(place + name.size());
}

void render_report_html(const Records& records, std::ostream& out) {
    std::string_view page = embedded_report_page();
    write_until(page, "{{titles}}", out);
    out << script_json(to_line(readable_titles(records)));
    write_until(page, "{{records}}", out);
    const char* separator = "[\n";
    for (const Json& record : records) {
        out << separator << script_json(to_line(record));
        separator = ",\n";
    }
    out << (records.empty() ? "[]" : "\n]") << page;
}

}  // namespace

const std::map<std::string, ReportRenderer, std::less<>>& report_renderers() {
    static const std::map<std::string, ReportRenderer, std::less<>> renderers = {
        {"jsonl", render_report_jsonl},       {"csv", render_report_csv},
        {"markdown", render_report_markdown}, {"graphml", render_report_graphml},
        {"html", render_report_html},
    };
    return renderers;
}

}  // namespace nonmun
