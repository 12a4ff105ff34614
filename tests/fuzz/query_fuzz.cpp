// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>

#include "common/unicode.hpp"
#include "query/language/query_parser.hpp"
#include "query/search/searcher.hpp"
#include "tests/fuzz/check.hpp"
#include "tests/fuzz/index.hpp"

namespace {

// Limits of a search, to keep each input fast. Longer queries are only parsed.
constexpr std::size_t most_bytes = 1000;
constexpr std::size_t most_hits = 5;

}  // namespace

// No query is an error. Each is parsed, and searched in an index of two sample digests.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    static Index index({fuzz::small_index()});
    static Searcher searcher(index);
    const std::string text(reinterpret_cast<const char*>(data), size);
    const ParsedQuery parsed = parse_query(text);
    const std::string understood = to_string(parsed.root);
    fuzz::expect(understood.size() <= 64 * (text.size() + 64),
                 "the parsed query has a bounded length");
    if (size > most_bytes) return 0;
    SearchRequest request;
    request.text = text;
    request.limit = most_hits;
    const HitList list = searcher.search(request);
    for (const Hit& hit : list.hits) {
        fuzz::expect(hit.score >= 0, "scores are not negative");
        fuzz::expect(is_utf8(hit.snippet.text), "snippets are UTF-8");
        for (const auto& [begin, end] : hit.snippet.matches)
            fuzz::expect(begin <= end && end <= hit.snippet.text.size(),
                         "matches are inside the text");
    }
    return 0;
}
