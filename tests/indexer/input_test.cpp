// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/input.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "indexer/content_hash.hpp"
#include "indexer/digest_parser.hpp"
#include "tests/indexer/read_papers.hpp"
#include "tests/support/places.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;
using tests::TemporaryFolder;

// The names of the inputs, without the folder's path before them.
Strings names(const TemporaryFolder& folder, const Strings& paths) {
    Strings names;
    for (const Input& input : find_inputs(paths)) {
        const bool below = input.name.starts_with(folder.path() + "/");
        names.push_back(below ? input.name.substr(folder.path().size() + 1) : input.name);
    }
    return names;
}

// The line for a person when the path cannot be read.
template <typename Action>
std::string complaint(Action action) {
    try {
        action();
        return "";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind, ErrorKind::input);
        return error.line();
    }
}

Strings ids_of(const Input& input, std::size_t* flaws = nullptr) {
    Strings ids;
    tests::read_papers(
        input, [&](Paper&& paper) { ids.push_back(paper.id); },
        [&](Diagnostic&&) {
            if (flaws) ++*flaws;
        });
    return ids;
}

const std::string json = R"({"id":"a","title":"A"})"
                         "\n";
const std::string digest =
    "## Daily Papers (2024-05-01)\n### [B](https://arxiv.org/abs/2405.00001)\n- b\n";

TEST(FindInputs, ListsAFolderInOrderOfNames) {
    const TemporaryFolder folder;
    for (const char* name : {"2024/05/02.md", "2024/05/01.md", "2023/x.jsonl", "2023/y.ndjson",
                             "a.md", "z.txt", "README", "md", "x.MD", "2024/notes.json"}) {
        folder.write(name, "");
    }
    EXPECT_EQ(names(folder, {folder.path()}),
              (Strings{"2023/x.jsonl", "2023/y.ndjson", "2024/05/01.md", "2024/05/02.md", "a.md"}));
}

TEST(FindInputs, HiddenFilesAreSkipped) {
    const TemporaryFolder folder;
    for (const char* name : {".git/a.md", ".a.md", "b.md", "c/.d/e.md"}) folder.write(name, "");
    EXPECT_EQ(names(folder, {folder.path()}), Strings{"b.md"});
    EXPECT_EQ(names(folder, {folder / ".a.md"}), Strings{".a.md"}) << "unless named";
}

TEST(FindInputs, LinksAreFollowedOnce) {
    const TemporaryFolder folder;
    folder.write("real/a.md", "");
    fs::create_directory_symlink(folder.path(), folder / "real/loop");
    fs::create_directory_symlink(folder / "real", folder / "again");
    fs::create_symlink(folder / "real/a.md", folder / "link.md");
    fs::create_symlink(folder / "nowhere", folder / "broken.md");
    EXPECT_EQ(names(folder, {folder.path()}).size(), 1u);
    const std::vector<Input> inputs = find_inputs({folder / "link.md"});
    ASSERT_EQ(inputs.size(), 1u);
    EXPECT_EQ(inputs.front().name, folder / "link.md");
    EXPECT_EQ(inputs.front().path, fs::canonical(folder / "real/a.md").string());
    EXPECT_TRUE(inputs.front().remembered);
}

TEST(FindInputs, AFileIsListedOnceWithAnyExtension) {
    const TemporaryFolder folder;
    const std::string page = folder.write("page.txt", "");
    folder.write("b.md", "");
    folder.write("a.md", "");
    EXPECT_EQ(names(folder, {page, folder / "b.md", folder.path(), folder / "./a.md", page}),
              (Strings{"page.txt", "b.md", "a.md"}));
}

TEST(FindInputs, ReportsFoldersWithoutADigest) {
    const TemporaryFolder folder;
    folder.write("full/deep/a.md", "");
    folder.write("bare/deep/a.txt", "");
    Strings reported;
    find_inputs({folder / "full", folder / "bare", folder / "full/deep", folder / "full/deep/a.md"},
                [&](Diagnostic&& diagnostic) { reported.push_back(diagnostic.file); });
    EXPECT_EQ(reported, Strings{folder / "bare"});
}

