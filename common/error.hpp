// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <utility>

namespace nonmun {

// Every kind ends a program with exit status 2. Callers such as the server and tests distinguish
// errors by kind, not by text.
enum class ErrorKind {
    usage,    // the command line or a query parameter is wrong
    input,    // an input file cannot be read, or --strict and there are diagnostics
    missing,  // no such database, paper or author
    version,  // the database was written by another schema or analyzer version
    locked,   // another writer holds the database
    io,       // the file system or Xapian failed
};

// The project's only exception type: what() says what happened and where, `hint` what to do about
// it; `hint` may be empty.
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, const std::string& what, std::string hint = {})
        : std::runtime_error(what), kind(kind), hint(std::move(hint)) {}

    // "what; hint".
    std::string line() const { return hint.empty() ? what() : std::string(what()) + "; " + hint; }

    ErrorKind kind;
    std::string hint;
};

// A flaw of the input that does not prevent reading the rest.
struct Diagnostic {
    std::string file;
    std::size_t line = 0;  // from 1; 0 for the whole file
    std::string message;
};

// "file:line: message", as compilers write it, so that editors can jump to the line.
inline std::string to_string(const Diagnostic& diagnostic) {
    std::string place = diagnostic.file;
    if (diagnostic.line > 0) place += ":" + std::to_string(diagnostic.line);
    return place + ": " + diagnostic.message;
}

}  // namespace nonmun
