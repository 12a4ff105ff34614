// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <utility>
#include <vector>

#include "indexer/paper_changes.hpp"

namespace nonmun {

// The vote level of a stored paper that a run does not change otherwise.
using StoredVoteLevel = std::pair<Xapian::docid, double>;

// A new paper of a day, or other votes, can move the vote levels of all papers of the day. Sets the
// level of each changed paper, and returns the stored papers whose level changes too. Reads three
// streams of values of `stored`.
std::vector<StoredVoteLevel> settle_vote_levels(PaperChanges& changes,
                                                const Xapian::Database& stored);

}  // namespace nonmun
