// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "common/error.hpp"

namespace nonmun {

std::string read_file(const std::string& path, const std::string& hint) {
    const auto refuse = [&](int reason) {
        throw Error(ErrorKind::usage, "cannot read " + path + ": " + std::strerror(reason), hint);
    };
    // A folder can be opened, and reads as an empty file.
    if (std::error_code error; std::filesystem::is_directory(path, error)) refuse(EISDIR);
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string text;
    if (in) text.assign(std::istreambuf_iterator<char>(in), {});
    if (!in) refuse(errno ? errno : EIO);
    return text;
}

}  // namespace nonmun
