// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/renderers.hpp"

namespace nonmun {

void render_hits_trec(const HitList& list, const HitContext& context, std::ostream& out) {
    for (const Hit& hit : list.hits) {
        out << context.query_id << " Q0 " << hit.paper.id << ' ' << hit.rank << ' '
            << fixed(hit.score, score_digits) << " nonmun\n";
    }
}

}  // namespace nonmun
