// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/related/related.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// One author as the index knows them: every spelling that shares a key, of the papers that were
// looked at.
struct AuthorEntry {
    std::string name;                    // the spelling of the newest paper
    std::vector<std::string> spellings;  // others, in byte order
    std::size_t papers = 0;
};

struct AuthorProfile {
    AuthorEntry author;
    HitList papers;                      // newest first; no parts, no matches
    std::vector<AuthorEntry> coauthors;  // most papers together first; `papers` counts those
    HitList related;                     // by the body of work, none of it theirs
};

// What a name stands for. A name that is spelled in full gives a profile; others that may be meant
// (initials, a part of the name) are listed beside it or instead of it, never merged.
struct AuthorAnswer {
    std::optional<AuthorProfile> profile;
    std::vector<AuthorEntry> possible;
};

// `related` papers are found with the limits of `request`, whose seed is ignored. When no name is
// spelled so and just one is possible, that one's profile is given. Throws Error(usage) for a name
// without a letter.
AuthorAnswer find_author(const Xapian::Database& database, Analyzer& analyzer,
                         const std::string& name, const RelatedRequest& request,
                         const SimilaritySource& similarity = read_similarity);

// Authors whose names hold the words of `typed`, the last of which may be half typed; most papers
// first, `limit` at most. For nothing typed, those with the most papers of all. Where very many
// names begin so, the most frequent are looked at.
std::vector<AuthorEntry> authors_like(const Xapian::Database& database, const std::string& typed,
                                      std::size_t limit);

}  // namespace nonmun
