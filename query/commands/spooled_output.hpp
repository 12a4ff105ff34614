// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <string_view>

namespace nonmun {

// Text on its way to standard output, in a temporary file without a name until it is whole: what is
// printed is of one revision, whatever a writer does meanwhile. Throws Error(io).
class SpooledOutput {
  public:
    SpooledOutput();

    void add(std::string_view text);

    // Begins anew.
    void clear();

    // Writes all of it to standard output. Returns whether there was anything.
    bool print();

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace nonmun
