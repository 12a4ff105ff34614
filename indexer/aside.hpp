// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <vector>

namespace nonmun {

// A folder beside a database, in which the next state of it is made. Its name cannot be guessed,
// only the owner can enter it, and it is removed with the object unless it took the database's
// place. One left behind by a killed run is removed by the next run, if it holds nothing but what a
// run makes; one in use is held by a lock.
class Aside {
  public:
    // `database` need not exist; its parent is made when missing, and goes again with the folder.
    // Throws Error(io).
    explicit Aside(const std::string& database);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    const std::string& path() const { return path_; }

    // Copies what is at the database's place into the folder. Throws Error(io), also where a link
    // stands in for a part of it: what it names would change at once.
    void copy_database();

    // Puts the folder at the database's place in one step (rename, or exchange with what is there,
    // which is then removed). A reader sees the one or the other. Throws Error: locked when a
    // database appeared there meanwhile and `replace` is false; io, before that or, where it cannot
    // be made to last, after it: then what was there stays beside it.
    void take_place(bool replace);

  private:
    void make_folder();
    void sync_placed(const std::string& parent);

    std::string database_;
    std::string path_;
    int lock_ = -1;                          // descriptor of the folder, locked
    std::vector<std::string> made_parents_;  // the lowest first
};

// Removes the folders that killed runs left beside a database; those in use stay. A new Aside does
// this too.
void remove_left_behind(const std::string& database);

}  // namespace nonmun
