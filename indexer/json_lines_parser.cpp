// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/json_lines_parser.hpp"

#include <optional>

#include "common/paper_json.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {

void parse_json_lines(std::string_view text, const std::string& file, std::size_t first_line,
                      const PaperSink& paper, const DiagnosticSink& diagnostic) {
    std::size_t number = first_line - 1;
    for (const std::string_view whole : split(text, '\n')) {
        ++number;
        const std::string_view line = trim(whole);
        if (line.empty()) continue;
        std::optional<Paper> read;
        try {
            read = paper_from_line(line);
        } catch (const Error& error) {
            if (error.kind != ErrorKind::input) throw;
            diagnostic({file, number, error.what()});
        }
        if (read) paper(std::move(*read));
    }
}

}  // namespace nonmun