TEST(FindInputs, ReportsAMissingPath) {
    const TemporaryFolder folder;
    for (const std::string& path : {folder / "no", folder / "no/deeper", std::string()}) {
        EXPECT_NE(complaint([&] { find_inputs({path}); }).find("cannot read " + path + ": "),
                  std::string::npos);
    }
    fs::create_symlink(folder / "nowhere", folder / "broken.md");
    EXPECT_NE(complaint([&] { find_inputs({folder / "broken.md"}); }), "");
}

// While it lives the test is not root, who may read everything.
class NotRoot {
  public:
    NotRoot() {
        if (before_ == 0 && ::seteuid(nobody) != 0)
            throw std::runtime_error("root cannot become another user");
    }
    ~NotRoot() { [[maybe_unused]] const int back = ::seteuid(before_); }
    NotRoot(const NotRoot&) = delete;
    NotRoot& operator=(const NotRoot&) = delete;

  private:
    static constexpr uid_t nobody = 65534;
    const uid_t before_ = ::geteuid();
};

TEST(FindInputs, APathWithoutPermissionIsAnErrorIfItIsNamed) {
    const TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms(0755));
    const std::string file = folder.write("closed/a.md", "");
    const auto find = [&](const std::string& path) {
        const NotRoot self;
        find_inputs({path});
    };
    EXPECT_EQ(complaint([&] { find(file); }), "");
    fs::permissions(file, fs::perms::none);
    EXPECT_NE(complaint([&] { find(file); }).find(file), std::string::npos);
    fs::permissions(folder / "closed", fs::perms::none);
    EXPECT_NE(complaint([&] { find(folder / "closed"); }).find("closed"), std::string::npos);
    fs::permissions(folder / "closed", fs::perms::owner_all);
}

TEST(FindInputs, LeavesOutWhatCannotBeReadInAFolder) {
    const TemporaryFolder folder;
    fs::permissions(folder.path(), fs::perms(0755));
    folder.write("a.md", "");
    folder.write("lost+found/b.md", "");
    folder.write("c.md", "");
    fs::create_symlink("/proc/kmsg", folder / "d.md");  // a regular file, says the kernel
    fs::permissions(folder / "lost+found", fs::perms::none);
    fs::permissions(folder / "c.md", fs::perms::none);
    Strings reported, unreadable, found;
    {
        const NotRoot self;
        for (const Input& input : find_inputs(
                 {folder.path()}, [&](Diagnostic&& flaw) { reported.push_back(to_string(flaw)); },
                 &unreadable))
            found.push_back(input.name);
    }
    fs::permissions(folder / "lost+found", fs::perms::owner_all);
    EXPECT_EQ(found, Strings{folder / "a.md"});
    EXPECT_EQ(unreadable,
              (Strings{folder / "c.md", folder / "d.md", "/proc/kmsg", folder / "lost+found"}));
    ASSERT_EQ(reported.size(), 3u);
    EXPECT_EQ(reported[0], (folder / "c.md") + ": cannot be read, left out: Permission denied");
}

TEST(FindInputs, ReadsNoFilesOfTheKernel) {
    const TemporaryFolder folder;
    fs::create_symlink("/proc/uptime", folder / "a.md");
    Strings reported;
    EXPECT_TRUE(find_inputs({folder.path()}, [&](Diagnostic&& flaw) {
                    reported.push_back(to_string(flaw));
                }).empty());
    EXPECT_EQ(reported,
              Strings{(folder / "a.md") + ": cannot be read, left out: not a regular file"});
    EXPECT_NE(complaint([&] { find_inputs({folder / "a.md"}); }).find("not a regular file"),
              std::string::npos);
}

