// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/input.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include "indexer/content_hash.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_size = 1 << 20;

bool is_digest_name(const fs::path& path) {
    const std::string ending = path.extension().string();
    return ending == ".md" || ending == ".jsonl" || ending == ".ndjson";
}

class Finder {
  public:
    explicit Finder(const DiagnosticSink& diagnostic) : diagnostic_(diagnostic) {}

    void add(const std::string& given) {
        if (given == "-") return add_stream("<stdin>", stdin);
        std::error_code error;
        if (is_stream(fs::status(given, error))) return add_pipe(given);
        const fs::path path = fs::canonical(given, error);
        if (error) cannot_read(given, error.message());
        if (!fs::is_directory(path)) {
            if (const std::string why = why_unreadable(path); !why.empty()) cannot_read(given, why);
            return add_file(given, path);
        }
        if (fs::directory_iterator(path, error); error) cannot_read(given, error.message());
        if (!add_folder(given, path)) {
            diagnostic_(
                {given, 0, "this folder holds no digest: no file ends in .md, .jsonl or .ndjson"});
        }
    }

    std::vector<Input> found;
    std::vector<std::string> unreadable;

  private:
    // Why a file must not be read; "" if it may be. Files of the kernel (/proc, /sys) may block,
    // and have no content to remember.
    static std::string why_unreadable(const fs::path& path) {
        const int file = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (file < 0) return std::strerror(errno);
        struct stat status = {};
        struct statfs system = {};
        const bool regular = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
        const bool kernel = ::fstatfs(file, &system) == 0 &&
                            (system.f_type == PROC_SUPER_MAGIC || system.f_type == SYSFS_MAGIC);
        ::close(file);
        return regular && !kernel ? "" : "not a regular file";
    }

    // `place`: absolute, its last part may be a link.
    void leave_out(const fs::path& name, const fs::path& place, const std::string& why) {
        std::error_code error;
        unreadable.push_back(place.string());
        const fs::path target = fs::canonical(place, error);
        if (!error && target != place) unreadable.push_back(target.string());
        diagnostic_({name.string(), 0, "cannot be read, left out: " + why});
    }

    void add_file(const std::string& name, const fs::path& path) {
        if (seen_.insert(path.string()).second) found.push_back({name, path.string(), true});
    }

    // Returns whether the folder holds a digest.
    bool add_folder(const fs::path& name, const fs::path& path) {
        if (!seen_.insert(path.string()).second) return true;  // already reported if empty
        bool holds_digest = false;
        std::error_code error;
        std::vector<std::string> entries;
        for (fs::directory_iterator it(path, error), end; !error && it != end;
             it.increment(error)) {
            entries.push_back(it->path().filename().string());
        }
        if (error) {
            leave_out(name, path, error.message());
            return true;
        }
        std::sort(entries.begin(), entries.end());
        for (const std::string& entry : entries) {
            if (entry.starts_with('.')) continue;
            const fs::path target = fs::canonical(path / entry, error);
            // A link that is broken, or that points to itself, names no digest.
            if (error == std::errc::no_such_file_or_directory ||
                error == std::errc::too_many_symbolic_link_levels)
                continue;
            if (error) {
                leave_out(name / entry, path / entry, error.message());
            } else if (fs::is_directory(target, error)) {
                holds_digest |= add_folder(name / entry, target);
            } else if (is_digest_name(entry) && !is_stream(fs::status(target, error))) {
                const std::string why = why_unreadable(target);
                if (why.empty())
                    add_file((name / entry).string(), target);
                else
                    leave_out(name / entry, path / entry, why);
                holds_digest = true;
            }
        }
        return holds_digest;
    }

    // Whether it can be read only once: the shell's <(command), a named pipe, a terminal.
    static bool is_stream(const fs::file_status& status) {
        return fs::is_fifo(status) || fs::is_character_file(status) || fs::is_socket(status);
    }

    [[noreturn]] static void cannot_keep(const std::string& name) {
        throw Error(ErrorKind::input,
                    "cannot copy " + name + " to a temporary file: " + std::strerror(errno),
                    "free some disk space, or pass it as a file");
    }

    void add_pipe(const std::string& given) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(given.c_str(), "rb"),
                                                                   std::fclose);
        if (!file) cannot_read(given, std::strerror(errno));
        add_stream(given, file.get());
    }

    void add_stream(const std::string& name, std::FILE* in) {
        if (!seen_.insert(name).second) return;
        std::FILE* file = std::tmpfile();  // unlinked; stays open until the program ends
        if (!file) cannot_keep(name);
        std::vector<char> block(block_size);
        while (const std::size_t size = std::fread(block.data(), 1, block.size(), in)) {
            if (std::fwrite(block.data(), 1, size, file) != size) cannot_keep(name);
        }
        if (std::ferror(in) || std::fflush(file) != 0) cannot_read(name, std::strerror(errno));
        found.push_back({name, "/proc/self/fd/" + std::to_string(::fileno(file)), false});
    }

    const DiagnosticSink& diagnostic_;
    std::set<std::string> seen_;
};

}  // namespace

void cannot_read(const std::string& name, const std::string& why) {
    throw Error(ErrorKind::input, "cannot read " + name + ": " + why,
                "check the path and its permissions");
}

void changed_meanwhile(const std::string& name) {
    throw Error(ErrorKind::input, name + " changed while it was read",
                "the index is unchanged; run this again");
}

std::ifstream open_input(const Input& input) {
    errno = 0;
    std::ifstream in(input.path, std::ios::binary);
    if (!in) cannot_read(input.name, std::strerror(errno));
    return in;
}

std::uint64_t size_of(const Input& input) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(fs::path(input.path), error);
    return error ? 0 : size;
}

std::vector<Input> find_inputs(const std::vector<std::string>& paths,
                               const DiagnosticSink& diagnostic,
                               std::vector<std::string>* unreadable) {
    Finder finder(diagnostic);
    for (const std::string& path : paths) finder.add(path);
    if (unreadable) *unreadable = std::move(finder.unreadable);
    return std::move(finder.found);
}

std::string content_hash(const Input& input) {
    std::ifstream in = open_input(input);
    ContentHasher hasher;
    std::vector<char> block(block_size);
    do {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        hasher.add({block.data(), static_cast<std::size_t>(in.gcount())});
    } while (in);
    if (in.bad()) cannot_read(input.name, std::strerror(errno));
    return hasher.digest();
}

bool is_below(const std::string& path, const std::string& folder) {
    return path == folder ||
           (path.starts_with(folder) && (folder.ends_with('/') || path[folder.size()] == '/'));
}

std::string source_key(const Input& input) {
    return input.remembered ? content_hash(input.path) : stream_source_key;
}

}  // namespace nonmun
