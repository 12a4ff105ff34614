// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "indexer/json_lines.hpp"

namespace nonmun {

// One thing to be read.
struct Input {
    std::string name;        // for a person: the path as given, or "<stdin>"
    std::string path;        // what is opened: absolute, without symbolic links; of a stream, that
                             // of its copy
    bool remembered = true;  // false for standard input and pipes, which every run reads anew
};

// The inputs that paths name, in the order of the paths, and in a folder by byte order of the file
// names. In a folder, files ending in .md, .jsonl and .ndjson count, hidden ones and folders met
// before (symbolic link loops) do not; a file that is named itself is read whatever its ending. "-"
// is standard input; it and pipes are copied to an unlinked temporary file so that they can be read
// twice. A file is listed once. Throws Error(input) for a path that is not there or cannot be
// listed; a named folder without a digest is a diagnostic.
std::vector<Input> find_inputs(
    const std::vector<std::string>& paths, const DiagnosticSink& diagnostic = [](Diagnostic&&) {});

// Throws the Error(input) of an input that cannot be read.
[[noreturn]] void cannot_read(const std::string& name, const std::string& why);

// Throws the Error(input) of an input that is not what it was a moment ago.
[[noreturn]] void changed_meanwhile(const std::string& name);

// Throws Error(input).
std::ifstream open_input(const Input& input);

// Bytes; 0 when unknown.
std::uint64_t size_of(const Input& input);

// content_hash of the file's bytes. Throws Error(input) when it cannot be read.
std::string content_hash(const Input& input);

// Reads the papers of a digest, or of JSON Lines when the first character that is not blank is "{".
// Entries with one id in one digest come as one paper. Throws Error(input) when the file cannot be
// read; what it holds is never an error.
void read_papers(const Input& input, const PaperSink& paper, const DiagnosticSink& diagnostic);

}  // namespace nonmun
