// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nonmun {

// What sources say of a paper.
struct SourcedPaper {
    std::string record;                // common/paper_record; "" when the sources dropped the paper
    std::vector<std::string> sources;  // source keys
};

// A temporary file that holds papers between the stages of a run, so that memory does not grow with
// their text. Takes about 800 bytes a paper.
class PaperSpool {
  public:
    struct Place {
        std::uint64_t offset = 0;
        std::uint32_t size = 0;
    };

    // Makes an unlinked file in `folder`. Throws Error(io), as the others do.
    explicit PaperSpool(const std::string& folder);
    ~PaperSpool();
    PaperSpool(const PaperSpool&) = delete;
    PaperSpool& operator=(const PaperSpool&) = delete;

    Place append(const SourcedPaper& paper);

    // May be called by several threads, also while another one appends.
    SourcedPaper read(const Place& place) const;

  private:
    [[noreturn]] void fail(const std::string& what) const;

    std::string folder_;
    int file_ = -1;
    std::uint64_t size_ = 0;
};

// The name of a spool starts with this until the file is unlinked.
inline constexpr const char* spool_prefix = "spool-";

}  // namespace nonmun
