// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/completion.hpp"

#include <algorithm>
#include <string_view>

#include "common/cli/configuration.hpp"
#include "common/cli/terminal.hpp"

namespace nonmun {
namespace {

// What the words before the cursor say about its place.
struct Place {
    std::span<const OptionRow> rows;   // the options that may stand here
    const Command* command = nullptr;  // the command that was named
    bool unknown_command = false;
    bool options_ended = false;
    const OptionRow* value_of = nullptr;  // the option whose value stands here
    std::vector<std::string> words;       // of the command
    std::vector<std::string> databases;
};

void read_option(Place& place, const ProgramDescription& program, const std::string& word) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals - 2);
    const OptionRow* row = find_option(place.rows, name);
    // Options of any command may stand before the command.
    for (std::size_t i = 0; !row && !place.command && i < program.commands.size(); ++i)
        row = find_option(program.commands[i].options, name);
    if (!row) return;
    if (equals != std::string::npos) {
        if (name == "db") place.databases.push_back(expand_tilde(word.substr(equals + 1)));
    } else if (!is_switch(*row)) {
        place.value_of = row;
    }
}

void read_word(Place& place, const ProgramDescription& program, const std::string& word) {
    if (place.value_of) {
        if (std::string_view(place.value_of->name) == "db")
            place.databases.push_back(expand_tilde(word));
        place.value_of = nullptr;
    } else if (!place.options_ended && word == "--") {
        place.options_ended = true;
    } else if (!place.options_ended && word.starts_with("--")) {
        read_option(place, program, word);
    } else if (!program.commands.empty() && !place.command) {
        place.command = find_command(program, word);
        if (place.command) {
            place.rows = place.command->options;
        } else {
            place.unknown_command = true;
        }
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

// The beginning of a text that says what it is about.
std::string first_clause(const std::string& text) {
    return text.substr(0, std::min(text.find(". "), text.find("; ")));
}

// The candidates of one print_completions().
struct Printer {
    std::ostream& out;
    std::string typed;  // the whole word at the cursor
    const LiveValues& live_values;

    void print(const std::string& text, const std::string& about) const {
        out << one_line(text) << '\t' << one_line(about) << '\n';
    }

    // Prints a candidate from a table if it begins as typed.
    void offer(const std::string& text, const std::string& about) const {
        if (text.starts_with(typed)) print(text, about);
    }

    // `head` precedes the value in the same word.
    void live(const std::string& head, const LiveValue& wanted) const {
        if (wanted.kind == "FILE" || wanted.kind == "PATH") {
            print("", "files");
        } else if (wanted.kind == "DIR") {
            print("", "folders");
        } else if (live_values) {
            for (const Completion& candidate : live_values(wanted))
                print(head + candidate.text, candidate.about);
        }
    }

    void option_value(const OptionRow& row, const std::string& head, LiveValue wanted) const {
        const std::vector<std::string> choices = choices_of(row);
        wanted.kind = kind_of(row.value);
        if (choices.empty()) return live(head, wanted);
        // After a comma another choice may follow.
        const std::string before = head + wanted.typed.substr(0, wanted.typed.rfind(',') + 1);
        for (const std::string& choice : choices) offer(before + choice, "");
    }
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
    const Printer printer{out, typed, live};
    LiveValue wanted{"", {}, typed, place.databases};
    const bool is_option = !place.options_ended && typed.starts_with('-');
    const std::size_t equals = typed.starts_with("--") ? typed.find('=') : std::string::npos;
    if (place.value_of) {
        printer.option_value(*place.value_of, "", wanted);
    } else if (is_option && equals != std::string::npos) {
        wanted.typed = typed.substr(equals + 1);
        if (const OptionRow* row = find_option(place.rows, typed.substr(2, equals - 2)))
            printer.option_value(*row, typed.substr(0, equals + 1), wanted);
    } else if (is_option) {
        for (const OptionRow& row : place.rows)
            printer.offer(std::string("--") + row.name, first_clause(option_help(row)));
    } else if (!program.commands.empty() && !place.command) {
        if (place.unknown_command) return;
        for (const Command& command : program.commands)
            printer.offer(command.name, first_clause(command.summary));
    } else {
        wanted.kind = kind_of(place.command ? place.command->arguments : program.arguments);
        wanted.words = place.words;
        printer.live("", wanted);
    }
}

}  // namespace nonmun
