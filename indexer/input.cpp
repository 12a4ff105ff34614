// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/input.hpp"

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
        if (!fs::is_directory(path)) return add_file(given, path);
        if (!add_folder(given, path)) {
            diagnostic_(
                {given, 0, "this folder holds no digest: no file ends in .md, .jsonl or .ndjson"});
        }
    }

    std::vector<Input> found;

  private:
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
        if (error) cannot_read(name.string(), error.message());
        std::sort(entries.begin(), entries.end());
        for (const std::string& entry : entries) {
            if (entry.starts_with('.')) continue;
            const fs::path target = fs::canonical(path / entry, error);
            // A link that is broken, or that points to itself, names no digest.
            if (error == std::errc::no_such_file_or_directory ||
                error == std::errc::too_many_symbolic_link_levels)
                continue;
            if (error) cannot_read((name / entry).string(), error.message());
            if (fs::is_directory(target)) {
                holds_digest |= add_folder(name / entry, target);
            } else if (fs::is_regular_file(target) && is_digest_name(entry)) {
                add_file((name / entry).string(), target);
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
                               const DiagnosticSink& diagnostic) {
    Finder finder(diagnostic);
    for (const std::string& path : paths) finder.add(path);
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
