// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>
#include <xapian.h>

#include <filesystem>

#include "common/schema.hpp"
#include "tests/support/cli.hpp"

// Every error is one line that says what, where and what to do, and changes nothing.
namespace nonmun::tests {
namespace {

TEST(Errors, UnknownOptionsAndCommands) {
    expect_error(run("nonmun", {}), {"no command", "--help"});
    expect_error(run("nonmun", {"serach", "x"}), {"serach", "--help"});
    expect_error(run("nonmun", {"--frobnicate"}), {"--frobnicate", "--help"});
    expect_error(nonmun({"search", "x", "--frobnicate"}), {"--frobnicate", "nonmun search --help"});
    expect_error(nonmun({"search", "x", "--limit"}), {"--limit"});
    expect_error(nonmun({"show", "2404.19756", "--explain"}), {"--explain", "nonmun show --help"});
    expect_error(run("nonmun", {"search", "x", "--db"}), {"--db"});
    for (const char* command : {"stats", "export", "doctor", "serve", "mcp"}) {
        expect_error(nonmun({command, "word"}), {std::string(command) + " takes no word",
                                                 std::string("nonmun ") + command + " --help"});
    }
    expect_error(run("nonmun-index", {"--frobnicate", "x"}),
                 {"--frobnicate", "nonmun-index --help"});
    expect_error(run("nonmun-index", {"--db", "/tmp/x"}), {"PATH"});
}

TEST(Errors, BadValues) {
    const std::vector<std::pair<Strings, Strings>> rows = {
        {{"search", "x", "--limit", "many"}, {"--limit", "many"}},
        {{"search", "x", "--limit", "0"}, {"--limit", "0"}},
        {{"search", "x", "--limit", "-5"}, {"--limit", "-5"}},
        {{"search", "x", "--offset", "99999999999999999999"}, {"--offset"}},
        {{"search", "x", "--sort", "size"}, {"size", "relevance, votes, date"}},
        {{"search", "x", "--from", "2024-02-30"}, {"--from", "2024-02-30", "2024-05-01"}},
        {{"search", "x", "--to", "yesterday"}, {"--to", "yesterday"}},
        {{"search", "x", "--min-votes", "1.5"}, {"--min-votes", "1.5"}},
        {{"search", "x", "--votes-weight", "nan"}, {"--votes-weight", "nan"}},
        {{"search", "x", "--author-weight", "-1"}, {"--author-weight"}},
        {{"search", "x", "--recency-weight", "-1"}, {"--recency-weight"}},
        {{"search", "x", "--as-of", "someday"}, {"--as-of", "someday"}},
        {{"related", "2404.19756", "--as-of", "2024-02-30"}, {"--as-of", "2024-02-30"}},
        {{"search", "x", "--format", "xml"}, {"xml", "json", "trec"}},
        {{"stats", "--format", "trec"}, {"trec", "text, json"}},
        {{"report", "--top", "0"}, {"--top"}},
        {{"report", "words"}, {"words", "nonmun search"}},
        {{"report", "2404.19756", "--scope", "x"}, {"--scope"}},
        {{"report", "--jobs", "0"}, {"--jobs"}},
        {{"search", "x", "--facets", "colour"}, {"colour", "month, author, votes, section"}},
        {{"search", "x", "--facets", ""}, {"month, author, votes, section"}},
        {{"search", "x", "--facets", "month", "--format", "csv"}, {"csv", "text, json"}},
        {{"search", "x", "--facets", "month", "--format", "trec"}, {"trec", "text, json"}},
        {{"search", "x", "--facets", "month", "--format", "jsonl"}, {"jsonl", "text, json"}},
        {{"search", "x", "--facets", "month", "--facet-limit", "0"}, {"--facet-limit"}},
        {{"serve", "--allow-origin", "notes.example"}, {"--allow-origin", "https://notes.example"}},
        {{"serve", "--allow-origin", "https://notes.example/"}, {"--allow-origin"}},
        {{"serve", "--allow-origin", ""}, {"--allow-origin"}},
        {{"serve", "--listen", "[::1]9090"}, {"--listen", "[::1]9090", "HOST:PORT"}},
        {{"search"}, {"no query"}},
        {{"show"}, {"no id"}},
        {{"author"}, {"no name"}},
        {{"author", "..."}, {"..."}},
        {{"related"}, {"--author", "--text"}},
        {{"related", "2404.19756", "--author", "Max Tegmark"}, {"more than one"}},
    };
    for (const auto& [arguments, says] : rows) expect_error(nonmun(arguments), says);
}

TEST(Errors, UnknownPapersAndAuthors) {
    expect_error(nonmun({"show", "9999.99999"}), {"9999.99999", "nonmun search"});
    expect_error(nonmun({"show", "2404.19756", "9999.99999"}), {"9999.99999"});
    expect_error(nonmun({"related", "9999.99999"}), {"9999.99999"});
    expect_error(nonmun({"related", "--author", "Nobody Atall"}),
                 {"Nobody Atall", "nonmun author"});
}

TEST(Errors, UnreadableFiles) {
    const TemporaryFolder folder;
    const std::string missing = folder / "missing";
    expect_error(nonmun({"related", "--text", missing}), {missing});
    expect_error(nonmun({"related", "--text", folder.path()}), {folder.path()});
    expect_error(nonmun({"search", "--queries", missing}), {missing});
    expect_error(nonmun({"related", "--papers", missing}), {missing});
    expect_error(index_into(folder / "db", {missing}), {missing});
    EXPECT_FALSE(std::filesystem::exists(folder / "db"));
    const std::string bad = folder.write("bad.tsv", "q1\tmamba\nno tab here\n");
    expect_error(nonmun({"search", "--queries", bad}), {bad + ":2", "<TAB>"});
    const std::string blank = folder.write("blank.tsv", "q 1\tmamba\n");
    expect_error(nonmun({"search", "--queries", blank}), {blank + ":1"});
    const std::string unknown = folder.write("unknown.tsv", "q1\t9999.99999\n");
    expect_error(nonmun({"related", "--papers", unknown}), {"9999.99999"});
}

const std::vector<Strings> every_command = {
    {"search", "x"}, {"related", "x"}, {"author", "x y"}, {"report"}, {"trends"},
    {"show", "x"},   {"open", "x"},    {"stats"},         {"export"}, {"serve", "--listen", "0"},
    {"mcp"}};

TEST(Errors, NoDatabase) {
    const TemporaryFolder folder;
    const std::string path = folder / "nowhere";
    for (const Strings& command : every_command) {
        expect_error(run("nonmun", Strings{"--db", path} + command),
                     {path, "nonmun-index --db " + path});
        EXPECT_FALSE(std::filesystem::exists(path));
    }
}

TEST(Errors, AFolderThatIsNotADatabase) {
    const TemporaryFolder folder;
    folder.write("full/file", "text");
    const std::string path = folder / "full";
    for (const Strings& command : every_command) {
        expect_error(run("nonmun", Strings{"--db", path} + command), {path});
    }
    expect_error(index_into(path, clean_data()), {path, "--db"});
    const std::string file = folder / "full/file";
    expect_error(run("nonmun", {"--db", file, "stats"}), {file});
    expect_error(index_into(file, clean_data()), {file});
    EXPECT_EQ(read_file(file), "text");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path), {}), 1);
}

