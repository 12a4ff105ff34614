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

// A report on its way to a file: its records are kept as lines of FILE.part, so that what was made
// survives an interruption, until the whole takes FILE's place. Throws Error(usage, io).
class ReportFile {
  public:
    // `force`: FILE may be there already, and is replaced at the end, and FILE.part at the first
    // record. `resume`: goes on with FILE.part. Without a record, nothing is made.
    ReportFile(const std::string& path, bool force, bool resume);

    // What was added is void: FILE.part begins anew, unless nothing was added yet.
    void begin_anew();

    // How many of the report's papers, which have these ids, FILE.part holds; 0 without `resume`.
    // Throws Error(usage) when FILE.part is of another report: of another index, revision of it, or
    // request.
    std::size_t papers_at_hand(const Json& header, const std::vector<std::string>& ids);

    // The header is written once, whether it was at hand or not.
    void add(const Json& record);

    // Writes what `render` makes of the records to FILE, and removes FILE.part.
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
    bool begun() const { return file_ != nullptr; }  // whether FILE.part is there to go on with

  private:
    [[noreturn]] void fail(const std::string& what) const;
    void make_part();
    std::vector<Json> records();
    void take_place(const std::string& finished, bool failed);

    std::string path_;
    std::string part_;
    bool force_;
    bool resume_;
    bool added_ = false;  // a record, by this
    std::string header_;  // a line of FILE.part that is there already
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;  // FILE.part, once it is there
};

}  // namespace nonmun
