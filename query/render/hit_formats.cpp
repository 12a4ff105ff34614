// SPDX-License-Identifier: GPL-2.0-or-later
#include <set>

#include "query/render/renderers.hpp"

namespace nonmun {

const std::map<std::string, HitRenderer, std::less<>>& hit_renderers() {
    static const std::map<std::string, HitRenderer, std::less<>> renderers = {
        {"text", render_hits_text},         {"json", render_hits_json},
        {"jsonl", render_hits_jsonl},       {"csv", render_hits_csv},
        {"markdown", render_hits_markdown}, {"trec", render_hits_trec},
    };
    return renderers;
}

bool shows_facets(std::string_view format) {
    static const std::set<std::string, std::less<>> formats = {"text", "json", "markdown"};
    return formats.contains(format);
}

}  // namespace nonmun
