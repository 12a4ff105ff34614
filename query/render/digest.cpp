// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/digest.hpp"

#include "common/text.hpp"
#include "query/render/escape.hpp"
#include "query/render/renderers.hpp"

namespace nonmun {

void render_digest_markdown(const std::string& heading, const Date& since, const HitList& list,
                            std::ostream& out) {
    out << "## " << markdown_text(heading) << "\n\n"
        << plural(list.total, "paper") << " since " << to_string(since);
    if (list.hits.size() < list.total) out << ", the first " << list.hits.size();
    out << "\n\n";
    render_hits_markdown(list, HitContext(), out);
}

}  // namespace nonmun
