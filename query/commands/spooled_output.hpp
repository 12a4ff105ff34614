// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdio>
#include <memory>
#include <string_view>

namespace nonmun {

// Output that is collected in a temporary file without a name, and printed when it is complete. So
// it is all of one revision, even if reading has to start again. Throws Error(io).
class SpooledOutput {
  public:
    SpooledOutput();

    void add(std::string_view text);

    // Discards everything added so far.
    void clear();

    // Writes everything to standard output. Returns whether there was anything.
    bool print();

  private:
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{std::tmpfile(), std::fclose};
};

}  // namespace nonmun
