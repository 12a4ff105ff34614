// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/commands/command.hpp"

#include <unistd.h>

#include <iostream>

#include "common/cli/configuration.hpp"
#include "common/cli/pager.hpp"
#include "common/error.hpp"
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
    std::vector<std::string> remarks(index.missing().begin(), index.missing().end());
    if (!remarks.empty()) {
        remarks.push_back("the answer covers " +
                          std::to_string(index.shards() - index.missing().size()) + " of " +
                          std::to_string(index.shards()) + " shards");
    }
    return remarks;
}

void refuse_words(const Arguments& arguments, const char* command) {
    if (arguments.words().empty()) return;
    throw Error(ErrorKind::usage,
                std::string(command) + " takes no " + printable(arguments.words().front()),
                std::string("see: nonmun ") + command + " --help");
}

Style output_style(const Arguments& arguments) {
    Style style = style_of(output_descriptor());
    const std::string when = arguments.choice("color");
    if (when != "auto") style.colour = when == "always";
    return style;
}

void print_remark(std::string_view text) {
    constexpr std::string_view indent = "  ";  // of the lines after the first
    std::string lines = one_line(text);
    if (const int descriptor = error_descriptor(); ::isatty(descriptor)) {
        const int width = style_of(descriptor).width - static_cast<int>(indent.size());
        lines = wrap(lines, width, indent).substr(indent.size());
    }
    std::cerr << lines << '\n';
}

}  // namespace nonmun
