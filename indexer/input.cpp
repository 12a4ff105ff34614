#include "indexer/input.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <memory>
#include <set>
#include <unordered_map>

#include "indexer/content_hash.hpp"
#include "indexer/digest_parser.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_size = 1 << 20;

[[noreturn]] void cannot_read(const std::string& name, const std::string& why) {
    throw Error(ErrorKind::input, "cannot read " + name + ": " + why,
                "check the path and its permissions");
}

std::ifstream open(const Input& input) {
    errno = 0;
    std::ifstream in(input.path, std::ios::binary);
    if (!in) cannot_read(input.name, std::strerror(errno));
    return in;
}

bool is_digest_name(const fs::path& path) {
    const std::string ending = path.extension().string();
    return ending == ".md" || ending == ".jsonl" || ending == ".ndjson";
}

class Finder {
  public:
    void add(const std::string& given) {
        if (given == "-") return add_stream("<stdin>", stdin);
        std::error_code error;
        if (is_stream(fs::status(given, error))) return add_pipe(given);
        const fs::path path = fs::canonical(given, error);
        if (error) cannot_read(given, error.message());
        if (fs::is_directory(path)) return add_folder(given, path);
        add_file(given, path);
    }

    std::vector<Input> found;

  private:
    void add_file(const std::string& name, const fs::path& path) {
        if (seen_.insert(path.string()).second) found.push_back({name, path.string(), true});
    }

    void add_folder(const fs::path& name, const fs::path& path) {
        if (!seen_.insert(path.string()).second) return;
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
            if (error) continue;  // a link to nowhere names no digest
            if (fs::is_directory(target)) {
                add_folder(name / entry, target);
            } else if (fs::is_regular_file(target) && is_digest_name(entry)) {
                add_file((name / entry).string(), target);
            }
        }
    }

    // What can be read only once: the shell's <(command), a named pipe, a terminal.
    static bool is_stream(const fs::file_status& status) {
        return fs::is_fifo(status) || fs::is_character_file(status) || fs::is_socket(status);
    }

    void add_pipe(const std::string& given) {
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(given.c_str(), "rb"),
                                                                   std::fclose);
        if (!file) cannot_read(given, std::strerror(errno));
        add_stream(given, file.get());
    }

    void add_stream(const std::string& name, std::FILE* in) {
        if (!seen_.insert(name).second) return;
        std::FILE* file = std::tmpfile();  // unlinked, and open until the program ends
        if (!file) cannot_read(name, std::strerror(errno));
        std::vector<char> block(block_size);
        while (const std::size_t size = std::fread(block.data(), 1, block.size(), in)) {
            if (std::fwrite(block.data(), 1, size, file) != size)
                cannot_read(name, std::strerror(errno));
        }
        if (std::ferror(in) || std::fflush(file) != 0) cannot_read(name, std::strerror(errno));
        found.push_back({name, "/proc/self/fd/" + std::to_string(::fileno(file)), false});
    }

    std::set<std::string> seen_;
};

// Whether the first character behind a byte-order mark and blanks is "{". Leaves the stream at its
// beginning.
bool is_json_lines(std::istream& in) {
    char mark[3] = {};
    in.read(mark, sizeof mark);
    if (in.bad()) return false;
    in.clear();
    if (std::string_view(mark, sizeof mark) != "\xEF\xBB\xBF") in.seekg(0);
    char c = 0;
    while (in.get(c) && std::isspace(static_cast<unsigned char>(c))) {
    }
    const bool json = in && c == '{';
    in.clear();
    in.seekg(0);
    return json;
}

std::string read_all(std::istream& in) {
    std::string text;
    std::vector<char> block(block_size);
    do {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    } while (in);
    return text;
}

// One paper an id: of two entries on one day the higher votes hold.
std::vector<Paper> distinct_papers(std::vector<Paper>&& entries) {
    std::vector<Paper> papers;
    std::unordered_map<std::string, std::size_t> places;
    for (Paper& entry : entries) {
        const auto [place, added] = places.try_emplace(entry.id, papers.size());
        if (added) {
            papers.push_back(std::move(entry));
            continue;
        }
        Paper& paper = papers[place->second];
        for (const Appearance& before : paper.appearances) {
            Appearance& now = entry.appearances.front();
            if (before.date == now.date) now.votes = std::max(now.votes, before.votes);
        }
        merge_into(paper, entry);
    }
    return papers;
}

}  // namespace

std::vector<Input> find_inputs(const std::vector<std::string>& paths) {
    Finder finder;
    for (const std::string& path : paths) finder.add(path);
    return std::move(finder.found);
}

std::string content_hash(const Input& input) {
    std::ifstream in = open(input);
    std::string hash = content_hash(static_cast<std::istream&>(in));
    if (in.bad()) cannot_read(input.name, std::strerror(errno));
    return hash;
}

void read_papers(const Input& input, const PaperSink& paper, const DiagnosticSink& diagnostic) {
    std::ifstream in = open(input);
    if (is_json_lines(in)) {
        read_json_lines(in, input.name, paper, diagnostic);
        if (in.bad()) cannot_read(input.name, std::strerror(errno));
        return;
    }
    const std::string text = read_all(in);
    if (in.bad()) cannot_read(input.name, std::strerror(errno));
    Digest digest = parse_digest(text, input.name);
    for (Diagnostic& flaw : digest.diagnostics) diagnostic(std::move(flaw));
    for (Paper& read : distinct_papers(std::move(digest.entries))) paper(std::move(read));
}

}  // namespace nonmun
