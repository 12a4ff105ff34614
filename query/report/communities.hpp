// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace nonmun {

struct SimilarPair {
    std::uint32_t from;
    std::uint32_t to;
    double weight;
};

// Groups of nodes: the largest first, ties by their first node; nodes ascend within a group.
using NodeGroups = std::vector<std::vector<std::uint32_t>>;

// The communities of a weighted graph with nodes 0 to nodes - 1. Every node is in one of them. By
// the Leiden algorithm (Traag, Waltman and van Eck, 2019) for modularity, ten rounds; the same
// graph gives the same communities. The weights of repeated edges add up.
NodeGroups communities(std::uint32_t nodes, const std::vector<SimilarPair>& edges);

// The connected components, likewise.
NodeGroups components(std::uint32_t nodes, const std::vector<SimilarPair>& edges);

}  // namespace nonmun
