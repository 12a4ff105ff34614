#include "indexer/vote_levels.hpp"

#include <algorithm>
#include <map>

#include "common/schema.hpp"

namespace nonmun {

std::vector<double> vote_levels(const std::vector<std::optional<std::int64_t>>& votes) {
    std::vector<std::int64_t> known;
    for (const auto& count : votes) {
        if (count) known.push_back(*count);
    }
    std::sort(known.begin(), known.end());
    std::vector<double> levels;
    for (const auto& count : votes) {
        if (!count) {
            levels.push_back(neutral_vote_level);
            continue;
        }
        const auto [first, last] = std::equal_range(known.begin(), known.end(), *count);
        levels.push_back(vote_level(static_cast<std::size_t>(first - known.begin()),
                                    static_cast<std::size_t>(last - first) - 1, known.size() - 1));
    }
    return levels;
}

void VoteLevelBuilder::add(const Paper& paper) {
    std::vector<Appearance>& appearances = papers_[paper.id];
    for (const Appearance& appearance : paper.appearances)
        add_appearance(appearances, {appearance.date, appearance.votes, {}});
}

LevelsById VoteLevelBuilder::build() {
    struct Day {
        std::vector<const std::string*> ids;
        std::vector<std::optional<std::int64_t>> votes;
    };
    std::map<Date, Day> days;
    for (const auto& [id, appearances] : papers_) {
        const auto date = first_day(appearances);
        const auto votes = most_votes(appearances);
        if (!date || !votes) continue;
        Day& day = days[*date];
        day.ids.push_back(&id);
        day.votes.push_back(votes);
    }
    LevelsById levels;
    for (const auto& [date, day] : days) {
        const std::vector<double> of_day = vote_levels(day.votes);
        for (std::size_t i = 0; i < of_day.size(); ++i) {
            if (of_day[i] != neutral_vote_level) levels.emplace(*day.ids[i], of_day[i]);
        }
    }
    papers_.clear();
    return levels;
}

}  // namespace nonmun
