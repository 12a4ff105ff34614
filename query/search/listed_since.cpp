// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/listed_since.hpp"

#include <algorithm>

#include "query/index/index.hpp"

namespace nonmun {

std::optional<Date> last_listed(const Paper& paper) {
    std::optional<Date> last = paper.date;
    for (const Appearance& appearance : paper.appearances) last = std::max(last, appearance.date);
    return last;
}

void keep_listed_since(std::vector<Match>& matches, const Date& day) {
    std::erase_if(matches, [&](const Match& match) {
        const auto last = last_listed(stored_paper(match.document));
        return !last || *last < day;
    });
}

}  // namespace nonmun
