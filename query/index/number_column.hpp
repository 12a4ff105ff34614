// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nonmun {

// The numbers of a value slot, by document, as they are come upon: a document's is read from the
// database once. NaN for one that was not read, 0 for one that has none.
using NumberColumn = std::vector<double>;

// The columns that ranking needs of an index's databases. Of one revision: to be cleared when the
// database is opened anew.
class NumberColumns {
  public:
    // Of one of an index's databases; its numbers are filled in by who reads them.
    std::shared_ptr<NumberColumn> of(const Xapian::Database& database, Xapian::valueno slot);

    void clear() { columns_.clear(); }

  private:
    // By the identity of the database, and slot.
    std::map<std::pair<std::string, Xapian::valueno>, std::shared_ptr<NumberColumn>> columns_;
};

// The number of a document in the slot, 0 or more, as weight: for the right side of OP_AND_MAYBE
// and for OP_FILTER's left, since it may stand on documents that have none. With `columns` (of a
// database on this machine) it is looked up where it was kept; else
// Xapian::ValueWeightPostingSource reads it anew.
Xapian::Query number_as_weight(Xapian::valueno slot, NumberColumns* columns);

}  // namespace nonmun
