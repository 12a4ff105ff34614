// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/paper_spool.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "common/error.hpp"
#include "common/schema.hpp"

namespace nonmun {

PaperSpool::PaperSpool(const std::string& folder) : folder_(folder) {
    std::string path = folder + "/" + spool_prefix + "XXXXXX";
    file_ = ::mkstemp(path.data());
    if (file_ < 0) fail("make");
    ::unlink(path.c_str());
}

PaperSpool::~PaperSpool() {
    ::close(file_);
}

void PaperSpool::fail(const std::string& what) const {
    throw Error(ErrorKind::io,
                "cannot " + what + " a temporary file in " + folder_ + ": " + std::strerror(errno),
                "the index is unchanged; check the disk and the permissions");
}

PaperSpool::Place PaperSpool::append(const SourcedPaper& paper) {
    std::vector<std::string> texts = paper.sources;
    texts.push_back(paper.record);
    const std::string bytes = list_value(texts);
    for (std::size_t written = 0; written < bytes.size();) {
        const ssize_t more = ::write(file_, bytes.data() + written, bytes.size() - written);
        if (more < 0) fail("write to");
        written += static_cast<std::size_t>(more);
    }
    const Place place{size_, static_cast<std::uint32_t>(bytes.size())};
    size_ += bytes.size();
    return place;
}

SourcedPaper PaperSpool::read(const Place& place) const {
    std::string bytes(place.size, '\0');
    errno = 0;
    for (std::size_t got = 0; got < bytes.size();) {
        const ssize_t more = ::pread(file_, bytes.data() + got, bytes.size() - got,
                                     static_cast<off_t>(place.offset + got));
        if (more <= 0) fail("read");
        got += static_cast<std::size_t>(more);
    }
    std::vector<std::string> texts = texts_of_value(bytes);
    SourcedPaper paper{std::move(texts.back()), {}};
    texts.pop_back();
    paper.sources = std::move(texts);
    return paper;
}

}  // namespace nonmun
