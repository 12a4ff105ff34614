#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "common/paper.hpp"

namespace nonmun {

// The vote_level of each paper of one day, from the votes of all of them.
std::vector<double> vote_levels(const std::vector<std::optional<std::int64_t>>& votes);

using LevelsById = std::unordered_map<std::string, double>;

// Learns the levels of an index before it is written, so that no document of it has to be written
// twice: keeps of each paper what its appearances say of days and votes.
class VoteLevelBuilder {
  public:
    // In the order in which the papers will be put.
    void add(const Paper& paper);

    // The levels that are not neutral. Takes what was added.
    LevelsById build();

  private:
    std::unordered_map<std::string, std::vector<Appearance>> papers_;
};

}  // namespace nonmun
