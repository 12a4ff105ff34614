// SPDX-License-Identifier: GPL-2.0-or-later
#include <cstdio>

#include "query/render/renderers.hpp"

namespace nonmun {

void render_hits_trec(const HitList& list, const HitContext& context, std::ostream& out) {
    for (const Hit& hit : list.hits) {
        char score[40];
        std::snprintf(score, sizeof score, "%.6f", hit.score);
        out << context.query_id << " Q0 " << hit.paper.id << ' ' << hit.rank << ' ' << score
            << " nonmun\n";
    }
}

}  // namespace nonmun