// A stand-in for standard input while it lives.
class StandardInput {
  public:
    explicit StandardInput(const std::string& path) : before_(::dup(STDIN_FILENO)) {
        if (!std::freopen(path.c_str(), "r", stdin))
            throw std::runtime_error("cannot read " + path);
    }
    ~StandardInput() {
        std::clearerr(stdin);
        ::dup2(before_, STDIN_FILENO);
        ::close(before_);
    }
    StandardInput(const StandardInput&) = delete;
    StandardInput& operator=(const StandardInput&) = delete;

  private:
    int before_;
};

TEST(FindInputs, ADashIsStandardInput) {
    const TemporaryFolder folder;
    const StandardInput input(folder.write("in", json));
    const std::vector<Input> inputs = find_inputs({"-", "-"});
    ASSERT_EQ(inputs.size(), 1u);
    EXPECT_EQ(inputs.front().name, "<stdin>");
    EXPECT_FALSE(inputs.front().remembered);
    EXPECT_EQ(ids_of(inputs.front()), Strings{"a"});
    EXPECT_EQ(ids_of(inputs.front()), Strings{"a"}) << "can be read twice";
    EXPECT_EQ(content_hash(inputs.front()), content_hash(json));
}

TEST(FindInputs, APipeIsReadToItsEnd) {
    const TemporaryFolder folder;
    const std::string pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_TRUE(find_inputs({folder.path()}).empty()) << "in a folder it is no digest";
    std::thread writer([&] { std::ofstream(pipe) << digest; });
    const std::vector<Input> inputs = find_inputs({pipe});
    writer.join();
    ASSERT_EQ(inputs.size(), 1u);
    EXPECT_EQ(inputs.front().name, pipe);
    EXPECT_FALSE(inputs.front().remembered);
    EXPECT_EQ(ids_of(inputs.front()), Strings{"2405.00001"});
    EXPECT_EQ(ids_of(inputs.front()), Strings{"2405.00001"}) << "can be read twice";
}

TEST(IsBelow, ComparesWholeNames) {
    EXPECT_TRUE(is_below("/x/a", "/x"));
    EXPECT_TRUE(is_below("/x/y/a", "/x"));
    EXPECT_TRUE(is_below("/x/a", "/x/a"));
    EXPECT_TRUE(is_below("/x/a", "/")) << "the root may be named";
    EXPECT_FALSE(is_below("/xy/a", "/x"));
    EXPECT_FALSE(is_below("/x", "/x/a"));
}

TEST(SourceKey, IsShortAndOneForEachPath) {
    const auto key = [](const std::string& path) { return source_key({path, path}); };
    EXPECT_EQ(key("/a").size(), 32u);
    EXPECT_LT(key(std::string(5000, 'x')).size(), 100u);
    EXPECT_NE(key("/a"), key("/b"));
    EXPECT_EQ(source_key({"<stdin>", "/proc/self/fd/3", false}), stream_source_key);
}

TEST(ReadPapers, RecognizesJsonLinesByTheFirstCharacter) {
    const TemporaryFolder folder;
    for (const std::string& text :
         {json, "\n \t" + json, "\xEF\xBB\xBF" + json, "\xEF\xBB\xBF\r\n" + json}) {
        for (const char* name : {"a.md", "a.jsonl", "a.txt"}) {
            std::size_t flaws = 0;
            EXPECT_EQ(ids_of(find_inputs({folder.write(name, text)}).front(), &flaws), Strings{"a"})
                << name;
            EXPECT_EQ(flaws, 0u) << name;
        }
    }
    for (const std::string& text : {digest, "\n" + digest, "\xEF\xBB\xBF" + digest}) {
        const auto inputs = find_inputs({folder.write("b.jsonl", text)});
        EXPECT_EQ(ids_of(inputs.front()), Strings{"2405.00001"});
    }
}

