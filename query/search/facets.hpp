// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nonmun {

// A value, and how many of the papers found have it.
struct FacetCount {
    std::string value;
    std::size_t count = 0;

    bool operator==(const FacetCount&) const = default;
};

// The values of one property of all papers found, without values of no paper.
//   month    "2024-05", ascending; then "unknown" for papers without a day
//   votes    "unknown", then ranges as in a query ("5..9", ">=50"), ascending
//   author, section    by number of papers, descending, then by value. Spellings with one key are
//                      one value, shown in the most frequent spelling.
struct Facet {
    std::string name;
    std::vector<FacetCount> counts;
    std::size_t rest = 0;  // the number of authors or sections beyond the limit
};

// The names in a comma-separated list ("month,author"), in order, without repetitions. Throws
// Error(usage) that lists the known names.
std::vector<std::string> read_facet_names(std::string_view list);

// Runs the query of `enquire` on all documents of its database. Returns the number of papers found,
// and sets `facets` to the facets of these names, in their order, with at most `limit` authors and
// `limit` sections. Counts by Xapian's ValueCountMatchSpy, which remote databases support too.
// Throws Error(usage) for an unknown name.
std::size_t count_facets(Xapian::Enquire& enquire, Xapian::doccount documents,
                         const std::vector<std::string>& names, std::size_t limit,
                         std::vector<Facet>& facets);

}  // namespace nonmun