TEST(Errors, ADatabaseOfAnotherVersionOrProgram) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, {data_folder() + "/2023"}).status, 0);
    {
        Xapian::WritableDatabase database(path, Xapian::DB_OPEN);
        database.set_metadata(schema_key, "999");
        database.commit();
    }
    for (const Strings& command : every_command) {
        expect_error(run("nonmun", Strings{"--db", path} + command), {path, "999", "--rebuild"});
    }
    expect_error(index_into(path, clean_data()), {path, "999", "--rebuild"});
    EXPECT_EQ(index_into(path, Strings{"--rebuild"} + clean_data()).status, 0);
    EXPECT_EQ(run("nonmun", {"--db", path, "search", "mamba"}).status, 0);

    const std::string foreign = folder / "foreign";
    { Xapian::WritableDatabase database(foreign, Xapian::DB_CREATE); }
    expect_error(run("nonmun", {"--db", foreign, "stats"}), {foreign});
    expect_error(index_into(foreign, clean_data()), {foreign});
}

TEST(Errors, ALockedDatabase) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, {data_folder() + "/2023"}).status, 0);
    const Strings before = found(path, "모델");
    {
        const Xapian::WritableDatabase lock(path, Xapian::DB_OPEN);
        expect_error(index_into(path, clean_data()), {path, "again"});
        expect_error(index_into(path, Strings{"--rebuild"} + clean_data()), {path, "again"});
        EXPECT_EQ(found(path, "모델"), before) << "searches still work";
    }
    EXPECT_EQ(index_into(path, clean_data()).status, 0);
}

TEST(Errors, ADamagedDatabase) {
    const TemporaryFolder folder;
    const std::string path = folder / "db";
    ASSERT_EQ(index_into(path, {data_folder() + "/2023"}).status, 0);
    for (const char* table : {"postlist.glass", "termlist.glass"}) {
        const std::string file = path + "/" + table;
        folder.write(std::string("db/") + table,
                     std::string(std::filesystem::file_size(file), '\x7f'));
    }
    for (const Strings& command : every_command) {
        expect_error(run("nonmun", Strings{"--db", path} + command), {path});
    }
}

// Messages show arguments and file names on one line.
TEST(Errors, ContainNoControlCharacters) {
    const std::string evil = "x\nnonmun: all is well\x1b[2J\x07\xe2\x80\xae\r";
    const TemporaryFolder folder;
    expect_error(nonmun({evil}), {"x nonmun"});
    expect_error(nonmun({"show", evil}), {});
    expect_error(nonmun({"show", "x", "--" + evil}), {});
    expect_error(nonmun({"search", "x", "--limit", evil}), {});
    expect_error(nonmun({"search", "x", "--format", evil}), {});
    expect_error(nonmun({"search", "x", "--sort", evil}), {});
    expect_error(nonmun({"search", "x", "--from", evil}), {});
    expect_error(nonmun({"related", "--text", evil}), {});
    expect_error(nonmun({"related", "--author", evil}), {});
    expect_error(nonmun({"report", evil}), {});
    expect_error(run("nonmun", {"--db", evil, "stats"}), {});
    expect_error(index_into(folder / "db", {evil}), {});
    expect_error(nonmun({"search", "--queries", folder.write("a\nb\x1b[1m.tsv", "none")}), {});
    for (const std::string& text :
         {nonmun({"author", "Nobody " + evil}).err,
          nonmun({"search", "unheardof date:\"" + evil + "\"", "--explain"}).err}) {
        for (const char c : text)
            EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n') << text;
        for (const std::string& line : lines_of(text))
            EXPECT_FALSE(line.starts_with("nonmun: all is well")) << text;
    }
}

}  // namespace
}  // namespace nonmun::tests
