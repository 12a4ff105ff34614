// SPDX-License-Identifier: GPL-2.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "tests/support/cli.hpp"

// Files installed by cmake --install, and the Debian package. They do not need the build tree.
namespace nonmun::tests {
namespace {

namespace fs = std::filesystem;

const Strings installed = {
    "bin/nonmun",
    "bin/nonmun-index",
    "lib/systemd/system/nonmun-index.service",
    "lib/systemd/system/nonmun-index.timer",
    "lib/systemd/system/nonmun-serve.service",
    "share/bash-completion/completions/nonmun",
    "share/bash-completion/completions/nonmun-index",
    "share/doc/nonmun/CHANGELOG.md",
    "share/doc/nonmun/README.md",
    "share/doc/nonmun/changelog.gz",
    "share/doc/nonmun/copyright",
    "share/doc/nonmun/data/2024/05/01.md",
    "share/doc/nonmun/docs/growth.svg",
    "share/doc/nonmun/docs/operations.md",
    "share/fish/vendor_completions.d/nonmun-index.fish",
    "share/fish/vendor_completions.d/nonmun.fish",
    "share/man/man1/nonmun-index.1.gz",
    "share/man/man1/nonmun.1.gz",
    "share/zsh/vendor-completions/_nonmun",
};

Outcome environment_run(const Strings& command) {
    return run("/usr/bin/env", command);
}

Strings files_below(const fs::path& folder) {
    Strings files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(fs::relative(entry.path(), folder).string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

void expect_whole(const fs::path& prefix) {
    const Strings files = files_below(prefix);
    for (const std::string& file : installed)
        EXPECT_NE(std::find(files.begin(), files.end(), file), files.end()) << file;
    for (const std::string& file : files) {
        const std::string content = read_file(prefix / file);
        EXPECT_FALSE(content.empty()) << file;
        for (const char* place : {NONMUN_SOURCE_DIR, NONMUN_BINARY_DIR})
            EXPECT_EQ(content.find(place), std::string::npos) << file << " names " << place;
    }
}

// Every relative link of an installed document points to a file.
void expect_links(const fs::path& documents) {
    static const std::regex code("`[^`]*`"), link("\\]\\(([^)#:\\s]+)");
    std::size_t links = 0;
    for (const std::string& file : files_below(documents)) {
        if (!file.ends_with(".md") || file.starts_with("data/")) continue;
        const std::string text = std::regex_replace(read_file(documents / file), code, "");
        for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at) {
            const fs::path target = (documents / file).parent_path() / (*at)[1].str();
            EXPECT_TRUE(fs::exists(target)) << file << " links to " << (*at)[1];
            ++links;
        }
    }
    EXPECT_GT(links, 50u);
}

// systemd knows every setting of the units.
void expect_units(const fs::path& prefix, const TemporaryFolder& folder) {
    Strings command = {"systemd-analyze", "verify", "--man=no"};
    for (const char* unit :
         {"nonmun-index.service", "nonmun-index.timer", "nonmun-serve.service"}) {
        // systemd looks for programs only in system folders.
        const std::string text = std::regex_replace(
            read_file(prefix / "lib/systemd/system" / unit), std::regex("ExecStart=(nonmun)"),
            "ExecStart=" + (prefix / "bin/").string() + "$1");
        command.push_back(folder / unit);
        std::ofstream(command.back()) << text;
    }
    const Outcome verify = environment_run(command);
    EXPECT_EQ(verify.status, 0);
    EXPECT_EQ(verify.err, "");
}

// Indexes, searches, and writes an HTML report outside of the source tree with an empty
// environment.
void expect_works(const fs::path& prefix, const TemporaryFolder& folder) {
    const std::string program = (prefix / "bin/nonmun").string();
    const std::string database = "NONMUN_DB=" + (folder / "db");
    fs::copy(data_folder() + "/2024", folder / "digests", fs::copy_options::recursive);
    Strings nothing = {"-i", "-C", "/", database};
    // The sanitizer options of the build suppress reports about libraries.
    for (const char* variable : {"ASAN_OPTIONS", "TSAN_OPTIONS"}) {
        if (const char* options = std::getenv(variable))
            nothing.push_back(std::string(variable) + "=" + options);
    }
    const auto run_alone = [&](const Strings& command) {
        return environment_run(nothing + command);
    };
    const Outcome index = run_alone({program + "-index", "--quiet", folder / "digests"});
    ASSERT_EQ(index.status, 0) << index.err;
    EXPECT_EQ(run_alone({program, "search", "모델"}).status, 0);
    const Outcome report = run_alone({program, "report", "--top", "1", "--format", "html"});
    EXPECT_EQ(report.status, 0) << report.err;
    EXPECT_NE(report.out.find("https://d3js.org"), std::string::npos);
}

TEST(Install, WorksWithoutTheBuildTree) {
    const TemporaryFolder folder;
    const Outcome install = environment_run(
        {"cmake", "--install", NONMUN_BINARY_DIR, "--strip", "--prefix", folder / "prefix"});
    ASSERT_EQ(install.status, 0) << install.err;
    expect_whole(folder / "prefix");
    expect_links(fs::path(folder / "prefix") / "share/doc/nonmun");
    expect_units(folder / "prefix", folder);
    expect_works(folder / "prefix", folder);
}

// The names of packages in a Depends field.
std::set<std::string> packages_of(const std::string& depends) {
    std::set<std::string> packages;
    std::istringstream words(depends);
    for (std::string word; words >> word;) {
        if (word.front() >= 'a') packages.insert(word.substr(0, word.find(',')));
    }
    return packages;
}

// The files of the libraries that a program links directly.
std::set<std::string> libraries_of(const std::string& program) {
    std::set<std::string> needed, files;
    std::istringstream dynamic(environment_run({"readelf", "-d", program}).out);
    for (std::string line; std::getline(dynamic, line);) {
        const std::size_t name = line.find("Shared library: [");
        if (name != std::string::npos)
            needed.insert(line.substr(name + 17, line.size() - name - 18));
    }
    std::istringstream found(environment_run({"ldd", program}).out);
    for (std::string line; std::getline(found, line);) {
        std::istringstream words(line);
        std::string name, arrow, path;
        words >> name >> arrow >> path;
        if (needed.contains(name)) files.insert(fs::canonical(path).string());
    }
    EXPECT_FALSE(needed.empty()) << program;
    EXPECT_EQ(files.size(), needed.size()) << program;
    return files;
}

// The package of each file.
std::map<std::string, std::string> owners_of(const std::set<std::string>& files) {
    Strings command = {"dpkg-query", "-S"};
    for (const std::string& file : files) {
        command.push_back(file);
        command.push_back(file.substr(4));  // Debian 12 has merged /usr; dpkg may list the old path
    }
    std::map<std::string, std::string> owners;
    for (const std::string& line : lines_of(environment_run(command).out)) {
        const std::string path = line.substr(line.rfind(' ') + 1);
        owners[path.starts_with("/usr/") ? path : "/usr" + path] =
            line.substr(0, line.find_first_of(":,"));
    }
    return owners;
}

// Runs the package's scripts as dpkg does for a system in a folder without a running systemd.
void expect_scripts_clean_up(const TemporaryFolder& folder) {
    const std::string root = folder / "system";
    const std::string wanted = root + "/etc/systemd/system/multi-user.target.wants";
    const std::string timers = root + "/etc/systemd/system/timers.target.wants";
    for (const std::string& place : {wanted, timers}) fs::create_directories(place);
    fs::create_symlink("/lib/systemd/system/nonmun-serve.service",
                       wanted + "/nonmun-serve.service");
    fs::create_symlink("/lib/systemd/system/nonmun-index.timer", timers + "/nonmun-index.timer");
    fs::create_symlink("/lib/systemd/system/cron.service", wanted + "/cron.service");
    folder.write("system/var/lib/private/nonmun/db/iamglass", "x");
    folder.write("system/var/lib/private/other", "x");
    folder.write("system/var/lib/systemd/timers/stamp-nonmun-index.timer", "");
    folder.write("system/var/lib/systemd/timers/stamp-other.timer", "");
    folder.write("system/etc/default/nonmun", "x");
    fs::create_symlink("private/nonmun", root + "/var/lib/nonmun");
    const auto run_script = [&](const std::string& name, const std::string& action) {
        const std::string script = folder / ("control/" + name);
        EXPECT_EQ(environment_run({"sh", "-n", script}).status, 0) << name;
        const Outcome outcome = environment_run({"DPKG_ROOT=" + root, script, action});
        EXPECT_EQ(outcome.status, 0) << name << ' ' << action << ": " << outcome.err;
        EXPECT_EQ(outcome.out + outcome.err, "") << name << ' ' << action;
    };
    run_script("postinst", "configure");
    for (const char* action : {"upgrade", "remove"}) {
        run_script("prerm", action);
        run_script("postrm", action);
        EXPECT_TRUE(fs::exists(root + "/var/lib/private/nonmun/db")) << action;
        EXPECT_TRUE(fs::is_symlink(wanted + "/nonmun-serve.service")) << action;
    }
    for (int time = 0; time < 2; ++time) run_script("postrm", "purge");
    EXPECT_EQ(files_below(root), (Strings{"etc/default/nonmun", "var/lib/private/other",
                                          "var/lib/systemd/timers/stamp-other.timer"}));
    EXPECT_FALSE(fs::is_symlink(root + "/var/lib/nonmun"));
    EXPECT_FALSE(fs::is_symlink(wanted + "/nonmun-serve.service"));
    EXPECT_FALSE(fs::is_symlink(timers + "/nonmun-index.timer"));
    EXPECT_TRUE(fs::is_symlink(wanted + "/cron.service")) << "links of other packages stay";
}

TEST(Install, ThePackageDependsOnWhatItsProgramsNeed) {
    const TemporaryFolder folder;
    const Outcome pack = environment_run(
        {"cpack", "--config", NONMUN_BINARY_DIR "/CPackConfig.cmake", "-B", folder.path()});
    ASSERT_EQ(pack.status, 0) << pack.out << pack.err;
    std::string package;
    for (const std::string& file : files_below(folder.path())) {
        if (file.ends_with(".deb") && file.find('/') == std::string::npos) package = folder / file;
    }
    ASSERT_FALSE(package.empty()) << pack.out;
    ASSERT_EQ(environment_run({"dpkg-deb", "-x", package, folder / "root"}).status, 0);
    expect_whole(folder / "root/usr");
    const std::set<std::string> depends =
        packages_of(environment_run({"dpkg-deb", "-f", package, "Depends"}).out);
    std::set<std::string> libraries = libraries_of(folder / "root/usr/bin/nonmun");
    libraries.merge(libraries_of(folder / "root/usr/bin/nonmun-index"));
    std::map<std::string, std::string> owners = owners_of(libraries);
    for (const std::string& library : libraries)
        EXPECT_TRUE(depends.contains(owners[library])) << library << " of " << owners[library];
    expect_works(folder / "root/usr", folder);
    const Outcome version = environment_run({"dpkg-deb", "-f", package, "Version"});
    EXPECT_EQ("nonmun " + version.out, run("nonmun", {"--version"}).out);
    ASSERT_EQ(environment_run({"dpkg-deb", "-e", package, folder / "control"}).status, 0);
    expect_scripts_clean_up(folder);
    const Outcome control = environment_run({"dpkg-deb", "-f", package});
    EXPECT_NE(control.out.find("Maintainer: The nonmun authors"), std::string::npos);
    EXPECT_EQ(control.out.find("Homepage"), std::string::npos);
}

}  // namespace
}  // namespace nonmun::tests
