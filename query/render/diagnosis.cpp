// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/text.hpp"
#include "query/render/render.hpp"

namespace nonmun {

// One finding a line, so that they can be counted.
void render_diagnosis_text(const Diagnosis& diagnosis, std::ostream& out) {
    const std::string path = one_line(diagnosis.path);
    if (diagnosis.whole()) {
        out << path << ": whole; " << plural(diagnosis.papers, "paper");
        if (diagnosis.shards > 1) out << " in " << plural(diagnosis.shards, "shard");
        out << ", schema " << diagnosis.schema << ", analyzer " << diagnosis.analyzer << '\n';
        return;
    }
    for (const std::string& finding : diagnosis.findings)
        out << path << ": " << one_line(finding) << '\n';
    if (diagnosis.more_findings > 0)
        out << path << ": and " << diagnosis.more_findings << " more\n";
    out << "mend it with: " << one_line(diagnosis.mend) << '\n';
}

Json diagnosis_json(const Diagnosis& diagnosis) {
    return {{"path", diagnosis.path},
            {"whole", diagnosis.whole()},
            {"papers", diagnosis.papers},
            {"shards", diagnosis.shards},
            {"schema", diagnosis.schema},
            {"analyzer", diagnosis.analyzer},
            {"findings", diagnosis.findings},
            {"more_findings", diagnosis.more_findings},
            {"mend", diagnosis.whole() ? Json(nullptr) : Json(diagnosis.mend)}};
}

}  // namespace nonmun
