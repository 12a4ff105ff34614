// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>

#include "common/paper_json.hpp"
#include "common/unicode.hpp"
#include "indexer/digest_parser.hpp"
#include "tests/fuzz/check.hpp"

// What is read of a digest can be stored and read back; what is said of it is short and prints.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Digest digest = parse_digest(text, "x.md");
    for (const Paper& entry : digest.entries) {
        fuzz::expect(is_paper_id(entry.id), "an id is an id");
        fuzz::expect(paper_from_line(to_line(entry)) == entry, "what is read can be stored");
    }
    for (const Diagnostic& diagnostic : digest.diagnostics) {
        fuzz::expect(diagnostic.message.size() < 300, "messages are short");
        fuzz::expect(printable(diagnostic.message) == diagnostic.message, "messages print");
    }
    return 0;
}
