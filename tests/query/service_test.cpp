// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <thread>

#include "common/schema.hpp"
#include "query/render/json.hpp"
#include "query/service/engine.hpp"
#include "query/service/operation.hpp"
#include "query/service/options.hpp"
#include "tests/support/index.hpp"

// Operations, their parameters, and engines.
namespace nonmun::tests {
namespace {

using std::chrono::milliseconds;

std::string failure_of(const std::function<void()>& body) {
    try {
        body();
    } catch (const Error& error) {
        return error.line();
    }
    return "";
}

TEST(Parameters, AreCheckedAgainstTheirRows) {
    const Operation& search = operation_called("search");
    const auto failure = [&](const ParameterValues& values) {
        return failure_of([&] { arguments_of(search, values); });
    };
    EXPECT_EQ(failure({{"q", "a"}, {"min_votes", "3"}}), "");
    EXPECT_NE(failure({{"colour", "red"}}).find("unknown parameter colour; there are: q, limit"),
              std::string::npos);
    EXPECT_EQ(failure({{"limit", "1"}, {"limit", "2"}}), "limit is given more than once");
    EXPECT_EQ(failure({{"author", "a"}, {"author", "b"}}), "");
    EXPECT_EQ(failure({{"marks", "maybe"}}), "marks maybe is neither true nor false");
    EXPECT_NE(failure({{"q", "\xff"}}).find("not UTF-8"), std::string::npos);
    EXPECT_NE(failure({{"q", std::string("a\0b", 3)}}).find("zero byte"), std::string::npos);
    for (const ParameterValues& none : {ParameterValues(), ParameterValues{{"id", ""}}}) {
        EXPECT_EQ(failure_of([&] { arguments_of(operation_called("paper"), none); }),
                  "id is missing");
    }
    EXPECT_FALSE(arguments_of(search, {{"marks", "false"}}).has("marks"));
    EXPECT_TRUE(arguments_of(search, {{"marks", "true"}}).has("marks"));
}

TEST(Parameters, AWholeNumberMayBeWrittenAsADouble) {
    const Operation& search = operation_called("search");
    const auto limit = [&](const Json& number) {
        return values_of(search, {{"limit", number}}).find("limit")->second;
    };
    EXPECT_EQ(limit(10), "10");
    EXPECT_EQ(limit(10.0), "10");
    EXPECT_EQ(limit(-3.0), "-3");
    for (const Json& wrong : {Json(1.5), Json(1e300), Json("10"), Json(true)})
        EXPECT_EQ(failure_of([&] { limit(wrong); }), "limit must be a whole number") << wrong;
}

TEST(Parameters, MessagesNameThemAsGiven) {
    const Operation& search = operation_called("search");
    const Arguments arguments = arguments_of(search, {{"q", "a"}, {"min_votes", "x"}});
    EXPECT_TRUE(failure_of([&] { search_request(arguments); }).starts_with("min_votes x: "));
    const std::vector<OptionRow> options = command_options("search");
    const Arguments typed({"a", "--min-votes", "x"}, options, "nonmun search");
    EXPECT_TRUE(failure_of([&] { search_request(typed); }).starts_with("--min-votes x: "));
}

TEST(Parameters, LimitsApplyToRequestsFromOutside) {
    const Operation& search = operation_called("search");
    const RequestLimits limits = served_limits();
    const auto failure = [&](const ParameterValues& values) {
        return failure_of([&] { search_request(arguments_of(search, values), limits); });
    };
    EXPECT_EQ(failure({{"q", std::string(limits.query_bytes, 'a')}}), "");
    EXPECT_NE(failure({{"q", std::string(limits.query_bytes + 1, 'a')}}), "");
    std::string words;
    for (std::size_t i = 0; i < limits.query_words; ++i) words += "a ";
    EXPECT_EQ(failure({{"q", words}}), "");
    EXPECT_NE(failure({{"q", words + "a"}}), "");
    EXPECT_EQ(failure({{"q", "a"}, {"limit", "100"}, {"offset", "900"}}), "");
    EXPECT_NE(failure({{"q", "a"}, {"limit", "100"}, {"offset", "901"}}), "");
    ParameterValues authors = {{"q", "a"}};
    for (std::int64_t i = 0; i < limits.values; ++i) authors.emplace("author", "Ada");
    EXPECT_EQ(failure(authors), "");
    authors.emplace("author", "Ada");
    EXPECT_EQ(failure(authors), std::to_string(limits.values + 1) + " authors are too many; " +
                                    "the limit is " + std::to_string(limits.values));
}

TEST(Parameters, SchemasHaveTheBoundsThatAreChecked) {
    SmallIndex index({paper("1", "Diffusion")});
    Similarities similarities;
    Engine engine({index.path()}, similarities);
    for (const Operation& operation : operations()) {
        for (const OptionRow& row : operation.parameters) {
            const Json schema = schema_of(row);
            if (!schema.contains("minimum")) continue;
            const auto least = schema["minimum"].get<std::int64_t>();
            const auto most = schema["maximum"].get<std::int64_t>();
            for (const auto& [value, good] : std::vector<std::pair<std::int64_t, bool>>{
                     {least, true}, {most, true}, {least - 1, false}, {most + 1, false}}) {
                ParameterValues values = {{parameter_name(row), std::to_string(value)}};
                if (operation.name == std::string("search")) values.emplace("q", "diffusion");
                if (operation.name == std::string("related")) values.emplace("id", "1");
                if (operation.name == std::string("author")) values.emplace("name", "x");
                if (row.name == std::string("offset")) values.emplace("limit", "1");
                const std::string failure = failure_of([&] {
                    operation.run(engine, arguments_of(operation, values), served_limits());
                });
                EXPECT_EQ(failure.find("not a ") == std::string::npos || failure.starts_with("no "),
                          good)
                    << operation.name << ' ' << row.name << ' ' << value << ": " << failure;
            }
        }
    }
}

TEST(Parameters, AreTheOptionsOfTheSameMeaning) {
    const std::vector<OptionRow>& rows = operation_called("search").parameters;
    EXPECT_EQ(schema_of(*find_option(rows, "limit")),
              Json::parse(R"({"type":"integer","minimum":1,"maximum":100,"default":10})"));
    EXPECT_EQ(
        schema_of(*find_option(rows, "sort")),
        Json::parse(
            R"({"type":"string","enum":["relevance","votes","date"],"default":"relevance"})"));
    EXPECT_EQ(schema_of(*find_option(rows, "author")),
              Json::parse(R"({"type":"array","items":{"type":"string"}})"));
    EXPECT_EQ(parameter_name(*find_option(rows, "min-votes")), "min_votes");
    EXPECT_TRUE(parameter_help(*find_option(rows, "as-of")).ends_with(". Default: today"));
    const std::vector<OptionRow> options = command_options("search");
    EXPECT_EQ(std::get<Integer>(find_option(options, "limit")->type).most, 1'000'000);
    EXPECT_EQ(find_option(options, "marks"), nullptr) << "only in requests";
}

TEST(TimeLimit, ReturnsWhatWasFoundInTime) {
    OpenIndex& index = data_index();
    SearchRequest request;
    request.text = "diffusion 모델";
    request.limit = 100;
    const HitList whole = index.searcher().search(request);
    EXPECT_FALSE(whole.partial);
    request.limits.time = milliseconds(60'000);
    const HitList bounded = index.searcher().search(request);
    EXPECT_FALSE(bounded.partial);
    EXPECT_EQ(hits_line(bounded), hits_line(whole));
    request.limits.time = milliseconds(0);
    const HitList partial = index.searcher().search(request);
    EXPECT_TRUE(partial.partial);
    EXPECT_LT(partial.total, whole.total);
}

TEST(QueryLimits, HoldForScopes) {
    OpenIndex& index = data_index();
    const QueryLimits limits{milliseconds(0)};
    EXPECT_THROW(ids_in_scope(index.searcher(), "모델", limits), Error);
    EXPECT_FALSE(ids_in_scope(index.searcher(), "모델", {}).empty());
    EXPECT_GT(ids_in_scope(index.searcher(), "", limits).size(), 50u) << "needs no search";
}

TEST(QueryLimits, BoundThePostingListsOfPrefixes) {
    OpenIndex& index = data_index();
    SearchRequest request;
    request.text = "a* b* author:m* id:2* title:s* 확*";
    request.exact_total = true;
    EXPECT_TRUE(index.searcher().search(request).remarks.empty());
    // Of the words that begin with a, the two most frequent; of the others none.
    request.text = "a* b*";
    request.limits.postings = 2;
    const HitList few = index.searcher().search(request);
    ASSERT_EQ(few.remarks.size(), 1u);
    EXPECT_NE(few.remarks[0].find("only the most frequent"), std::string::npos) << few.remarks[0];
    request.limits.postings = 1000;
    EXPECT_LT(few.total, index.searcher().search(request).total);
    for (const char* text : {"author:m*", "id:2*", "title:s*", "확*", "-확*"}) {
        request.text = std::string(text) + " diffusion";
        request.limits.postings = 0;
        EXPECT_EQ(index.searcher().search(request).remarks.size(), 1u) << text;
    }
}

TEST(QueryLimits, HoldWhileAQueryIsBuilt) {
    OpenIndex& index = data_index();
    SearchRequest request;
    for (int i = 0; i < 2000; ++i) request.text += "(a*)(b*)(s*)(\"모델 학습\")";
    request.limits.time = milliseconds(20);
    request.limits.postings = 4000;
    EXPECT_FALSE(index.searcher().search(request).remarks.empty());
}

TEST(Engine, ReadsANewRevision) {
    TemporaryFolder folder;
    const std::string path = write_index(folder, {paper("1", "Diffusion")});
    Similarities similarities;
    Engine engine({path}, similarities);
    const std::string before = engine.revision();
    EXPECT_FALSE(engine.refresh());
    IndexingOptions options;
    options.database = path;
    options.paths = {folder.write("more.jsonl", to_line(paper("2", "Diffusion again")) + "\n")};
    run_indexing(options);
    EXPECT_TRUE(engine.refresh());
    EXPECT_NE(engine.revision(), before);
    EXPECT_EQ(engine.papers(), 2u);
    RelatedRequest request;
    request.ids = {"1"};
    EXPECT_EQ(ids_of(engine.related(request)), std::vector<std::string>{"2"});
    EXPECT_FALSE(engine.refresh());
}

TEST(Engine, KeepsTheOpenIndexWhenItsFilesAreGone) {
    TemporaryFolder folder;
    const std::string path = write_index(folder, {paper("1", "Diffusion")});
    Similarities similarities;
    Engine engine({path}, similarities);
    std::filesystem::rename(path, path + ".away");
    EXPECT_FALSE(engine.refresh());
    EXPECT_EQ(engine.paper("1").title, "Diffusion");
    std::filesystem::rename(path + ".away", path);
    EXPECT_FALSE(engine.refresh());
}

// Writes the schema of an index of another version, or its own, as `version`.
void set_schema(const std::string& path, const std::string& version) {
    Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
    database.set_metadata(schema_key, version);
    database.commit();
}

TEST(Engine, TriesAnIndexOfAnotherSchemaOnlyOnce) {
    TemporaryFolder folder;
    const std::string path = write_index(folder, {paper("1", "Diffusion")});
    const std::string schema = Xapian::Database(path).get_metadata(schema_key);
    Similarities similarities;
    Engine engine({path}, similarities);
    std::vector<std::string> reported;
    engine.on_refresh_failure(
        [&](const Error& error, const std::string&) { reported.push_back(error.line()); });
    for (const std::size_t times : {1, 2}) {
        set_schema(path, "99" + std::to_string(times));
        for (int request = 0; request < 3; ++request) EXPECT_FALSE(engine.refresh());
        ASSERT_EQ(reported.size(), times) << "once for each schema";
        EXPECT_NE(reported.back().find("99" + std::to_string(times)), std::string::npos)
            << reported.back();
        EXPECT_EQ(engine.papers(), 1u);
    }
    set_schema(path, schema);
    EXPECT_TRUE(engine.refresh());
    EXPECT_EQ(reported.size(), 2u);
}

TEST(Engine, ReadsEachSimilarityModelOnce) {
    SmallIndex index({paper("1", "Diffusion models"), paper("2", "Diffusion of models")});
    Similarities similarities;
    std::vector<std::shared_ptr<const Similarity>> read(4);
    std::vector<std::thread> threads;
    for (auto& one : read) {
        threads.emplace_back([&] {
            OpenIndex own({index.path()});
            own.read([&](const Xapian::Database& database) {
                one = similarities.of(own.index().revision(), database);
            });
        });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_NE(read.front(), nullptr);
    for (const auto& one : read) EXPECT_EQ(one, read.front());
}

}  // namespace
}  // namespace nonmun::tests
