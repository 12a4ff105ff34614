// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/lock_holder.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "common/text.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Xapian's lock belongs to an open file, not to a process, so the kernel names no holder. But each
// process lists which of its open files are locked.
bool is_locked(const fs::path& process, const std::string& descriptor) {
    std::ifstream in(process / "fdinfo" / descriptor);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("lock:") && line.find("WRITE") != std::string::npos) return true;
    }
    return false;
}

bool holds(const fs::path& process, const std::string& index) {
    std::error_code error;
    for (fs::directory_iterator it(process / "fd", error), end; !error && it != end;
         it.increment(error)) {
        std::error_code unreadable;
        const std::string file = fs::read_symlink(it->path(), unreadable).string();
        const bool lock = file.starts_with(index + "/") && file.ends_with("/flintlock");
        if (lock && is_locked(process, it->path().filename().string())) return true;
    }
    return false;
}

}  // namespace

std::string lock_holder(const std::string& path) {
    std::error_code error;
    const std::string index = fs::canonical(path, error).string();
    if (error) return "another program";
    for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
        const std::string number = it->path().filename().string();
        if (!is_number(number) || number == std::to_string(::getpid())) continue;
        if (!holds(it->path(), index)) continue;
        std::string name;
        std::getline(std::ifstream(it->path() / "comm"), name);
        return "process " + number + (name.empty() ? "" : " (" + name + ")");
    }
    return "another program";
}

}  // namespace nonmun
