// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/title.hpp"
#include "query/render/renderers.hpp"

namespace nonmun {
namespace {

// Offsets in JSON count code points, since programs disagree on everything else.
std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

Json matches_json(std::string_view text,
                  const std::vector<std::pair<std::size_t, std::size_t>>& matches) {
    Json json = Json::array();
    for (const auto& [begin, end] : matches) {
        json.push_back({code_points(text.substr(0, begin)), code_points(text.substr(0, end))});
    }
    return json;
}

constexpr int json_digits = 6;

void add_score(Json& json, const Hit& hit) {
    const RoundedScore rounded = rounded_score(hit, json_digits);
    json["score"] = rounded.score;
    json["parts"] = Json::object();
    for (const ScorePart& part : rounded.parts) json["parts"][part.name] = part.value;
}

Json facets_json(const std::vector<Facet>& facets) {
    Json json = Json::object();
    for (const Facet& facet : facets) {
        Json values = Json::array();
        for (const FacetCount& count : facet.counts)
            values.push_back({{"value", count.value}, {"count", count.count}});
        json[facet.name] = {{"values", values}, {"rest", facet.rest}};
    }
    return json;
}

}  // namespace

Json author_entries_json(const std::vector<AuthorEntry>& entries) {
    Json json = Json::array();
    for (const AuthorEntry& entry : entries) {
        json.push_back(
            {{"name", entry.name}, {"spellings", entry.spellings}, {"papers", entry.papers}});
    }
    return json;
}

Json paper_json(const Paper& paper) {
    Json json = to_json(paper);
    json["readable_title"] = readable_title(paper.title);
    return json;
}

Json hit_json(const Hit& hit) {
    Json json;
    json["paper"] = paper_json(hit.paper);
    json["rank"] = hit.rank;
    add_score(json, hit);
    json["title_matches"] = matches_json(readable_title(hit.paper.title), hit.title_matches);
    json["snippet"] = {{"text", hit.snippet.text},
                       {"matches", matches_json(hit.snippet.text, hit.snippet.matches)}};
    if (!hit.summary_matches.empty()) {
        Json items = Json::array();
        for (std::size_t i = 0; i < hit.summary_matches.size(); ++i)
            items.push_back(matches_json(hit.paper.summary[i].text, hit.summary_matches[i]));
        json["summary_matches"] = std::move(items);
    }
    if (!hit.shared_terms.empty()) json["shared_terms"] = hit.shared_terms;
    if (!hit.shared_authors.empty()) json["shared_authors"] = hit.shared_authors;
    return json;
}

Json hits_json(const HitList& list) {
    Json json;
    json["total"] = list.total;
    json["offset"] = list.offset;
    json["partial"] = list.partial;
    json["understood"] = list.understood;
    json["dropped"] = list.dropped;
    json["translations"] = list.translations;
    json["feedback"] = list.feedback;
    json["remarks"] = list.remarks;
    json["suggestion"] = list.suggestion ? Json(*list.suggestion) : Json(nullptr);
    json["hits"] = Json::array();
    for (const Hit& hit : list.hits) json["hits"].push_back(hit_json(hit));
    if (!list.facets.empty()) json["facets"] = facets_json(list.facets);
    return json;
}

void render_hits_json(const HitList& list, const HitContext& context, std::ostream& out) {
    Json json = {{"query_id", context.query_id}};
    json.update(hits_json(list));
    out << to_line(json) << '\n';
}

void render_hits_jsonl(const HitList& list, const HitContext& context, std::ostream& out) {
    for (const Hit& hit : list.hits) {
        Json json = {{"query_id", context.query_id}};
        json.update(hit_json(hit));
        out << to_line(json) << '\n';
    }
}

Json author_json(const AuthorAnswer& answer) {
    Json json;
    json["author"] = nullptr;
    if (answer.profile) {
        const AuthorProfile& profile = *answer.profile;
        json["author"] = {{"name", profile.author.name},
                          {"spellings", profile.author.spellings},
                          {"papers", Json::array()}};
        for (const Hit& hit : profile.papers.hits)
            json["author"]["papers"].push_back(paper_json(hit.paper));
        json["author"]["coauthors"] = author_entries_json(profile.coauthors);
        json["author"]["related"] = Json::array();
        for (const Hit& hit : profile.related.hits)
            json["author"]["related"].push_back(hit_json(hit));
    }
    json["possible"] = author_entries_json(answer.possible);
    return json;
}

Json statistics_json(const IndexStatistics& statistics) {
    Json json = {{"papers", statistics.papers},
                 {"papers_with_votes", statistics.papers_with_votes},
                 {"first_date", statistics.first_date},
                 {"last_date", statistics.last_date},
                 {"authors", statistics.authors},
                 {"terms", statistics.terms},
                 {"average_length", statistics.average_length},
                 {"lexicon_words", statistics.lexicon_words},
                 {"revision", statistics.revision},
                 {"months", Json::object()},
                 {"sections", Json::object()}};
    for (const auto& [month, papers] : statistics.months) json["months"][month] = papers;
    for (const auto& [section, papers] : statistics.sections) json["sections"][section] = papers;
    return json;
}

}  // namespace nonmun
