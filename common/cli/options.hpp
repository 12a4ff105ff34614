#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

namespace nonmun {

// One option of a command, defined once: parsing, --help and what is made of them follow from this
// row.
struct OptionRow {
    const char* name;   // without the dashes
    const char* value;  // what the help calls its value; "" for a switch
    const char* help;
};

// The options and words of one command line, checked against its rows.
class Arguments {
  public:
    // Options are --name VALUE or --name=VALUE and may stand anywhere; "--" ends them. What has a
    // single dash is a word, so that "-이미지" is part of a query. Throws Error(usage), with
    // `help_command` in the hint.
    Arguments(std::vector<std::string> arguments, std::span<const OptionRow> rows,
              const std::string& help_command);

    bool has(const std::string& option) const { return values_.contains(option); }
    std::string text(const std::string& option,
                     const std::string& otherwise = {}) const;  // the last one given
    std::vector<std::string> texts(const std::string& option) const;

    // Throw Error(usage) for a value that is not a number, or outside of least..most.
    std::int64_t integer(const std::string& option, std::int64_t otherwise, std::int64_t least,
                         std::int64_t most) const;
    double number(const std::string& option, double otherwise, double least, double most) const;

    const std::vector<std::string>& words() const { return words_; }
    std::string joined_words() const;

  private:
    std::map<std::string, std::vector<std::string>> values_;
    std::vector<std::string> words_;
};

// "  --name VALUE   help", one row a line, wrapped to `width` columns.
void print_options(std::ostream& out, std::span<const OptionRow> rows, int width);

}  // namespace nonmun
