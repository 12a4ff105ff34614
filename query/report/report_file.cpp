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

#include "common/error.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Makes an empty file in the place of whatever has the name; never through a link that stands
// there.
bool make_file(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return false;
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return file >= 0 && ::close(file) == 0;
}

}  // namespace

ReportFile::ReportFile(const std::string& path, bool force, bool resume)
    : path_(path), part_(path + ".part"), force_(force), resume_(resume) {
    std::error_code error;
    if (!force && fs::exists(path_, error))
        throw Error(ErrorKind::usage, path_ + " is there already",
                    "name another file, or replace it with --force");
    if (resume && !fs::exists(part_, error))
        throw Error(ErrorKind::usage, "there is no " + part_ + " to go on with",
                    "leave out --resume");
    if (!resume && !force && fs::exists(part_, error))
        throw Error(ErrorKind::usage, part_ + " holds the beginning of a report",
                    "go on with it by --resume, or begin anew with --force");
    if (resume && fs::is_symlink(part_, error))
        throw Error(ErrorKind::usage, part_ + " is a link", "begin anew with --force");
    if (!resume && make_file(part_)) out_.open(part_, std::ios::binary | std::ios::app);
    if (!resume && !out_.is_open()) fail("cannot write");
}

void ReportFile::fail(const std::string& what) const {
    throw Error(ErrorKind::io, what + " " + part_ + ": " + std::strerror(errno),
                "check the path, the permissions and the disk");
}

std::size_t ReportFile::papers_at_hand(const Json& header) {
    if (!resume_) return 0;
    std::ifstream in(part_, std::ios::binary);
    std::string line;
    std::size_t papers = 0;
    std::uintmax_t whole = 0;  // bytes of the header and the papers that are there as a whole
    while (std::getline(in, line) && !in.eof()) {
        const bool first = whole == 0;
        if (first && line != to_line(header)) {
            throw Error(ErrorKind::usage, part_ + " is of another report, or of an older index",
                        "begin anew with --force");
        }
        if (!first && !line.starts_with(R"({"type":"paper",)")) break;
        papers += !first;
        whole += line.size() + 1;
    }
    in.close();
    std::error_code error;
    fs::resize_file(part_, whole, error);
    if (whole > 0) header_ = to_line(header);
    out_.open(part_, std::ios::binary | std::ios::app);
    if (error || !out_) fail("cannot write");
    return papers;
}

void ReportFile::add(const Json& record) {
    const std::string line = to_line(record);
    if (line == header_) return;
    errno = 0;
    out_ << line << '\n';
    if (!out_) fail("cannot write");
}

std::vector<Json> ReportFile::records() const {
    std::vector<Json> records;
    std::ifstream in(part_, std::ios::binary);
    for (std::string line; std::getline(in, line);) records.push_back(Json::parse(line));
    return records;
}

void ReportFile::close_part() {
    errno = 0;
    out_.close();
    if (!out_) fail("cannot write");
}

std::string ReportFile::new_file_beside() const {
    std::string name = part_ + "-XXXXXX";
    const int file = ::mkstemp(name.data());
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (file < 0 || ::fchmod(file, 0666 & ~mask) != 0 || ::close(file) != 0) fail("cannot write");
    return name;
}

void ReportFile::take_place(const std::string& finished, bool failed) {
    const unsigned how = force_ ? 0 : RENAME_NOREPLACE;  // somebody may have made it meanwhile
    std::error_code error;
    if (!failed && ::renameat2(AT_FDCWD, finished.c_str(), AT_FDCWD, path_.c_str(), how) == 0) {
        fs::remove(part_, error);
        return;
    }
    const bool there = !failed && errno == EEXIST;
    fs::remove(finished, error);
    throw Error(ErrorKind::io, "cannot write " + path_ + (there ? ": it is there already" : ""),
                std::string(there ? "move it" : "check the disk") + "; what was made is in " +
                    part_ + ": go on with --resume");
}

}  // namespace nonmun