TEST(ReadPapers, OneIdTwiceInADigestIsOnePaper) {
    const TemporaryFolder folder;
    const std::string text =
        "## Daily Papers (2024-05-01)\n"
        "### [A](https://arxiv.org/abs/2405.00001)\nVote: 9\n- a\n"
        "### [B](https://arxiv.org/abs/2405.00002)\n- b\n"
        "### [A, again](https://arxiv.org/abs/2405.00001)\nVote: 3\n- a again\n"
        "## Daily Papers (2024-05-02)\n"
        "### [A](https://arxiv.org/abs/2405.00001)\nVote: 4\n- a\n";
    std::vector<Paper> papers;
    tests::read_papers(
        find_inputs({folder.write("a.md", text)}).front(),
        [&](Paper&& paper) { papers.push_back(std::move(paper)); }, [](Diagnostic&&) { FAIL(); });
    ASSERT_EQ(papers.size(), 2u);
    EXPECT_EQ(papers[0].id, "2405.00001");
    EXPECT_EQ(papers[0].appearances, (std::vector<Appearance>{{Date{2024, 5, 1}, 9, "A, again"},
                                                              {Date{2024, 5, 2}, 4, "A"}}))
        << "of two entries on one day the higher votes hold";
    EXPECT_EQ(papers[0].votes, 9);
}

TEST(ReadPapers, APaperOfMoreThan16MegabytesIsLeftOut) {
    const TemporaryFolder folder;
    const std::string much(longest_paper, 'x');
    const std::string long_line = R"({"id":"long","title":")" + much + "\"}\n";
    const std::string entry = "### [A](https://arxiv.org/abs/2405.0000";
    std::string items;
    for (int i = 0; i < 20; ++i) items += "- " + much.substr(0, 1 << 20) + "\n";
    const std::string begin = "## Daily Papers (2024-05-01)\n" + entry + "1)\n- a\n";
    const std::string end = entry + "3)\n- c\n";
    for (const auto& [text, ids, line] : std::vector<std::tuple<std::string, Strings, std::size_t>>{
             {json + long_line + R"({"id":"b","title":"B"})", {"a", "b"}, 2},
             {long_line, {}, 1},
             {begin + entry + "2)\n" + items + end, {"2405.00001", "2405.00003"}, 4},
             {begin + entry + "2)\n- " + much + "\n" + end, {"2405.00001", "2405.00003"}, 4}}) {
        Strings read;
        std::vector<Diagnostic> flaws;
        tests::read_papers(
            find_inputs({folder.write("a.md", text)}).front(),
            [&](Paper&& paper) { read.push_back(paper.id); },
            [&](Diagnostic&& flaw) { flaws.push_back(std::move(flaw)); });
        EXPECT_EQ(read, ids);
        ASSERT_EQ(flaws.size(), 1u);
        EXPECT_EQ(flaws[0].message, too_long_message);
        EXPECT_EQ(flaws[0].line, line);
    }
}

TEST(ReadPapers, DiagnosticsNameTheFileAsGiven) {
    const TemporaryFolder folder;
    const std::string path = folder.write("a.md", "");
    std::string flaw;
    tests::read_papers(
        find_inputs({path}).front(), [](Paper&&) { FAIL(); },
        [&](Diagnostic&& diagnostic) { flaw = to_string(diagnostic); });
    EXPECT_EQ(flaw, path + ": the file is empty");
}

TEST(ReadPapers, AFileThatFailsWhileItIsReadIsAnError) {
    const Input input{"memory", "/proc/self/mem", true};  // can be opened; reading it fails
    EXPECT_NE(complaint([&] { content_hash(input); }).find("cannot read memory"),
              std::string::npos);
    EXPECT_NE(complaint([&] { ids_of(input); }).find("cannot read memory"), std::string::npos);
    const Input gone{"gone", "/nowhere/gone.md", true};
    EXPECT_NE(complaint([&] { content_hash(gone); }).find("cannot read gone"), std::string::npos);
    EXPECT_NE(complaint([&] { ids_of(gone); }).find("cannot read gone"), std::string::npos);
}

}  // namespace
}  // namespace nonmun
