// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/spooled_output.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <string>

#include "common/error.hpp"

namespace nonmun {
namespace {

[[noreturn]] void fail(const char* do_what) {
    throw Error(ErrorKind::io,
                std::string("cannot ") + do_what + " a temporary file: " + std::strerror(errno),
                "the output is collected there first; check the disk");
}

}  // namespace

SpooledOutput::SpooledOutput() {
    if (!file_) fail("make");
}

void SpooledOutput::add(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail("write");
}

void SpooledOutput::clear() {
    std::rewind(file_.get());
    if (::ftruncate(::fileno(file_.get()), 0) != 0) fail("write");
}

bool SpooledOutput::print() {
    if (std::fflush(file_.get()) != 0) fail("write");
    std::rewind(file_.get());
    bool any = false;
    std::array<char, 1 << 16> block;
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), file_.get())) {
        std::cout.write(block.data(), static_cast<std::streamsize>(size));
        any = true;
    }
    if (std::ferror(file_.get())) fail("read");
    return any;
}

}  // namespace nonmun
