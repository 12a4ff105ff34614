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

// The transposed matrix, with `size` rows. `row_of` gives the new row of an entry, and `moved` the
// new entry from the old row and the old entry.
template <typename To, typename From, typename RowOf, typename Moved>
Rows<To> transposed(const Rows<From>& rows, std::size_t size, RowOf row_of, Moved moved) {
    Rows<To> result{std::vector<std::uint64_t>(size + 1), std::vector<To>(rows.entries.size())};
    for (const From& entry : rows.entries) ++result.begins[row_of(entry) + 1];
    for (std::size_t i = 0; i < size; ++i) result.begins[i + 1] += result.begins[i];
    std::vector<std::uint64_t> next(result.begins.begin(), result.begins.end() - 1);
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        for (const From& entry : rows.row(i))
            result.entries[next[row_of(entry)]++] = moved(i, entry);
    }
    return result;
}

}  // namespace nonmun
