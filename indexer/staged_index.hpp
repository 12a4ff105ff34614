// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

namespace nonmun {

// A folder next to an index, in which its next state is made. Its name cannot be guessed, only the
// owner can enter it, and it is removed with the object (also by std::terminate()) unless it took
// the index's place. A lock marks a folder in use; the next run removes the folder of a killed run,
// which it knows by its mark.
class StagedIndex {
  public:
    // `index` need not exist. Makes missing parent folders; they are removed again with the folder.
    // Throws Error(io).
    explicit StagedIndex(const std::string& index);
    ~StagedIndex();
    StagedIndex(const StagedIndex&) = delete;
    StagedIndex& operator=(const StagedIndex&) = delete;

    const std::string& path() const { return path_; }

    // Copies the index into the folder, without foreign files. Throws Error(io), also when a shard
    // is a link, since what it points to would change at once.
    void copy_index();

    // Puts the folder in the index's place in one step (rename, or exchange with the old index,
    // which is then removed; foreign files in it move to the new one). A reader sees one or the
    // other. Throws Error: locked when an index appeared there meanwhile and `replace` is false; io
    // before the step, or after it when it may not survive a crash of the system: then the old
    // index is kept next to the new one.
    void take_place(bool replace);

  private:
    void make_folder();
    void mark_folder();
    void remove_folder();
    void remove_old_index();
    void sync_placed(const std::string& parent);

    std::string index_;
    std::string path_;
    int lock_ = -1;                          // descriptor of the folder, locked
    std::vector<std::string> made_parents_;  // innermost first
};

// Removes the folders that killed runs left next to an index, but none in use. Making a StagedIndex
// does this too.
void remove_left_behind(const std::string& index);

}  // namespace nonmun
