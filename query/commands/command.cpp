// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/command.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <sstream>

#include "common/cli/configuration.hpp"
#include "common/cli/file.hpp"
#include "common/cli/pager.hpp"
#include "common/cli/program.hpp"
#include "common/cli/terminal.hpp"
#include "common/unicode.hpp"

namespace nonmun {

std::vector<std::string> database_paths(const Arguments& arguments) {
    std::vector<std::string> paths = arguments.texts("db");
    if (paths.empty()) paths.push_back(default_database());
    return paths;
}

Index open_index(const Arguments& arguments) {
    const bool partial = arguments.has("partial");
    Index index(database_paths(arguments), partial ? ShardPolicy::partial : ShardPolicy::all);
    for (const std::string& remark : partial_remarks(index)) print_remark("note: " + remark);
    return index;
}

std::vector<std::string> partial_remarks(const Index& index) {
    std::vector<std::string> remarks;
    for (const std::string& missing : index.missing()) remarks.push_back(missing);
    if (!remarks.empty()) {
        remarks.push_back("the answer is of " +
                          std::to_string(index.shards() - index.missing().size()) + " of " +
                          std::to_string(index.shards()) + " shards");
    }
    return remarks;
}

std::chrono::milliseconds time_limit_of(const Arguments& arguments) {
    return std::chrono::milliseconds(count_of(arguments, time_limit_option, 0, 600'000));
}

std::string choice_of(const Arguments& arguments, const OptionRow& option) {
    return one_of(arguments, option.name, choices_of(option));
}

void refuse_words(const Arguments& arguments, const char* command) {
    if (arguments.words().empty()) return;
    throw Error(ErrorKind::usage,
                std::string(command) + " takes no " + printable(arguments.words().front()),
                std::string("see: nonmun ") + command + " --help");
}

Style output_style(const Arguments& arguments) {
    Style style = style_of(output_descriptor());
    const std::string when = choice_of(arguments, color_option);
    if (when != "auto") style.colour = when == "always";
    return style;
}

void print_remark(std::string_view text) {
    constexpr std::string_view indent = "  ";  // of the lines behind the first
    std::string lines = one_line(text);
    if (const int descriptor = error_descriptor(); ::isatty(descriptor)) {
        const int width = style_of(descriptor).width - static_cast<int>(indent.size());
        lines = wrap(lines, width, indent).substr(indent.size());
    }
    std::cerr << lines << '\n';
}

HitRenderer hit_renderer(const Arguments& arguments) {
    return hit_formats().at(choice_of(arguments, hit_format_option)).render;
}

std::string read_text(const std::string& file) {
    if (file == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
    return read_file(file);
}

std::vector<std::pair<std::string, std::string>> read_batch(const std::string& file) {
    std::istringstream lines(read_text(file));
    std::vector<std::pair<std::string, std::string>> batch;
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty()) continue;
        const auto tab = line.find('\t');
        // A field of a TREC run has no blanks.
        if (tab == std::string::npos || !is_paper_id(line.substr(0, tab))) {
            throw Error(ErrorKind::usage, file + ":" + std::to_string(number) +
                                              ": not a line of the form qid<TAB>text, "
                                              "where the qid has no blanks");
        }
        batch.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    }
    return batch;
}

}  // namespace nonmun
