// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nonmun {

// A term's weight in a paper.
struct TermWeight {
    std::uint32_t term;
    float weight;
};

// A sparse matrix: row i is entries[begins[i]] up to entries[begins[i + 1]].
template <typename Entry>
struct Rows {
    std::vector<std::uint64_t> begins;
    std::vector<Entry> entries;

    std::size_t size() const { return begins.size() - 1; }
    std::span<const Entry> row(std::size_t i) const {
        return {entries.data() + begins[i], entries.data() + begins[i + 1]};
    }
};

}  // namespace nonmun
