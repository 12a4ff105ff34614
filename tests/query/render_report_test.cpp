// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

#include "query/render/report.hpp"
#include "query/render/report_html/page.hpp"
#include "tests/support/csv.hpp"
#include "tests/support/program.hpp"

// Renderers of reports, with hand-written records.
namespace nonmun {
namespace {

const std::string ending = "</script><img src=x onerror=alert(1)><!--<script>";
const std::string formula = "=HYPERLINK(\"http://evil\",\"확산\")";
// Control characters, a line end, a right-to-left override, an isolate, line separators and an
// ill-formed byte.
const std::string steering =
    "a\x01\x1b[31m\x7f\r\nb \xe2\x80\xae"
    "c \xe2\x81\xa7 \xe2\x80\xa8\xe2\x80\xa9 & \xef\xbf\xbf ]]> {{records}}";

Json neighbour(const std::string& id, const std::string& title, int rank, double score) {
    return {{"id", id},
            {"title", title},
            {"rank", rank},
            {"score", score},
            {"parts", {{"content", score - 0.25}, {"votes", 0.25}}},
            {"shared_terms", {"확산", "=term"}},
            {"shared_authors", {"Max Tegmark"}}};
}

Json paper(const std::string& id, const std::string& title, std::vector<Json> neighbours) {
    return {{"type", "paper"},
            {"id", id},
            {"title", title},
            {"url", "https://example.org/" + id},
            {"date", "2024-05-01"},
            {"votes", 44},
            {"authors", {"Ziming Liu", "Max Tegmark"}},
            {"cluster", 3},
            {"neighbours", neighbours}};
}

std::vector<Json> hostile_records() {
    Json unknown = paper("2405.00003", steering, {});
    unknown["url"] = "javascript:alert(1)";
    unknown["date"] = unknown["votes"] = unknown["cluster"] = nullptr;
    unknown["authors"] = Json::array();
    return {
        {{"type", "report"},
         {"version", 1},
         {"scope", ending},
         {"top", 2},
         {"min_score", 0.5},
         {"papers", 3}},
        paper("2405.00001", ending,
              {neighbour("2405.00002", formula, 1, 1.5),
               neighbour("2301.00009", "M$^{2}$UGen", 2, 0.75)}),
        paper("2405.00002", formula,
              {neighbour("2405.00003", steering, 1, 1.25),
               neighbour("2405.00001", ending, 2, 1.625)}),
        unknown,
        {{"type", "near_duplicates"},
         {"cosine", 0.9375},
         {"papers",
          {{{"id", "2405.00001"}, {"title", ending}}, {{"id", "2405.00002"}, {"title", formula}}}}},
        {{"type", "cluster"},
         {"cluster", 3},
         {"name", "확산, " + ending},
         {"terms", {"확산", "diffusion"}},
         {"papers", {"2405.00001", "2405.00002"}}},
        {{"type", "month"},
         {"month", "2024-05"},
         {"papers", 2},
         {"new", {{{"term", "mamba"}, {"papers", 4}}}},
         {"growing", {{{"term", "<b>"}, {"papers", 9}, {"before", 0.8}}}}},
    };
}

std::string rendered(const std::string& format, const std::vector<Json>& records) {
    std::ostringstream out;
    report_renderers().at(format)(records, out);
    return out.str();
}

// The text between the first `open` and the next `close`.
std::string between(const std::string& text, const std::string& open, const std::string& close) {
    const std::size_t begin = text.find(open);
    if (begin == std::string::npos) return "";
    const std::size_t from = begin + open.size();
    return text.substr(from, text.find(close, from) - from);
}

std::size_t count_of(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

TEST(RenderReport, HasTheFormats) {
    std::vector<std::string> names;
    for (const auto& [name, renderer] : report_renderers()) names.push_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"csv", "graphml", "html", "jsonl", "markdown"}));
}

TEST(RenderReport, AnEmptyReportIsValid) {
    for (const auto& [name, renderer] : report_renderers()) {
        std::ostringstream out;
        EXPECT_NO_THROW(renderer({}, out)) << name;
    }
    EXPECT_EQ(between(rendered("html", {}), "id=\"records\">", "</script>"), "[]");
}

TEST(RenderReportJsonl, IsTheRecords) {
    std::istringstream lines(rendered("jsonl", hostile_records()));
    std::vector<Json> read;
    for (std::string line; std::getline(lines, line);) read.push_back(Json::parse(line));
    EXPECT_EQ(read, hostile_records());
}

TEST(RenderReportCsv, HasARowForEachPair) {
    const auto rows = tests::read_csv(rendered("csv", hostile_records()));
    ASSERT_EQ(rows.size(), 5u);
    EXPECT_EQ(rows[0], (std::vector<std::string>{"id", "title", "neighbour_id", "neighbour_title",
                                                 "rank", "score", "content", "votes",
                                                 "shared_terms", "shared_authors"}));
    EXPECT_EQ(rows[1], (std::vector<std::string>{"2405.00001", ending, "2405.00002", "'" + formula,
                                                 "1", "1.500000", "1.250000", "0.250000",
                                                 "확산; =term", "Max Tegmark"}));
    for (const auto& row : rows) {
        EXPECT_EQ(row.size(), rows[0].size());
        for (const std::string& cell : row) {
            EXPECT_FALSE(cell.starts_with("=")) << cell;
            EXPECT_EQ(cell.find_first_of("\x01\x1b\x7f"), std::string::npos);
        }
    }
}

