// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/facets.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <unordered_map>

#include "common/analyzer/analyzer.hpp"
#include "common/author_name.hpp"
#include "common/error.hpp"
#include "common/schema.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr const char* unknown = "unknown";

// The numbers of papers by the value of a slot.
struct ValueCounts {
    std::vector<FacetCount> values;
    std::size_t without = 0;  // papers without a value
};

using Fold = std::vector<FacetCount> (*)(const ValueCounts&);

struct FacetRow {
    std::string_view name;
    Xapian::valueno slot;
    bool by_count;  // sorted by count and limited; otherwise in the order of `fold`
    Fold fold;
};

std::vector<FacetCount> months(const ValueCounts& days) {
    std::map<std::string, std::size_t> counts;
    for (const auto& [value, count] : days.values) {
        if (const auto date = date_of_value(value)) counts[to_string(*date).substr(0, 7)] += count;
    }
    std::vector<FacetCount> months;
    for (const auto& [month, count] : counts) months.push_back({month, count});
    if (days.without > 0) months.push_back({unknown, days.without});
    return months;
}

struct VoteBand {
    const char* name;
    double least;
};
// Half of the papers of the real archive have 8 votes or fewer.
constexpr std::array vote_bands = {VoteBand{"0..4", 0}, VoteBand{"5..9", 5}, VoteBand{"10..19", 10},
                                   VoteBand{"20..49", 20}, VoteBand{">=50", 50}};

std::vector<FacetCount> vote_counts(const ValueCounts& votes) {
    std::array<std::size_t, vote_bands.size()> counts{};
    for (const auto& [value, count] : votes.values) {
        std::size_t band = vote_bands.size() - 1;
        while (band > 0 && Xapian::sortable_unserialise(value) < vote_bands[band].least) --band;
        counts[band] += count;
    }
    std::vector<FacetCount> bands;
    if (votes.without > 0) bands.push_back({unknown, votes.without});
    for (std::size_t band = 0; band < vote_bands.size(); ++band) {
        if (counts[band] > 0) bands.push_back({vote_bands[band].name, counts[band]});
    }
    return bands;
}

// Counts names by key. A paper has each key once, so the counts of its spellings add up.
template <std::string (*key_of)(std::string_view)>
std::vector<FacetCount> names(const ValueCounts& lists) {
    std::unordered_map<std::string, std::size_t> spellings;
    for (const auto& [value, count] : lists.values) {
        for (std::string& name : texts_of_value(value)) spellings[std::move(name)] += count;
    }
    struct Name {
        std::size_t count = 0, most = 0;
        const std::string* spelling = nullptr;
    };
    std::unordered_map<std::string, Name> by_key;
    for (const auto& [spelling, count] : spellings) {
        Name& name = by_key[key_of(spelling)];
        name.count += count;
        if (count > name.most || (count == name.most && spelling < *name.spelling)) {
            name.most = count;
            name.spelling = &spelling;
        }
    }
    std::vector<FacetCount> found;
    for (const auto& [key, name] : by_key) found.push_back({*name.spelling, name.count});
    return found;
}

constexpr std::array facet_table = {
    FacetRow{"month", date_slot, false, months},
    FacetRow{"author", authors_slot, true, names<author_key>},
    FacetRow{"votes", votes_slot, false, vote_counts},
    FacetRow{"section", sections_slot, true, names<keyword_term>},
};

const FacetRow& facet_row(std::string_view name) {
    for (const FacetRow& row : facet_table) {
        if (row.name == name) return row;
    }
    std::vector<std::string_view> known;
    for (const FacetRow& row : facet_table) known.push_back(row.name);
    throw Error(ErrorKind::usage,
                "unknown facet \"" + printable(name) + "\"; the facets are: " + joined(known));
}

void sort_and_cut(Facet& facet, std::size_t limit) {
    const auto order = [](const FacetCount& a, const FacetCount& b) {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    };
    const std::size_t kept = std::min(limit, facet.counts.size());
    std::partial_sort(facet.counts.begin(),
                      facet.counts.begin() + static_cast<std::ptrdiff_t>(kept), facet.counts.end(),
                      order);
    facet.rest = facet.counts.size() - kept;
    facet.counts.resize(kept);
}

ValueCounts values_of(const Xapian::ValueCountMatchSpy& spy) {
    ValueCounts counted;
    counted.without = spy.get_total();
    for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
        counted.values.push_back({*value, value.get_termfreq()});
        counted.without -= value.get_termfreq();
    }
    return counted;
}

}  // namespace

std::vector<std::string> read_facet_names(std::string_view list) {
    std::vector<std::string> names;
    const std::string terminated = std::string(list) + ",";  // an empty last name is an error
    for (const std::string_view part : split(terminated, ',')) {
        const std::string name(facet_row(trim(part)).name);
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

std::size_t count_facets(Xapian::Enquire& enquire, Xapian::doccount documents,
                         const std::vector<std::string>& names, std::size_t limit,
                         std::vector<Facet>& facets) {
    std::deque<Xapian::ValueCountMatchSpy> spies;
    for (const std::string& name : names)
        enquire.add_matchspy(&spies.emplace_back(facet_row(name).slot));
    const std::size_t found = enquire.get_mset(0, 0, documents).get_matches_estimated();
    facets.clear();
    for (std::size_t i = 0; i < names.size(); ++i) {
        const FacetRow& row = facet_row(names[i]);
        Facet& facet = facets.emplace_back(Facet{names[i], row.fold(values_of(spies[i])), 0});
        if (row.by_count) sort_and_cut(facet, limit);
    }
    enquire.clear_matchspies();
    return found;
}

}  // namespace nonmun
