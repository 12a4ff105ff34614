// SPDX-License-Identifier: GPL-2.0-or-later
#include <charconv>
#include <ctime>
#include <iostream>
#include <string>

#include "common/cli/program.hpp"
#include "common/paper_json.hpp"
#include "query/index/index.hpp"
#include "query/related/neighbour_graph.hpp"
#include "query/related/similarity_model.hpp"

// bench-pairs DB TOP JOBS
//
// Finds the exact TOP nearest papers of every paper by cosine, the first step of `nonmun report`,
// and prints one JSON object: CPU seconds for reading the postings into the model, and for the
// neighbours.
namespace {

using namespace nonmun;

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

std::size_t number_of(const std::string& text) {
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number == 0)
        throw Error(ErrorKind::usage, "not a number over 0: " + text);
    return number;
}

int bench_pairs(const std::vector<std::string>& arguments) {
    if (arguments.size() != 3) throw Error(ErrorKind::usage, "bench-pairs DB TOP JOBS");
    const std::size_t top = number_of(arguments[1]), jobs = number_of(arguments[2]);
    Index index({arguments[0]});
    index.read([&](const Xapian::Database& database) {
        const double begin = cpu_seconds();
        const SimilarityModel model(database);
        const double read = cpu_seconds();
        const NeighbourGraph graph = neighbour_graph(model, top, jobs, {});
        const double found = cpu_seconds();
        std::uint64_t pairs = 0;
        for (const std::vector<Neighbour>& nearest : graph) pairs += nearest.size();
        std::cout << Json{{"read_s", read - begin},
                          {"search_s", found - read},
                          {"cpu_s", found - begin},
                          {"papers", model.size()},
                          {"pairs", pairs}}
                         .dump()
                  << '\n';
    });
    return exit_found;
}

}  // namespace

int main(int argc, char** argv) {
    return nonmun::run_program("bench-pairs", [&] { return bench_pairs({argv + 1, argv + argc}); });
}
