// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/breaks.hpp"

#include <unicode/brkiter.h>

#include <array>
#include <memory>
#include <string>

#include "common/error.hpp"

namespace nonmun {
namespace {

using Create = icu::BreakIterator* (*)(const icu::Locale&, UErrorCode&);
// In the order of BreakKind.
constexpr std::array<Create, 3> creators = {icu::BreakIterator::createCharacterInstance,
                                            icu::BreakIterator::createWordInstance,
                                            icu::BreakIterator::createLineInstance};

void check(UErrorCode status) {
    if (U_FAILURE(status))
        throw Error(ErrorKind::io, std::string("ICU cannot break text: ") + u_errorName(status));
}

// Each thread keeps one of each kind, because creating one takes longer than most texts do.
icu::BreakIterator& iterator_of(BreakKind kind) {
    thread_local std::array<std::unique_ptr<icu::BreakIterator>, creators.size()> iterators;
    const auto number = static_cast<std::size_t>(kind);
    if (!iterators[number]) {
        UErrorCode status = U_ZERO_ERROR;
        iterators[number].reset(creators[number](icu::Locale::getRoot(), status));
        check(status);
    }
    return *iterators[number];
}

}  // namespace

void for_pieces(BreakKind kind, std::string_view text,
                const std::function<bool(std::size_t begin, std::size_t end)>& visit) {
    icu::BreakIterator& breaks = iterator_of(kind);
    UErrorCode status = U_ZERO_ERROR;
    const icu::LocalUTextPointer opened(
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
    breaks.setText(opened.getAlias(), status);
    check(status);
    std::int32_t begin = breaks.first();
    for (std::int32_t end = breaks.next(); end != icu::BreakIterator::DONE; end = breaks.next()) {
        if (!visit(static_cast<std::size_t>(begin), static_cast<std::size_t>(end))) return;
        begin = end;
    }
}

}  // namespace nonmun
