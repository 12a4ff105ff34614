// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/report/report_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "common/atomic_file.hpp"
#include "common/error.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Opens a file for reading from its beginning and for writing at its end. Does not follow a
// symbolic link. Returns nullptr, with errno, on failure.
std::FILE* open_file(const std::string& path, int how) {
    const int file = ::open(path.c_str(), O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | how, 0666);
    return file < 0 ? nullptr : ::fdopen(file, "a+b");
}

// The next line without its newline; nullopt at the end. An incomplete last line is ignored.
std::optional<std::string> read_line(std::FILE* file) {
    std::string line;
    for (int c = ::getc_unlocked(file); c != EOF; c = ::getc_unlocked(file)) {
        if (c == '\n') return line;
        line += static_cast<char>(c);
    }
    return std::nullopt;
}

// Whether a line is the record of this paper; type and id are its first members.
bool is_of_paper(std::string_view line, const std::string& id) {
    std::string beginning = to_line(Json{{"type", "paper"}, {"id", id}});
    beginning.back() = ',';
    return line.starts_with(beginning);
}

}  // namespace

ReportFile::ReportFile(const std::string& path, bool force, bool resume)
    : path_(path), part_(path + ".part"), force_(force), resume_(resume) {
    std::error_code error;
    if (!force && fs::exists(path_, error))
        throw Error(ErrorKind::usage, path_ + " already exists",
                    "name another file, or replace it with --force");
    if (resume && !fs::exists(part_, error))
        throw Error(ErrorKind::usage, "there is no " + part_ + " to resume", "leave out --resume");
    if (!resume && !force && fs::exists(part_, error))
        throw Error(ErrorKind::usage, part_ + " is an interrupted report",
                    "continue it with --resume, or replace it with --force");
    if (!resume) return;
    file_.reset(open_file(part_, 0));
    if (!file_ && errno == ELOOP)
        throw Error(ErrorKind::usage, part_ + " is a link", "replace it with --force");
    if (!file_) fail("cannot open");
}

void ReportFile::fail(const std::string& what) const {
    throw Error(ErrorKind::io, what + " " + part_ + ": " + std::strerror(errno),
                "check the path, the permissions and the disk");
}

std::size_t ReportFile::finished_papers(const Json& header, const std::vector<std::string>& ids) {
    if (!resume_) return 0;
    const auto refuse = [&] {
        throw Error(ErrorKind::usage, part_ + " belongs to another report or to an older index",
                    "replace it with --force");
    };
    std::size_t papers = 0;
    off_t whole = 0;  // bytes of the complete header and papers
    std::rewind(file_.get());
    while (const auto line = read_line(file_.get())) {
        const bool first = whole == 0;
        if (first && *line != to_line(header)) refuse();
        if (!first && !line->starts_with(R"({"type":"paper",)")) break;
        if (!first && (papers == ids.size() || !is_of_paper(*line, ids[papers]))) refuse();
        papers += !first;
        whole += static_cast<off_t>(line->size() + 1);
    }
    if (whole > 0) header_ = to_line(header);
    if (std::ferror(file_.get()) || ::ftruncate(::fileno(file_.get()), whole) != 0 ||
        std::fseek(file_.get(), 0, SEEK_END) != 0)
        fail("cannot write");
    return papers;
}

void ReportFile::restart() {
    if (!added_) return;
    resume_ = added_ = false;
    header_.clear();
    std::rewind(file_.get());
    if (::ftruncate(::fileno(file_.get()), 0) != 0) fail("cannot write");
}

void ReportFile::add(const Json& record) {
    std::string line = to_line(record);
    if (line == header_) return;
    if (!file_) make_part();
    added_ = true;
    line += '\n';
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) fail("cannot write");
}

void ReportFile::make_part() {
    if (force_ && ::unlink(part_.c_str()) != 0 && errno != ENOENT) fail("cannot replace");
    file_.reset(open_file(part_, O_CREAT | O_EXCL));
    if (!file_) fail("cannot write");
}

void ReportFile::finish(const Render& render) {
    std::vector<Json> records;
    if (!file_) make_part();
    if (std::fflush(file_.get()) != 0) fail("cannot write");
    std::rewind(file_.get());
    while (const auto line = read_line(file_.get())) records.push_back(Json::parse(*line));
    if (std::ferror(file_.get())) fail("cannot read");
    const std::string finished = make_file_beside(part_);
    std::ofstream out(finished, std::ios::binary | std::ios::trunc);
    std::error_code ignored;
    try {
        render(records, out);
    } catch (...) {
        fs::remove(finished, ignored);
        throw;
    }
    errno = 0;
    out.close();
    const bool placed = out && rename_file(finished, path_, force_);
    const int reason = errno;
    fs::remove(placed ? part_ : finished, ignored);
    if (placed) return;
    throw Error(ErrorKind::io, "cannot write " + path_ + ": " + std::strerror(reason),
                std::string(out && reason == EEXIST ? "move it away" : "check the disk") +
                    "; the finished records are in " + part_ + ": continue with --resume");
}

}  // namespace nonmun
