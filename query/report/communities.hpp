// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace nonmun {

// Two nodes that are alike, and how much.
struct Edge {
    std::uint32_t from;
    std::uint32_t to;
    double weight;
};

// The communities of a weighted graph with nodes 0 to nodes - 1: for each node the number of its
// own, from 0, the biggest first, equal ones by their first node. By the Leiden algorithm (Traag,
// Waltman and van Eck, 2019) for modularity, ten rounds; the same graph gives the same
// communities. An edge that is given twice counts twice.
std::vector<std::uint32_t> communities(std::uint32_t nodes, const std::vector<Edge>& edges);

// The connected components, numbered likewise.
std::vector<std::uint32_t> components(std::uint32_t nodes, const std::vector<Edge>& edges);

}  // namespace nonmun
