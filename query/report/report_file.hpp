// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdio>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "common/paper_json.hpp"

namespace nonmun {

// Writes a report to FILE. Until it is complete, its records are lines of FILE.part, so that an
// interrupted report can be continued. Throws Error(usage, io).
class ReportFile {
  public:
    // `force`: replaces FILE at the end, and FILE.part at the first record. `resume`: continues
    // FILE.part. Creates no file before the first record.
    ReportFile(const std::string& path, bool force, bool resume);

    // Discards FILE.part, unless nothing was added yet.
    void restart();

    // The number of papers in FILE.part, which are the first of the report's `ids`; 0 without
    // `resume`. Throws Error(usage) if FILE.part is of another index, revision or request.
    std::size_t finished_papers(const Json& header, const std::vector<std::string>& ids);

    // Ignores a header that FILE.part has already.
    void add(const Json& record);

    // Calls render(records, stream) to write FILE, and removes FILE.part.
    using Render = std::function<void(const std::vector<Json>& records, std::ostream& out)>;
    void finish(const Render& render);

    const std::string& part() const { return part_; }
    bool begun() const { return file_ != nullptr; }  // whether FILE.part exists

  private:
    [[noreturn]] void fail(const std::string& what) const;
    void make_part();

    std::string path_;
    std::string part_;
    bool force_;
    bool resume_;
    bool added_ = false;  // whether add() wrote a record
    std::string header_;  // the header that FILE.part has already
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{
        nullptr, std::fclose};  // FILE.part, once it exists
};

}  // namespace nonmun
