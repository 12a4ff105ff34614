// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/atomic_file.hpp"
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
    template <typename Render>
    void finish(Render render) {
        const std::vector<Json> all = records();
        const std::string finished = make_file_beside(part_);
        std::ofstream out(finished, std::ios::binary | std::ios::trunc);
        try {
            render(all, out);
        } catch (...) {
            std::remove(finished.c_str());
            throw;
        }
        errno = 0;
        out.close();
        take_place(finished, !out);
    }

    const std::string& part() const { return part_; }
    bool begun() const { return file_ != nullptr; }  // whether FILE.part exists

  private:
    [[noreturn]] void fail(const std::string& what) const;
    void make_part();
    std::vector<Json> records();
    void take_place(const std::string& finished, bool failed);

    std::string path_;
    std::string part_;
    bool force_;
    bool resume_;
    bool added_ = false;  // whether add() wrote a record
    std::string header_;  // the header that FILE.part has already
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;  // FILE.part, once it exists
};

}  // namespace nonmun
