// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/json_lines.hpp"

#include <algorithm>
#include <optional>

#include "common/paper_json.hpp"
#include "common/unicode.hpp"

namespace nonmun {

void read_json_lines(std::string_view text, const std::string& file, std::size_t first_line,
                     const PaperSink& paper, const DiagnosticSink& diagnostic) {
    for (std::size_t number = first_line; !text.empty(); ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
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
