#include "indexer/json_lines.hpp"

#include <optional>

#include "common/paper_json.hpp"
#include "common/unicode.hpp"

namespace nonmun {

void read_json_lines(std::istream& in, const std::string& file, const PaperSink& paper,
                     const DiagnosticSink& diagnostic) {
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        std::string_view text = trim(line);
        if (text.empty()) continue;
        std::optional<Paper> read;
        try {
            read = paper_from_line(text);
        } catch (const Error& error) {
            if (error.kind != ErrorKind::input) throw;
            diagnostic({file, number, error.what()});
        }
        if (read) paper(std::move(*read));
    }
}

}  // namespace nonmun
