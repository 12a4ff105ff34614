// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>

#include "common/paper_json.hpp"
#include "indexer/input_chunk.hpp"
#include "tests/fuzz/check.hpp"

// A line is a paper that can be stored and read back, or a diagnostic; nothing is thrown.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    parse_json_lines(
        text, "x.jsonl", 1,
        [](Paper&& paper) {
            fuzz::expect(is_paper_id(paper.id), "an id is an id");
            fuzz::expect(paper_from_line(to_line(paper)) == paper, "what is read can be stored");
        },
        [](Diagnostic&& diagnostic) {
            fuzz::expect(!diagnostic.message.empty(), "a diagnostic says something");
        });
    return 0;
}
