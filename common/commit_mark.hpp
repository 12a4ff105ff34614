// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>

namespace nonmun {

inline constexpr const char* commit_mark_name = "unfinished";  // of the file below

// An index of several databases is committed one database after the other. Meanwhile this mark
// stands in its folder: a file that the process at work holds locked. One that nobody holds was
// left by a run that was interrupted; the next run completes it.
class CommitMark {
  public:
    // Throws Error(io) when the file cannot be written.
    explicit CommitMark(const std::string& folder);
    // Leaves the file, unless finish() removed it.
    ~CommitMark();
    CommitMark(const CommitMark&) = delete;
    CommitMark& operator=(const CommitMark&) = delete;

    // All databases are committed.
    void finish();

  private:
    std::string file_;
    int descriptor_;
};

// Whether the mark stands in the folder, held or not.
bool has_commit_mark(const std::string& folder);

// Whether a process holds the mark: databases opened now may be of two states of the index.
bool is_being_committed(const std::string& folder);

}  // namespace nonmun
