#pragma once

#include <cstddef>
#include <vector>

#include "query/term_vectors.hpp"

namespace nonmun {

// For each of the first `rows` papers: the mean of `values` over the papers nearest to it by
// cosine, weighted by the cosine. Nearest are its `count` best among all of `papers`, and those of
// the rows that have it among theirs; 0 where there is none.
std::vector<double> neighbour_means(const std::vector<const TermVector*>& papers,
                                    const std::vector<double>& values, std::size_t rows,
                                    std::size_t count);

}  // namespace nonmun
