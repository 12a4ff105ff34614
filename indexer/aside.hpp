#pragma once

#include <string>

namespace nonmun {

// A folder beside a database, in which the next state of it is made. Its name cannot be guessed,
// only the owner can enter it, and it is removed with the object unless it took the database's
// place. One left behind by a killed run is removed by the next run, once no writer holds it.
class Aside {
  public:
    // `database` need not exist; its parent is made when missing. Throws Error(io).
    explicit Aside(const std::string& database);
    ~Aside();
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;

    const std::string& path() const { return path_; }

    // Puts the folder at the database's place in one step (rename, or exchange with what is there,
    // which is then removed). A reader sees the one or the other. Throws Error: locked when a
    // database appeared there meanwhile and `replace` is false; io.
    void take_place(bool replace);

  private:
    std::string database_;
    std::string path_;
};

}  // namespace nonmun
