// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <string>
#include <vector>

#include "query/search/query_builder.hpp"
#include "query/search/rerank.hpp"

namespace nonmun {

// Pseudo relevance feedback: an English query over English papers is asked again with the words
// that set its first results apart (Xapian's ESet with Bo1: Amati, 2003). Adds weight, no
// documents. The query alone comes back where this was measured to harm or cannot help: for a query
// with a Korean word, for first results that are not mostly English or not alike in score.
// `enquire` has the weighting scheme; its query is replaced. `words` gets the stems that were
// added.
Xapian::Query with_feedback(Xapian::Enquire& enquire, const Xapian::Database& database,
                            const BuiltQuery& built, SequenceCache& sequences,
                            std::vector<std::string>& words);

}  // namespace nonmun
