// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "common/error.hpp"

namespace nonmun {

using DiagnosticSink = std::function<void(Diagnostic&&)>;

// One file or stream to read.
struct Input {
    std::string name;        // for messages: the path as given, or "<stdin>"
    std::string path;        // what is opened: absolute, without symbolic links; for a stream, its
                             // temporary copy
    bool remembered = true;  // false for standard input and pipes: every run reads them
};

// The inputs that `paths` name, in the order of the paths; in a folder, by byte order of the file
// names. A folder contributes its files that end in .md, .jsonl or .ndjson; hidden files and
// folders visited before (symbolic link loops) are skipped. A file named in `paths` is read
// whatever its ending. "-" is standard input; it and pipes are copied to an unlinked temporary
// file, so that a run that has to wait for another writer can read them again. Each file is listed
// once. Throws Error(input) for a path that does not exist or cannot be read; what cannot be read
// in a folder is a diagnostic and goes to `unreadable` (absolute paths of files and folders), and
// so is a folder in `paths` without a digest, but it is not unreadable.
std::vector<Input> find_inputs(
    const std::vector<std::string>& paths, const DiagnosticSink& diagnostic = [](Diagnostic&&) {},
    std::vector<std::string>* unreadable = nullptr);

// The key under which the index remembers an input: short, whatever the path. "-" for a stream.
std::string source_key(const Input& input);
inline constexpr const char* stream_source_key = "-";

// Whether a file is in the folder, at any depth, or is `folder` itself.
bool is_below(const std::string& path, const std::string& folder);

// Throws the Error(input) for an input that cannot be read.
[[noreturn]] void cannot_read(const std::string& name, const std::string& why);

// Throws the Error(input) for an input that changed while it was read.
[[noreturn]] void changed_meanwhile(const std::string& name);

// Throws Error(input).
std::ifstream open_input(const Input& input);

// Bytes; 0 when unknown.
std::uint64_t size_of(const Input& input);

// The content_hash of the file. Throws Error(input) when it cannot be read.
std::string content_hash(const Input& input);

}  // namespace nonmun
