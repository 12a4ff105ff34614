// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdint>

#include "common/analyzer/analyzer.hpp"
#include "common/author_name.hpp"
#include "common/schema.hpp"
#include "common/title.hpp"
#include "common/unicode.hpp"
#include "tests/fuzz/check.hpp"

// Tokens are inside the text and are valid index terms. The other functions that read text do not
// throw.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace nonmun;
    using fuzz::expect;
    static Analyzer analyzer(base_lexicon());
    static Tokens tokens;
    const std::string_view given(reinterpret_cast<const char*>(data), size);
    for (const std::string& text : {std::string(given), clean_text(given)}) {
        analyzer.analyze(text, tokens);
        for (const Token& token : tokens.list) {
            expect(token.begin <= token.end && token.end <= text.size(),
                   "tokens are inside the text");
            const std::string_view term = tokens.term(token);
            expect(!term.empty() && term.size() <= most_term_bytes, "terms fit");
            expect(is_utf8(term), "terms are UTF-8");
        }
    }
    expect(is_utf8(clean_text(given)), "clean text is UTF-8");
    expect(is_utf8(printable(given)), "printable text is UTF-8");
    expect(is_utf8(readable_title(clean_text(given))), "titles are UTF-8");
    author_key(given);
    keyword_term(given);
    return 0;
}
