// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/description.hpp"

#include <algorithm>
#include <sstream>
#include <string>

#include "common/embedded.hpp"
#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// Text for man(7): backslashes and hyphens stand for themselves, and no line begins with a request.
std::string escaped(std::string_view text) {
    std::string result;
    if (text.starts_with('.') || text.starts_with('\'')) result = "\\&";
    for (const char c : text) {
        if (c == '\\') {
            result += "\\e";
        } else if (c == '-') {
            result += "\\-";
        } else {
            result += c;
        }
    }
    return result;
}

// A word in bold, then the rest in roman.
std::string head(std::string_view name, std::string_view rest) {
    return "\\fB" + escaped(name) + "\\fR" + escaped(rest);
}

// Lines of at most 76 columns, broken only at blanks, since man(7) reads a newline as a blank.
void print_text(std::ostream& out, const std::string& text) {
    constexpr std::size_t columns = 76;
    std::istringstream words(text);
    std::string line;
    for (std::string word; words >> word;) {
        if (!line.empty() && line.size() + 1 + word.size() > columns) {
            out << escaped(line) << '\n';
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    out << escaped(line) << '\n';
}

void print_entry(std::ostream& out, const std::string& term, const std::string& text) {
    out << ".TP\n" << term << '\n';
    print_text(out, text);
}

void print_rows(std::ostream& out, std::span<const OptionRow> rows) {
    for (const OptionRow& row : rows) {
        const std::string name = std::string("--") + row.name;
        print_entry(out, head(name, option_head(row).substr(name.size())), option_help(row) + ".");
    }
}

void print_commands(std::ostream& out, const ProgramDescription& program) {
    if (program.commands.empty()) return;
    out << ".SH COMMANDS\n";
    for (const Command& command : program.commands) {
        std::string usage = " [OPTION]...";
        if (*command.arguments != '\0') usage += std::string(" ") + command.arguments;
        out << ".SS " << escaped(command.name) << '\n'
            << head(std::string(program.name) + " " + command.name, usage) << "\n.PP\n";
        print_text(out, std::string(command.summary) + ".");
        print_rows(out, command.options);
    }
}

std::string capitals(std::string text) {
    for (char& c : text) c = ascii_upper(c);
    return text;
}

// The completion script of a shell.
std::string_view completion_of(const std::string& shell) {
    if (shell == "bash") return embedded_completion_bash();
    if (shell == "zsh") return embedded_completion_zsh();
    if (shell == "fish") return embedded_completion_fish();
    OptionRow shells = completion_option;
    shells.help = "";
    throw Error(ErrorKind::usage,
                "--completion " + printable(shell) + " is not one of: " + option_text(shells));
}

// The manual page of section 1.
void print_manual(const ProgramDescription& program, std::ostream& out) {
    out << ".TH " << capitals(program.name) << " 1 " NONMUN_DATE " \"nonmun " << program.version
        << "\"\n"
        << ".SH NAME\n"
        << escaped(program.name) << " \\- " << escaped(program.summary) << '\n'
        << ".SH SYNOPSIS\n"
        << head(program.name, std::string(" [OPTION]... ") + program.arguments) << '\n'
        << ".SH DESCRIPTION\n";
    for (std::size_t i = 0; i < program.paragraphs.size(); ++i) {
        if (i > 0) out << ".PP\n";
        print_text(out, program.paragraphs[i]);
    }
    out << ".SH OPTIONS\n";
    print_rows(out, program.options);
    print_commands(out, program);
    for (const ManualSection& section : program.sections) {
        out << ".SH " << section.heading << '\n';
        for (const ManualEntry& entry : section.entries)
            print_entry(out, head(entry.term, ""), entry.text);
    }
}

}  // namespace

const Command* find_command(const ProgramDescription& program, std::string_view name) {
    const auto found = std::find_if(program.commands.begin(), program.commands.end(),
                                    [&](const Command& command) { return command.name == name; });
    return found == program.commands.end() ? nullptr : &*found;
}

bool describe_program(const ProgramDescription& program, const Arguments& arguments,
                      std::ostream& out) {
    if (arguments.has("version")) {
        out << program.name << ' ' << program.version << '\n';
    } else if (arguments.has("man")) {
        print_manual(program, out);
    } else if (arguments.has("completion")) {
        out << completion_of(arguments.text("completion"));
    } else {
        return false;
    }
    return true;
}

}  // namespace nonmun
