// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "tests/support/cli.hpp"

// Every command of nonmun, in every format.
namespace nonmun::tests {
namespace {

using Json = nlohmann::json;

const Strings hit_formats = {"text", "json", "jsonl", "csv", "markdown", "trec"};

TEST(Commands, EveryFormatGivesTheSamePapers) {
    for (const Strings& command :
         {Strings{"search", "gaussian", "model"}, Strings{"related", "2404.19702"}}) {
        const Strings ids = trec_ids(nonmun(command + Strings{"--format", "trec"}).out);
        ASSERT_EQ(ids.size(), 10u);
        for (const std::string& format : hit_formats) {
            const Outcome outcome = nonmun(command + Strings{"--format", format});
            EXPECT_EQ(outcome.status, 0) << outcome.err;
            std::size_t at = 0;
            for (const std::string& id : ids) {
                at = outcome.out.find(id, at);
                EXPECT_NE(at, std::string::npos) << id << " in " << format;
            }
        }
        const Json json = Json::parse(nonmun(command + Strings{"--format", "json"}).out);
        ASSERT_EQ(json["hits"].size(), ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            EXPECT_EQ(json["hits"][i]["paper"]["id"], ids[i]);
            EXPECT_EQ(json["hits"][i]["rank"], i + 1);
        }
    }
}

TEST(Commands, OptionsMayStandBeforeTheirCommand) {
    const Outcome behind = nonmun({"search", "kan", "--limit", "2", "--format", "json"});
    EXPECT_EQ(behind.status, 0) << behind.err;
    EXPECT_EQ(nonmun({"--format", "json", "--limit", "2", "search", "kan"}).out, behind.out);
    EXPECT_EQ(nonmun({"--format=json", "search", "--limit=2", "kan"}).out, behind.out);
}

TEST(Commands, SearchTakesFiltersAndPages) {
    const Strings all = found(samples(), "모델");
    const auto ids = [](const Strings& options) {
        return trec_ids(nonmun(Strings{"search", "모델", "--format", "trec"} + options).out);
    };
    EXPECT_EQ(ids({}), Strings(all.begin(), all.begin() + 10));
    EXPECT_EQ(ids({"--limit", "3", "--offset", "5"}), Strings(all.begin() + 5, all.begin() + 8));
    EXPECT_EQ(ids({"--limit", "1000", "--from", "2024-05", "--to", "2024-05"}),
              found(samples(), "모델 date:2024-05"));
    EXPECT_EQ(ids({"--limit", "1000", "--min-votes", "20"}), found(samples(), "모델 votes:>=20"));
    EXPECT_EQ(ids({"--author", "Max Tegmark"}), found(samples(), "모델 author:\"Max Tegmark\""));
    EXPECT_EQ(trec_ids(nonmun({"search", "--author", "Soljacic, Marin", "--format", "trec"}).out),
              Strings{"2404.19756"});
}

TEST(Commands, SearchSuggestsButDoesNotReplaceTheQuery) {
    const Outcome nothing = nonmun({"search", "difusion"});
    EXPECT_EQ(nothing.status, 1);
    EXPECT_TRUE(nothing.out.empty()) << nothing.out;
    EXPECT_EQ(
        lines_of(nothing.err),
        (Strings{"Did you mean: diffusion", "nothing found; try the suggestion, or other words"}));

    const Outcome some = nonmun({"search", "모댈은", "OR", "diffusion"});
    EXPECT_EQ(some.status, 0);
    EXPECT_EQ(lines_of(some.err).front(), "Did you mean: 모델은 OR diffusion");
    EXPECT_EQ(some.out.find("Did you mean"), std::string::npos);

    const Outcome json = nonmun({"search", "--format", "json", "ahepf"});
    EXPECT_EQ(json.status, 1);
    EXPECT_NE(json.out.find("\"suggestion\":\"모델\""), std::string::npos) << json.out;
    const Outcome known = nonmun({"search", "--format", "json", "모델"});
    EXPECT_NE(known.out.find("\"suggestion\":null"), std::string::npos) << known.out;
    EXPECT_EQ(known.err.find("Did you mean"), std::string::npos) << known.err;

    // An escape sequence in a query is harmless.
    const Outcome hostile = nonmun({"search", "difusion \x1b[31m"});
    EXPECT_EQ(hostile.err.find('\x1b'), std::string::npos) << hostile.err;
}

TEST(Commands, SearchSorts) {
    const auto values = [](const std::string& order, const std::string& key) {
        std::vector<Json> list;
        const Outcome outcome =
            nonmun({"search", "모델", "--limit", "100", "--sort", order, "--format", "jsonl"});
        for (const std::string& line : lines_of(outcome.out))
            list.push_back(Json::parse(line)["paper"][key]);
        return list;
    };
    for (const auto& [order, key] : {std::pair("votes", "votes"), std::pair("date", "date")}) {
        const std::vector<Json> list = values(order, key);
        const auto first_unknown = std::find(list.begin(), list.end(), nullptr);
        EXPECT_GT(first_unknown - list.begin(), 5);
        EXPECT_TRUE(std::is_sorted(list.begin(), first_unknown, std::greater<>())) << order;
        EXPECT_TRUE(std::all_of(first_unknown, list.end(),
                                [](const Json& value) { return value.is_null(); }));
    }
}

TEST(Commands, ExplainShowsPartsThatAddUp) {
    const Outcome explained = nonmun({"search", "the", "mamba", "date:soon", "--explain"});
    EXPECT_NE(explained.out.find("score "), std::string::npos);
    EXPECT_NE(explained.err.find("understood: the mamba date:soon"), std::string::npos)
        << explained.err;
    EXPECT_NE(explained.err.find("left out: the"), std::string::npos) << explained.err;
    EXPECT_NE(explained.err.find("note: date:soon"), std::string::npos) << explained.err;
    for (const Strings& command : {Strings{"search", "mamba"}, Strings{"related", "2312.00752"}}) {
        const Outcome outcome = nonmun(command + Strings{"--format", "jsonl"});
        for (const std::string& line : lines_of(outcome.out)) {
            const Json hit = Json::parse(line);
            double sum = 0;
            for (const auto& [name, value] : hit["parts"].items()) sum += value.get<double>();
            EXPECT_NEAR(sum, hit["score"].get<double>(), 1e-9) << line;
        }
    }
}

TEST(Commands, FacetsCountWhatASearchFinds) {
    const Json json =
        Json::parse(nonmun({"search", "모델", "--limit", "1", "--facets", "votes,month", "--facets",
                            "author", "--facet-limit", "2", "--format", "json"})
                        .out);
    ASSERT_EQ(json["facets"].size(), 3u);
    std::size_t months = 0;
    for (const Json& month : json["facets"]["month"]["values"]) {
        months += month["count"].get<std::size_t>();
        const std::string value = month["value"];
        EXPECT_EQ(found(samples(), "모델 date:" + value).size(), month["count"]) << value;
    }
    EXPECT_EQ(months, json["total"]);
    EXPECT_EQ(json["facets"]["author"]["values"].size(), 2u);
    EXPECT_GT(json["facets"]["author"]["rest"], 0);
    const Outcome text = nonmun({"search", "모델", "--facets", "month"});
    EXPECT_NE(text.out.find("By month\n"), std::string::npos);
    EXPECT_EQ(nonmun({"search", "모델"}).out, text.out.substr(0, text.out.find("By month\n")));
    const Outcome none = nonmun({"search", "nosuchword", "--facets", "month,author"});
    EXPECT_EQ(none.status, 1);
    EXPECT_EQ(none.out, "");
}

TEST(Commands, WeightsSwitchPartsOff) {
    const Outcome outcome = nonmun(
        {"search", "mamba", "--votes-weight", "0", "--author-weight=0", "--format", "jsonl"});
    ASSERT_FALSE(lines_of(outcome.out).empty()) << outcome.err;
    for (const std::string& line : lines_of(outcome.out)) {
        const Json hit = Json::parse(line);
        EXPECT_EQ(hit["parts"]["votes"], 0);
        EXPECT_EQ(hit["parts"]["relevance"], hit["score"]);
    }
}

TEST(Commands, RecencyCountsFromTheGivenDay) {
    for (const Strings& command : {Strings{"search", "모델"}, Strings{"related", "2404.19756"}}) {
        const Strings asked =
            command + Strings{"--recency-weight", "2", "--as-of", "2024-05", "--format", "jsonl"};
        const Outcome once = nonmun(asked);
        EXPECT_EQ(once.out, nonmun(asked).out);
        ASSERT_FALSE(lines_of(once.out).empty()) << once.err;
        for (const std::string& line : lines_of(once.out))
            EXPECT_TRUE(Json::parse(line)["parts"].contains("recency")) << line;
        const Outcome text =
            nonmun(command + Strings{"--recency-weight", "2", "--as-of", "2024-05", "--explain"});
        EXPECT_NE(text.out.find("recency "), std::string::npos);
        EXPECT_EQ(nonmun(command + Strings{"--as-of", "2024-05"}).out, nonmun(command).out);
    }
}

TEST(Commands, QueriesOfAFileAreSearchedOneByOne) {
    const TemporaryFolder folder;
    const std::string lines =
        "q1\t강화학습\r\nq2\t\"Gaussian Splatting\"\n\nq3\tunheardof\nq4\tvotes:>=20 -mamba\n";
    const std::string file = folder.write("queries.tsv", lines);
    const Outcome run =
        nonmun({"search", "--queries", file, "--format", "trec", "--limit", "1000"});
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.err, "");
    EXPECT_EQ(
        nonmun({"search", "--queries", "-", "--format", "trec", "--limit", "1000"}, {lines, {}})
            .out,
        run.out);
    std::map<std::string, Strings> ids;
    for (const std::string& line : lines_of(run.out)) {
        std::istringstream in(line);
        Strings fields;
        for (std::string field; in >> field;) fields.push_back(field);
        ASSERT_EQ(fields.size(), 6u) << line;
        ids[fields[0]].push_back(fields[2]);
        EXPECT_EQ(fields[1], "Q0");
        EXPECT_EQ(fields[3], std::to_string(ids[fields[0]].size()));
        EXPECT_EQ(fields[5], "nonmun");
    }
    EXPECT_EQ(ids["q1"], found(samples(), "강화학습"));
    EXPECT_EQ(ids["q2"], found(samples(), "\"Gaussian Splatting\""));
    EXPECT_FALSE(ids.contains("q3"));
    EXPECT_EQ(ids["q4"], found(samples(), "votes:>=20 -mamba"));
}

TEST(Commands, BatchesNameTheirQueryInEveryFormat) {
    const std::string lines = "first\tmamba\nsecond\tKAN\n";
    for (const std::string& format : hit_formats) {
        const Outcome outcome =
            nonmun({"search", "--queries", "-", "--format", format, "--limit", "2"}, {lines, {}});
        EXPECT_EQ(outcome.status, 0);
        EXPECT_NE(outcome.out.find("first"), std::string::npos) << format;
        EXPECT_NE(outcome.out.find("second"), std::string::npos) << format;
    }
    const std::string papers = "a\t2404.19756\nb\t2404.19702\n";
    const Outcome run =
        nonmun({"related", "--papers", "-", "--format", "trec", "--limit", "5"}, {papers, {}});
    ASSERT_EQ(lines_of(run.out).size(), 10u) << run.err;
    EXPECT_EQ(trec_ids(run.out)[0], "2407.16674");
    const Strings alone =
        trec_ids(nonmun({"related", "2404.19702", "--format", "trec", "--limit", "5"}).out);
    const Strings both = trec_ids(run.out);
    EXPECT_EQ(Strings(both.begin() + 5, both.end()), alone);
}

TEST(Commands, RelatedTakesPapersTextAndAuthors) {
    const TemporaryFolder folder;
    const std::string file = folder.write("text", "KAN과 MLP의 비교, Kolmogorov-Arnold");
    const auto ids = [](const Strings& arguments, const std::string& in = "") {
        return trec_ids(nonmun(Strings{"related", "--format", "trec"} + arguments, {in, {}}).out);
    };
    EXPECT_EQ(ids({"2404.19756"}).front(), "2407.16674");
    EXPECT_EQ(ids({"--text", file}), ids({"--text", "-"}, read_file(file)));
    const Strings text = ids({"--text", file, "--limit", "2"});
    EXPECT_TRUE(
        std::is_permutation(text.begin(), text.end(), Strings{"2404.19756", "2407.16674"}.begin()));
    EXPECT_EQ(ids({"--author", "Soljacic, Marin"}).front(), "2407.16674");
    const Strings rest = ids({"2404.19756", "--not", "2407.16674"});
    EXPECT_TRUE(std::find(rest.begin(), rest.end(), "2407.16674") == rest.end());
    EXPECT_EQ(ids({"2404.19756", "--limit", "1000"}).size(), 70u);
}

TEST(Commands, AuthorShowsPapersAndCoauthors) {
    const Json answer =
        Json::parse(nonmun({"author", "aleksander", "holynski", "--format", "json"}).out);
    EXPECT_EQ(answer["author"]["papers"].size(), 3u);
    EXPECT_FALSE(answer["author"]["coauthors"].empty());
    for (const char* format : {"text", "markdown"}) {
        const Outcome outcome = nonmun({"author", "Aleksander Hołyński", "--format", format});
        EXPECT_EQ(outcome.status, 0);
        for (const Json& paper : answer["author"]["papers"]) {
            EXPECT_NE(outcome.out.find(paper["id"].get<std::string>()), std::string::npos)
                << format;
        }
    }
    const Outcome several = nonmun({"author", "wang"});
    EXPECT_EQ(several.status, 1);
    EXPECT_NE(several.out.find("Yixuan Wang"), std::string::npos);
}

TEST(Commands, ShowAndStats) {
    const Json paper = Json::parse(nonmun({"show", "2404.19756", "--format", "json"}).out);
    EXPECT_EQ(paper["id"], "2404.19756");
    EXPECT_EQ(paper["appearances"].size(), 2u);
    EXPECT_EQ(lines_of(nonmun({"show", "2404.19756", "2404.19702", "--format", "json"}).out).size(),
              2u);
    EXPECT_TRUE(nonmun({"show", "2404.19756", "--format", "markdown"}).out.starts_with("### [KAN"));
    const Json statistics = Json::parse(nonmun({"stats", "--format", "json"}).out);
    EXPECT_EQ(statistics["papers"], 71);
    const Outcome report = nonmun({"report", "2404.19756", "--top", "1"});
    EXPECT_EQ(statistics["revision"], Json::parse(lines_of(report.out).front())["index"]);
    EXPECT_NE(nonmun({"stats"}).out.find("71"), std::string::npos);
}

std::size_t papers_in(const std::string& report) {
    std::size_t papers = 0;
    for (const std::string& line : lines_of(report)) papers += Json::parse(line)["type"] == "paper";
    return papers;
}

TEST(Commands, ReportsInEveryFormatToAFileOrAPipe) {
    const Outcome report = nonmun({"report", "--top", "3"});
    EXPECT_EQ(papers_in(report.out), 71u);
    EXPECT_EQ(nonmun({"report", "--top", "3", "--jobs", "1"}).out, report.out) << "the same bytes";
    EXPECT_EQ(papers_in(nonmun({"report", "--scope", "title:mamba"}).out),
              found(samples(), "title:mamba").size());
    EXPECT_EQ(papers_in(nonmun({"report", "2404.19756", "2404.19702"}).out), 2u);
    const TemporaryFolder folder;
    for (const char* format : {"jsonl", "csv", "markdown", "graphml", "html"}) {
        const std::string file = folder / format;
        const Outcome piped = nonmun({"report", "--format", format});
        EXPECT_EQ(nonmun({"report", "--format", format, "--output", file}).status, 0);
        EXPECT_EQ(read_file(file), piped.out) << format;
        EXPECT_FALSE(std::filesystem::exists(file + ".part"));
        EXPECT_EQ(nonmun({"report", "--output", file}).status, 2) << "the file exists";
        EXPECT_EQ(nonmun({"report", "--output", file, "--force"}).status, 0);
    }
}

TEST(Commands, AnInterruptedReportCanBeContinued) {
    const TemporaryFolder folder;
    const std::string file = folder / "report";
    const std::string whole = nonmun({"report"}).out;
    // As after a power failure in the middle of a line.
    std::ofstream(file + ".part") << whole.substr(0, whole.size() / 3);
    EXPECT_EQ(nonmun({"report", "--output", file}).status, 2)
        << "the file is neither extended nor overwritten";
    EXPECT_EQ(nonmun({"report", "--output", file, "--resume", "--top", "2"}).status, 2);
    EXPECT_EQ(nonmun({"report", "--output", file, "--resume"}).status, 0);
    EXPECT_EQ(read_file(file), whole);
    EXPECT_EQ(nonmun({"report", "--resume"}).status, 2);
}

}  // namespace
}  // namespace nonmun::tests
