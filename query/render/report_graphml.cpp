// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/unicode.hpp"
#include "query/render/render.hpp"
#include "query/render/report.hpp"

namespace nonmun {
namespace {

// Text of XML 1.0: the code points that it forbids are left out, what is markup is escaped, and an
// end of line survives in an attribute.
std::string xml(std::string_view text) {
    std::string escaped;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = code_point_at(text, at);
        at = c.end;
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

struct Edge {
    double score = 0;         // the higher of the two directions
    std::string ranks[2];     // of the second paper among the first's neighbours, and the reverse
    const Json* neighbour{};  // where the score is from
};

// By the ids of both papers, the smaller first.
using Edges = std::map<std::pair<std::string, std::string>, Edge>;

Edges edges_of(const std::vector<const Json*>& papers) {
    Edges edges;
    for (const Json* paper : papers) {
        const std::string id = text_of(*paper, "id");
        for (const Json& neighbour : paper->at("neighbours")) {
            const std::string other = text_of(neighbour, "id");
            Edge& edge = edges[std::minmax(id, other)];
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

void render_nodes(const std::vector<Json>& records, std::ostream& out) {
    std::map<std::string, std::string> cluster_names;
    for (const Json* cluster : records_of(records, "cluster"))
        cluster_names[text_of(*cluster, "cluster")] = text_of(*cluster, "name");
    std::set<std::string> written;
    for (const Json* paper : records_of(records, "paper")) {
        written.insert(text_of(*paper, "id"));
        out << "<node id=\"" << xml(text_of(*paper, "id")) << "\">";
        for (const char* key : {"title", "url", "date", "votes"})
            data(key, text_of(*paper, key), out);
        data("authors", joined_list(*paper, "authors", "; "), out);
        const std::string cluster = text_of(*paper, "cluster");
        data("cluster", cluster, out);
        data("cluster_name", cluster_names[cluster], out);
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

}  // namespace

// A pair is one edge, whichever of the two papers has the other as its neighbour; "rank" is the
// target's rank with the source, "rank_back" the source's with the target.
void render_report_graphml(const std::vector<Json>& records, std::ostream& out) {
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

}  // namespace nonmun