TEST(RenderReportMarkdown, IsReadableAndEscaped) {
    const std::string text = rendered("markdown", hostile_records());
    for (const char* part :
         {"## Clusters", "## Near-duplicates", "## Months", "## Papers", "- cosine 0.938\n",
          "- 3 papers, up to 2 neighbours each, score at least 0.5\n- 1 cluster, 1 group of "
          "near-duplicates\n",
          "| mamba 4 | \\<b\\> 0.8 → 9 |", "| 0.750 | M²UGen | 확산, =term | Max Tegmark |",
          "44 votes", "No similar paper."}) {
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
    }
    EXPECT_FALSE(std::regex_search(text, std::regex("[^\\\\][<>]"))) << text;
    EXPECT_EQ(text.find("](javascript"), std::string::npos);
    EXPECT_EQ(text.find_first_of("\x01\x1b\x7f\r"), std::string::npos);
    EXPECT_EQ(text.find("\xe2\x80\xae"), std::string::npos);
}

// Prints a line for each node and each edge that python3's parser reads.
constexpr const char* read_graphml = R"(
import sys, xml.etree.ElementTree as tree
name = '{http://graphml.graphdrawing.org/xmlns}'
root = tree.fromstring(sys.stdin.buffer.read())
keys = {key.get('id') for key in root.iter(name + 'key')}
nodes = set()
for element in root.find(name + 'graph'):
    data = {d.get('key'): d.text for d in element}
    assert set(data) <= keys
    if element.tag == name + 'node':
        nodes.add(element.get('id'))
        print('node', element.get('id'), data.get('date'), data.get('votes'), data.get('cluster'), data['in_scope'], ascii(data['title']))
    else:
        assert {element.get('source'), element.get('target')} <= nodes
        print('edge', element.get('source'), element.get('target'), data['weight'], data.get('rank'), data.get('rank_back'))
)";

TEST(RenderReportGraphml, IsXmlWithEveryPairOnce) {
    tests::ProgramInput input;
    input.standard_input = rendered("graphml", hostile_records());
    const tests::Outcome outcome = tests::run("/usr/bin/python3", {"-c", read_graphml}, input);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out,
              "node 2405.00001 2024-05-01 44 3 true '" + ending + "'\n" +
                  "node 2405.00002 2024-05-01 44 3 true "
                  "'=HYPERLINK(\"http://evil\",\"\\ud655\\uc0b0\")'\n"
                  "node 2405.00003 None None None true 'a[31m\\x7f\\nb \\u202ec \\u2067 "
                  "\\u2028\\u2029 &  ]]> {{records}}'\n"
                  "node 2301.00009 None None None false 'M$^{2}$UGen'\n"
                  "edge 2301.00009 2405.00001 0.750000 None 2\n"
                  "edge 2405.00001 2405.00002 1.625000 1 2\n"
                  "edge 2405.00002 2405.00003 1.250000 1 None\n");
}

TEST(RenderReportHtml, KeepsTheRecords) {
    const std::string page = rendered("html", hostile_records());
    const std::string json = between(page, "id=\"records\">", "</script>");
    EXPECT_EQ(json.find_first_of("<>&"), std::string::npos);
    EXPECT_EQ(json.find("\xe2\x80\xa8"), std::string::npos);
    EXPECT_EQ(json.find("\xe2\x80\xa9"), std::string::npos);
    EXPECT_EQ(Json::parse(json), Json(hostile_records()));
    EXPECT_EQ(Json::parse(between(page, "id=\"titles\">", "</script>")),
              Json({{"M$^{2}$UGen", "M²UGen"}}));
}

TEST(RenderReportHtml, TextAddsNoElement) {
    const std::string page = rendered("html", hostile_records());
    const std::string empty = rendered("html", {});
    for (const char* tag : {"<script", "</script", "<img", "<!--"})
        EXPECT_EQ(count_of(page, tag), count_of(empty, tag)) << tag;
}

TEST(RenderReportHtml, AllowsNoNetworkAndOnlyItsOwnScripts) {
    const std::string page(embedded_report_page());
    const std::string policy =
        between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'sha256-")) << policy;
    EXPECT_EQ(policy.find("http"), std::string::npos);
    EXPECT_FALSE(std::regex_search(policy, std::regex("script-src[^;]*unsafe")));
    EXPECT_EQ(page.find(" src="), std::string::npos);
    EXPECT_EQ(page.find("<link"), std::string::npos);
    EXPECT_EQ(page.find("@PAGE"), std::string::npos);
    EXPECT_NE(page.find("https://d3js.org v5"), std::string::npos) << "D3 has its licence comment";
    tests::ProgramInput input;
    input.standard_input = page;
    const tests::Outcome outcome = tests::run("/usr/bin/python3", {"-c", R"(
import base64, hashlib, re, sys
page = sys.stdin.buffer.read()
scripts = re.findall(rb'<script>(.*?)</script>', page, re.S)
for script in scripts:
    print("'sha256-" + base64.b64encode(hashlib.sha256(script).digest()).decode() + "'", end=' ')
)"},
                                              input);
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const std::string hashes = between(policy, "script-src ", ";");
    EXPECT_EQ(outcome.out, hashes + " ");
    EXPECT_EQ(count_of(page, "<script>"), count_of(hashes, "sha256-"));
}

TEST(RenderReportHtml, OwnScriptsSetTextOnly) {
    const std::string page(embedded_report_page());
    const std::string own = page.substr(page.find("globalThis.nonmun"));
    EXPECT_NE(own.find("textContent"), std::string::npos);
    for (const char* way :
         {"innerHTML", "outerHTML", "insertAdjacentHTML", ".html(", "document.write", "eval("})
        EXPECT_EQ(own.find(way), std::string::npos) << way;
}

}  // namespace
}  // namespace nonmun
