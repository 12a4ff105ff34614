// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "query/render/render.hpp"

namespace nonmun {

// One renderer a format, each in the file of its name; hit_renderers() (table.cpp) is how the
// others find them.
void render_hits_text(const HitList& list, const HitContext& context, std::ostream& out);
void render_hits_json(const HitList& list, const HitContext& context, std::ostream& out);
void render_hits_jsonl(const HitList& list, const HitContext& context, std::ostream& out);
void render_hits_csv(const HitList& list, const HitContext& context, std::ostream& out);
void render_hits_markdown(const HitList& list, const HitContext& context, std::ostream& out);
void render_hits_trec(const HitList& list, const HitContext& context, std::ostream& out);

}  // namespace nonmun
