// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_values.hpp"

#include <unordered_set>

#include "common/analyzer/analyzer.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

// The section labels of the summary; of several spellings of a section the first.
std::vector<std::string> section_labels(const Paper& paper) {
    std::vector<std::string> labels;
    std::unordered_set<std::string> seen;
    for (const SummaryItem& item : paper.summary) {
        if (!item.section) continue;
        const std::string term = keyword_term(*item.section);
        if (!term.empty() && seen.insert(term).second) labels.push_back(*item.section);
    }
    return labels;
}

}  // namespace

std::vector<std::pair<Xapian::valueno, std::string>> paper_values(const Paper& paper) {
    std::string date, recency, votes;
    if (paper.date) {
        date = date_value(*paper.date);
        recency = Xapian::sortable_serialise(recency_growth(days_since_epoch(*paper.date)));
    }
    if (paper.votes) votes = Xapian::sortable_serialise(static_cast<double>(*paper.votes));
    return {{date_slot, date},
            {votes_slot, votes},
            {authors_slot, list_value(paper.authors)},
            {sections_slot, list_value(section_labels(paper))},
            {recency_slot, recency}};
}

}  // namespace nonmun
