// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/json.hpp"

#include "common/paper_line.hpp"
#include "common/title.hpp"
#include "common/unicode.hpp"
#include "query/render/score.hpp"

namespace nonmun {
namespace {

void append_texts(std::string& to, const std::vector<std::string>& list) {
    append_list(to, list, [&](const std::string& text) { append_json(to, text); });
}

// `matches` ascend and do not overlap. Offsets in JSON count code points.
void append_matches(std::string& to, std::string_view text,
                    const std::vector<std::pair<std::size_t, std::size_t>>& matches) {
    std::size_t at = 0, points = 0;
    const auto move_to = [&](std::size_t next) {
        for (; at < next; ++at) points += !continues_character(text[at]);
        return std::to_string(points);
    };
    append_list(to, matches, [&](const auto& match) {
        to.append(1, '[').append(move_to(match.first));
        to.append(1, ',').append(move_to(match.second)).append(1, ']');
    });
}

void append_score(std::string& to, const Hit& hit) {
    const RoundedScore rounded = rounded_score(hit, score_digits);
    to.append(",\"score\":").append(Json(rounded.score).dump()).append(",\"parts\":{");
    for (std::size_t i = 0; i < rounded.parts.size(); ++i) {
        append_json(to += i > 0 ? "," : "", rounded.parts[i].name);
        to.append(1, ':').append(Json(rounded.parts[i].value).dump());
    }
    to += '}';
}

void append_paper(std::string& to, const Paper& paper, const std::string& title) {
    append_json(to, paper);
    to.pop_back();  // the closing brace
    append_json(to += ",\"readable_title\":", title);
    to += '}';
}

void append_hit(std::string& to, const Hit& hit) {
    const std::string title = readable_title(hit.paper.title);
    append_paper(to += "{\"paper\":", hit.paper, title);
    to.append(",\"rank\":").append(std::to_string(hit.rank));
    append_score(to, hit);
    append_matches(to += ",\"title_matches\":", title, hit.title_matches);
    append_json(to += ",\"snippet\":{\"text\":", hit.snippet.text);
    append_matches(to += ",\"matches\":", hit.snippet.text, hit.snippet.matches);
    to += '}';
    if (!hit.summary_matches.empty()) {
        std::size_t item = 0;
        append_list(to += ",\"summary_matches\":", hit.summary_matches, [&](const auto& matches) {
            append_matches(to, hit.paper.summary[item++].text, matches);
        });
    }
    if (!hit.shared_terms.empty()) append_texts(to += ",\"shared_terms\":", hit.shared_terms);
    if (!hit.shared_authors.empty()) append_texts(to += ",\"shared_authors\":", hit.shared_authors);
    to += '}';
}

// The line with the query's id as its first member.
std::string with_query_id(const std::string& line, const HitContext& context) {
    std::string result = "{\"query_id\":";
    append_json(result, context.query_id);
    return result.append(1, ',').append(line, 1);
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

std::string hit_line(const Hit& hit) {
    std::string line;
    append_hit(line, hit);
    return line;
}

std::string hits_line(const HitList& list) {
    std::string line = "{\"total\":" + std::to_string(list.total) +
                       ",\"offset\":" + std::to_string(list.offset) +
                       ",\"partial\":" + (list.partial ? "true" : "false");
    append_json(line += ",\"understood\":", list.understood);
    append_texts(line += ",\"dropped\":", list.dropped);
    append_texts(line += ",\"translations\":", list.translations);
    append_texts(line += ",\"feedback\":", list.feedback);
    append_texts(line += ",\"remarks\":", list.remarks);
    line += ",\"suggestion\":";
    list.suggestion ? append_json(line, *list.suggestion) : void(line += "null");
    append_list(line += ",\"hits\":", list.hits, [&](const Hit& hit) { append_hit(line, hit); });
    if (!list.facets.empty()) line.append(",\"facets\":").append(to_line(facets_json(list.facets)));
    return line += '}';
}

void render_hits_json(const HitList& list, const HitContext& context, std::ostream& out) {
    out << with_query_id(hits_line(list), context) << '\n';
}

void render_hits_jsonl(const HitList& list, const HitContext& context, std::ostream& out) {
    for (const Hit& hit : list.hits) out << with_query_id(hit_line(hit), context) << '\n';
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
            json["author"]["related"].push_back(Json::parse(hit_line(hit)));
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

Json diagnosis_json(const Diagnosis& diagnosis) {
    return {{"path", diagnosis.path},
            {"whole", diagnosis.whole()},
            {"papers", diagnosis.papers},
            {"shards", diagnosis.shards},
            {"schema", diagnosis.schema},
            {"analyzer", diagnosis.analyzer},
            {"findings", diagnosis.findings},
            {"more_findings", diagnosis.more_findings},
            {"mend", diagnosis.whole() ? Json(nullptr) : Json(diagnosis.mend)}};
}

}  // namespace nonmun
