// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>

#include "common/unicode.hpp"
#include "query/query_node.hpp"
#include "query/searcher.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/support/index.hpp"

namespace {

constexpr std::size_t most_bytes = 2000;  // of a query that is searched, for the speed of it

}  // namespace

// Nothing that is typed is an error: it is parsed, and searched for in the samples.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    static tests::OpenIndex& index = tests::data_index();
    const std::string text(reinterpret_cast<const char*>(data), size);
    const ParsedQuery parsed = parse_query(text);
    const std::string understood = to_string(parsed.root);
    fuzz::expect(understood.size() <= 64 * (text.size() + 64), "what is understood is bounded");
    if (size > most_bytes) return 0;
    const HitList list = index.search(text);
    for (const Hit& hit : list.hits) {
        fuzz::expect(hit.score >= 0, "scores are not negative");
        fuzz::expect(is_utf8(hit.snippet.text), "snippets are UTF-8");
        for (const auto& [begin, end] : hit.snippet.matches)
            fuzz::expect(begin <= end && end <= hit.snippet.text.size(), "matches lie in the text");
    }
    return 0;
}
