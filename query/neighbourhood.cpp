#include "query/neighbourhood.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace nonmun {
namespace {

struct Posting {
    std::uint32_t paper;
    float weight;
};

// Inverted lists over the papers, so that one paper meets all others in one walk over its terms.
class Lists {
  public:
    explicit Lists(const std::vector<const TermVector*>& papers) : cosines_(papers.size()) {
        for (std::size_t i = 0; i < papers.size(); ++i) {
            for (const auto& [term, weight] : *papers[i]) {
                lists_[term].push_back({static_cast<std::uint32_t>(i), weight});
            }
        }
    }

    // The `count` best of the others, best first; equal ones by number.
    std::vector<std::pair<float, std::uint32_t>> nearest(const TermVector& paper, std::size_t self,
                                                         std::size_t count) {
        std::fill(cosines_.begin(), cosines_.end(), 0.0F);
        for (const auto& [term, weight] : paper) {
            for (const Posting& posting : lists_[term])
                cosines_[posting.paper] += weight * posting.weight;
        }
        cosines_[self] = 0;
        std::vector<std::pair<float, std::uint32_t>> best;
        for (std::uint32_t i = 0; i < cosines_.size(); ++i) {
            if (cosines_[i] > 0) best.emplace_back(-cosines_[i], i);
        }
        const auto end = best.begin() + static_cast<std::ptrdiff_t>(std::min(count, best.size()));
        std::partial_sort(best.begin(), end, best.end());
        best.erase(end, best.end());
        for (auto& [cosine, number] : best) cosine = -cosine;
        return best;
    }

  private:
    std::unordered_map<std::uint32_t, std::vector<Posting>> lists_;
    std::vector<float> cosines_;
};

}  // namespace

std::vector<double> neighbour_means(const std::vector<const TermVector*>& papers,
                                    const std::vector<double>& values, std::size_t rows,
                                    std::size_t count) {
    rows = std::min(rows, papers.size());
    Lists lists(papers);
    std::vector<double> sums(rows), weights(rows);
    const auto add = [&](std::size_t to, std::size_t from, double cosine) {
        if (to >= rows) return;
        sums[to] += cosine * values[from];
        weights[to] += cosine;
    };
    for (std::size_t row = 0; row < rows; ++row) {
        for (const auto& [cosine, neighbour] : lists.nearest(*papers[row], row, count)) {
            add(row, neighbour, cosine);
            add(neighbour, row, cosine);
        }
    }
    for (std::size_t row = 0; row < rows; ++row)
        sums[row] = weights[row] > 0 ? sums[row] / weights[row] : 0;
    return sums;
}

}  // namespace nonmun
