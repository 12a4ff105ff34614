// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/facets.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "common/analyzer/analyzer.hpp"
#include "common/author_name.hpp"
#include "common/error.hpp"
#include "query/service/options.hpp"
#include "tests/support/index.hpp"

namespace nonmun {
namespace {

using tests::paper;
using tests::SmallIndex;
using tests::with_date;
using tests::with_votes;
using Strings = std::vector<std::string>;
using Counts = std::vector<FacetCount>;

const Strings all_facets = {"month", "author", "votes", "section"};

HitList counted(tests::OpenIndex& index, const std::string& text, std::size_t limit = 1'000'000) {
    SearchRequest request;
    request.text = text;
    request.limit = 1;  // facets count all papers found, not those of the page
    request.facets = all_facets;
    request.facet_limit = limit;
    return index.searcher().search(request);
}

Counts sorted(const std::map<std::string, std::size_t>& counts) {
    Counts list;
    for (const auto& [value, count] : counts) list.push_back({value, count});
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    return list;
}

std::string band_of(const Paper& paper) {
    if (!paper.votes) return "unknown";
    const std::int64_t votes = *paper.votes;
    return votes < 5    ? "0..4"
           : votes < 10 ? "5..9"
           : votes < 20 ? "10..19"
           : votes < 50 ? "20..49"
                        : ">=50";
}

// The facets of these papers, counted one by one.
std::vector<Facet> expected(const std::vector<Paper>& papers) {
    std::map<std::string, std::size_t> months, bands, authors, sections;
    std::map<std::string, std::map<std::string, std::size_t>> names, labels;
    for (const Paper& one : papers) {
        ++months[one.date ? to_string(*one.date).substr(0, 7) : "unknown"];
        ++bands[band_of(one)];
        for (const std::string& name : one.authors) ++names[author_key(name)][name];
        std::set<std::string> seen;
        for (const SummaryItem& item : one.summary) {
            if (item.section && seen.insert(keyword_term(*item.section)).second)
                ++labels[keyword_term(*item.section)][*item.section];
        }
    }
    const auto most_common = [](const auto& by_key, auto& into) {
        for (const auto& [key, spellings] : by_key) {
            std::size_t all = 0, most = 0;
            std::string shown;
            for (const auto& [spelling, count] : spellings) {
                all += count;
                if (count > most) shown = spelling;
                most = std::max(most, count);
            }
            into[shown] = all;
        }
    };
    most_common(names, authors);
    most_common(labels, sections);
    std::vector<Facet> facets = {{"month", {}, 0},
                                 {"author", sorted(authors), 0},
                                 {"votes", {}, 0},
                                 {"section", sorted(sections), 0}};
    for (const auto& [month, count] : months) facets[0].counts.push_back({month, count});
    for (const char* band : {"unknown", "0..4", "5..9", "10..19", "20..49", ">=50"}) {
        if (bands.contains(band)) facets[2].counts.push_back({band, bands[band]});
    }
    return facets;
}

void expect_equal(const std::vector<Facet>& got, const std::vector<Facet>& wanted,
                  const std::string& query) {
    ASSERT_EQ(got.size(), wanted.size()) << query;
    for (std::size_t i = 0; i < got.size(); ++i) {
        EXPECT_EQ(got[i].name, wanted[i].name) << query;
        EXPECT_EQ(got[i].rest, wanted[i].rest) << query << " " << got[i].name;
        ASSERT_EQ(got[i].counts.size(), wanted[i].counts.size()) << query << " " << got[i].name;
        for (std::size_t k = 0; k < got[i].counts.size(); ++k) {
            EXPECT_EQ(got[i].counts[k].value, wanted[i].counts[k].value) << query;
            EXPECT_EQ(got[i].counts[k].count, wanted[i].counts[k].count)
                << query << " " << wanted[i].counts[k].value;
        }
    }
}

const Strings queries = {"모델",
                         "gaussian splatting",
                         "\"Gaussian Splatting\"",
                         "video -이미지",
                         "votes:>=20",
                         "+model date:2024",
                         "author:Wang",
                         "diffus*",
                         "a mamba OR 3d",
                         "nosuchwordatall"};

TEST(Facets, EqualCountingOneByOne) {
    auto& index = tests::data_index();
    for (const std::string& query : queries) {
        std::vector<Paper> papers;
        for (const Hit& hit : index.search(query).hits) papers.push_back(hit.paper);
        expect_equal(counted(index, query).facets, expected(papers), query);
    }
}

TEST(Facets, DoNotDependOnPageAndOrder) {
    auto& index = tests::data_index();
    const std::vector<Facet> wanted = counted(index, "모델").facets;
    SearchRequest request;
    request.text = "모델";
    request.facets = all_facets;
    request.facet_limit = 1'000'000;
    for (const SortOrder sort : {SortOrder::relevance, SortOrder::votes, SortOrder::date}) {
        for (const std::size_t offset : {0, 5, 100'000}) {
            request.sort = sort;
            request.offset = offset;
            expect_equal(index.searcher().search(request).facets, wanted, "모델");
        }
    }
}

TEST(Facets, DoNotChangeHits) {
    auto& index = tests::data_index();
    for (const std::string& query : queries) {
        const HitList with = counted(index, query);
        SearchRequest request;
        request.text = query;
        request.limit = 1;
        const HitList without = index.searcher().search(request);
        EXPECT_TRUE(without.facets.empty());
        EXPECT_EQ(with.total, without.total);
        EXPECT_EQ(tests::ids_of(with), tests::ids_of(without));
    }
}

TEST(Facets, ALimitReportsTheRest) {
    auto& index = tests::data_index();
    const std::vector<Facet> all = counted(index, "모델").facets;
    const std::vector<Facet> few = counted(index, "모델", 2).facets;
    EXPECT_EQ(few[0].counts, all[0].counts);
    EXPECT_EQ(few[2].counts, all[2].counts);
    for (const std::size_t cut : {1, 3}) {
        ASSERT_GT(all[cut].counts.size(), 2u);
        EXPECT_EQ(few[cut].counts, Counts(all[cut].counts.begin(), all[cut].counts.begin() + 2));
        EXPECT_EQ(few[cut].rest, all[cut].counts.size() - 2);
    }
}

TEST(Facets, ANameHasItsMostFrequentSpelling) {
    SmallIndex index(
        {paper("a", "robot", {}, {"Wei-Chen Lin", "Ann Other"}),
         paper("b", "robot", {}, {"Lin, Weichen"}), paper("c", "robot", {}, {"Wei-Chen Lin", "+"}),
         paper("d", "video", {}, {"Lin, Weichen"}), paper("e", "video", {}, {"Lin, Weichen"})});
    EXPECT_EQ(counted(*index, "robot").facets[1].counts,
              (Counts{{"Wei-Chen Lin", 3}, {"Ann Other", 1}}));
    EXPECT_EQ(counted(*index, "robot OR video").facets[1].counts.front(),
              (FacetCount{"Lin, Weichen", 5}));
}

TEST(Facets, RangesAndMonthsAreInOrderWithUnknown) {
    std::vector<Paper> papers = {with_date(with_votes(paper("a", "robot"), 0), "2024-03-31"),
                                 with_date(with_votes(paper("b", "robot"), 4), "2024-03-01"),
                                 with_date(with_votes(paper("c", "robot"), 5), "2023-12-31"),
                                 with_votes(paper("d", "robot"), 49),
                                 with_votes(paper("e", "robot"), 50),
                                 paper("f", "robot")};
    SmallIndex index(papers);
    const std::vector<Facet> facets = counted(*index, "robot").facets;
    EXPECT_EQ(facets[0].counts, (Counts{{"2023-12", 1}, {"2024-03", 2}, {"unknown", 3}}));
    EXPECT_TRUE(facets[1].counts.empty());
    EXPECT_EQ(facets[2].counts,
              (Counts{{"unknown", 1}, {"0..4", 2}, {"5..9", 1}, {"20..49", 1}, {">=50", 1}}));
}

// A query for a value finds as many papers as were counted.
TEST(Facets, ValuesCanBeSearched) {
    auto& index = tests::data_index();
    const std::vector<Facet> facets = counted(index, "votes:>=0").facets;
    ASSERT_FALSE(facets.at(0).counts.empty() || facets.at(2).counts.empty());
    for (const FacetCount& count : facets[0].counts)
        EXPECT_EQ(index.search("date:" + count.value + " votes:>=0").total, count.count);
    for (const FacetCount& count : facets[2].counts)
        EXPECT_EQ(index.search("votes:" + count.value).total, count.count) << count.value;
}

TEST(Facets, SeveralAndRemoteDatabasesCountAsOne) {
    const std::vector<Paper> papers = tests::all_papers(tests::data_index());
    const auto half = papers.begin() + static_cast<std::ptrdiff_t>(papers.size() / 2);
    const tests::TemporaryFolder folder;
    const auto first = tests::write_index(folder, {papers.begin(), half}, "first");
    const auto second = tests::write_index(folder, {half, papers.end()}, "second");
    const std::string query = "model OR 모델 OR video";
    const std::vector<Facet> wanted = counted(tests::data_index(), query).facets;
    tests::OpenIndex both({first, second});
    expect_equal(counted(both, query).facets, wanted, query);

    const std::string server = "/usr/bin/xapian-progsrv";
    ASSERT_TRUE(std::filesystem::exists(server)) << "scripts/setup installs it: xapian-tools";
    const auto stub = folder.write(
        "stub", "remote :" + server + " " + first + "\nremote :" + server + " " + second + "\n");
    tests::OpenIndex remote({stub});
    expect_equal(counted(remote, query).facets, wanted, query);
}

TEST(Facets, NamesAreReadFromAListInAnyOrder) {
    EXPECT_EQ(read_facet_names("votes,month"), (Strings{"votes", "month"}));
    EXPECT_EQ(read_facet_names(" author , votes,author"), (Strings{"author", "votes"}));
    const std::vector<OptionRow> options = command_options("search");
    EXPECT_EQ(all_facets, choices_of(*find_option(options, "facets"))) << "as --help lists them";
    for (const char* wrong : {"", "colour", "month,", "month,,votes", "Month", "month votes"}) {
        try {
            read_facet_names(wrong);
            ADD_FAILURE() << wrong;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind, ErrorKind::usage);
            EXPECT_NE(error.line().find("month, author, votes, section"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace nonmun
