// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace nonmun {

// What kind of thing went wrong. Every kind ends a program with exit status 2; the kind lets a
// caller (a server, a test) tell them apart without reading the text.
enum class ErrorKind {
    usage,    // the command line or a query parameter is wrong
    input,    // a file to be indexed cannot be read, or --strict met a diagnostic
    missing,  // no database, or no such paper or author
    version,  // the database was written by another schema or analyzer version
    locked,   // another writer holds the database
    io,       // the file system or Xapian failed
};

// The one failure type of the project: what happened and where (what()), and what to do about it
// (hint, may be empty).
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, const std::string& what, std::string hint = {})
        : std::runtime_error(what), kind(kind), hint(std::move(hint)) {}

    // One line for a person: "what; hint".
    std::string line() const { return hint.empty() ? what() : std::string(what()) + "; " + hint; }

    ErrorKind kind;
    std::string hint;
};

// A flaw of the input that did not stop the rest from being read.
struct Diagnostic {
    std::string file;
    std::size_t line = 0;  // 1-based; 0 when the flaw is the whole file's
    std::string message;
};

// "file:line: message", the form compilers use, so that editors can jump to it.
inline std::string to_string(const Diagnostic& diagnostic) {
    std::string place = diagnostic.file;
    if (diagnostic.line > 0) place += ":" + std::to_string(diagnostic.line);
    return place + ": " + diagnostic.message;
}

}  // namespace nonmun
