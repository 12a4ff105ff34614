// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nonmun {

// A value that papers have, and how many of the papers found have it.
struct FacetCount {
    std::string value;
    std::size_t count = 0;

    bool operator==(const FacetCount&) const = default;
};

// What the papers found are, counted over all of them and not over a page.
//   month    "2024-05", in the order of time; papers without a day are "unknown", last
//   votes    bands as a query names them ("5..9", ">=50"), ascending; "unknown" first
//   author, section    most papers first, then by value; spellings that search takes for one are
//   one, shown as most of the papers found spell it
// Values that no paper has are not there.
struct Facet {
    std::string name;
    std::vector<FacetCount> counts;
    std::size_t rest = 0;  // how many values of author or section a limit left out
};

std::vector<std::string> facet_names();

// The names in a list with commas ("month,author"), in its order, each once. Throws Error(usage)
// that lists the names there are.
std::vector<std::string> read_facet_names(std::string_view list);

// Counts facets while a query is matched. The counting is Xapian's own, of values, so that remote
// databases do it too.
class FacetCounter {
  public:
    // Throws Error(usage) for a name that is none.
    explicit FacetCounter(const std::vector<std::string>& names);
    ~FacetCounter();

    // Lets the next match of `enquire` be counted; it must look at every document. This object has
    // to outlive the match.
    void watch(Xapian::Enquire& enquire);

    // What was counted, in the order of the names, with at most `limit` authors and sections.
    std::vector<Facet> facets(std::size_t limit) const;

  private:
    struct Count;
    std::vector<Count> counts_;
};

}  // namespace nonmun
