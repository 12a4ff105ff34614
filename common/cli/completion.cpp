// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/completion.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "common/cli/configuration.hpp"
#include "common/cli/terminal.hpp"

namespace nonmun {
namespace {

// What is known of the place of the cursor from the words before it.
struct Place {
    std::span<const OptionRow> rows;              // the options that may stand here
    const CommandDescription* command = nullptr;  // the one that was named
    bool unknown_command = false;
    bool options_ended = false;
    const OptionRow* value_of = nullptr;  // the option whose value stands here
    std::vector<std::string> words;       // of the command
    std::vector<std::string> databases;
};

// The option of that name where the cursor is; before the command, those of any command stand too.
const OptionRow* option_at(const Place& place, const ProgramDescription& program,
                           std::string_view name) {
    const OptionRow* row = find_option(place.rows, name);
    for (std::size_t i = 0; !row && !place.command && i < program.commands.size(); ++i)
        row = find_option(program.commands[i].options, name);
    return row;
}

void read_option(Place& place, const ProgramDescription& program, const std::string& word) {
    const std::size_t equals = word.find('=');
    const OptionRow* row = option_at(place, program, word.substr(2, equals - 2));
    if (!row) return;
    if (equals != std::string::npos) {
        if (std::string_view(row->name) == "db")
            place.databases.push_back(without_tilde(word.substr(equals + 1)));
    } else if (!is_switch(*row)) {
        place.value_of = row;
    }
}

void read_word(Place& place, const ProgramDescription& program, const std::string& word) {
    if (place.value_of) {
        if (std::string_view(place.value_of->name) == "db")
            place.databases.push_back(without_tilde(word));
        place.value_of = nullptr;
    } else if (!place.options_ended && word == "--") {
        place.options_ended = true;
    } else if (!place.options_ended && word.starts_with("--")) {
        read_option(place, program, word);
    } else if (!program.commands.empty() && !place.command) {
        const auto command =
            std::find_if(program.commands.begin(), program.commands.end(),
                         [&](const CommandDescription& one) { return one.name == word; });
        place.unknown_command = place.unknown_command || command == program.commands.end();
        if (place.unknown_command) return;
        place.command = &*command;
        place.rows = command->options;
    } else {
        place.words.push_back(word);
    }
}

// The first word in capitals: ID of "[ID...]".
std::string kind_of(std::string_view arguments) {
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto begin = std::find_if(arguments.begin(), arguments.end(), capital);
    return {begin, std::find_if_not(begin, arguments.end(), capital)};
}

// As much of a text as tells what it is about.
std::string first_clause(const std::string& text) {
    return text.substr(0, std::min(text.find(". "), text.find("; ")));
}

// Prints the candidates that begin as typed.
class Printer {
  public:
    Printer(std::ostream& out, std::string typed) : out_(out), typed_(std::move(typed)) {}

    void offer(const std::string& text, const std::string& about) {
        if (text.starts_with(typed_)) print(text, about);
    }

    void print(const std::string& text, const std::string& about) {
        out_ << one_line(text) << '\t' << one_line(about) << '\n';
    }

    // `head` stands before the value in the same word.
    void value(const OptionRow& row, const std::string& head, LiveValue wanted,
               const LiveValues& live) {
        std::string before = head;
        if (const std::size_t comma = wanted.typed.rfind(','); comma != std::string::npos)
            before += wanted.typed.substr(0, comma + 1);  // one of several, where choices are
        for (const std::string& choice : choices_of(row)) offer(before + choice, "");
        wanted.kind = kind_of(row.value);
        if (*row.choices == '\0') this->live(head, wanted, live);
    }

    void live(const std::string& head, const LiveValue& wanted, const LiveValues& live) {
        if (wanted.kind == "FILE" || wanted.kind == "PATH") {
            print("", "files");
        } else if (wanted.kind == "DIR") {
            print("", "folders");
        } else if (live) {
            for (const Completion& candidate : live(wanted))
                print(head + candidate.text, candidate.about);
        }
    }

  private:
    std::ostream& out_;
    std::string typed_;
};

}  // namespace

void print_completions(const ProgramDescription& program, std::vector<std::string> words,
                       const LiveValues& live, std::ostream& out) {
    if (words.empty()) words.emplace_back();
    const std::string typed = words.back();
    words.pop_back();
    Place place;
    place.rows = program.options;
    for (const std::string& word : words) read_word(place, program, word);
    Printer printer(out, typed);
    LiveValue wanted{"", {}, typed, place.databases};
    const std::size_t equals = typed.find('=');
    if (place.value_of) {
        printer.value(*place.value_of, "", wanted, live);
    } else if (!place.options_ended && typed.starts_with("--") && equals != std::string::npos) {
        wanted.typed = typed.substr(equals + 1);
        if (const OptionRow* row = find_option(place.rows, typed.substr(2, equals - 2)))
            printer.value(*row, typed.substr(0, equals + 1), wanted, live);
    } else if (!place.options_ended && typed.starts_with('-')) {
        for (const OptionRow& row : place.rows)
            printer.offer(std::string("--") + row.name, first_clause(option_help(row)));
    } else if (!program.commands.empty() && !place.command) {
        if (place.unknown_command) return;
        for (const CommandDescription& command : program.commands)
            printer.offer(command.name, first_clause(command.summary));
    } else {
        wanted.kind = kind_of(place.command ? place.command->arguments : program.arguments);
        wanted.words = place.words;
        printer.live("", wanted, live);
    }
}

}  // namespace nonmun
