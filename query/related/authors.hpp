// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "query/related/related.hpp"
#include "query/search/searcher.hpp"

namespace nonmun {

// The spellings that share an author key, in the papers that were read.
struct AuthorEntry {
    std::string name;                    // the spelling of the newest paper
    std::vector<std::string> spellings;  // the others, in byte order
    std::size_t papers = 0;
};

struct AuthorProfile {
    AuthorEntry author;
    HitList papers;                      // newest first, without score parts and matches
    std::vector<AuthorEntry> coauthors;  // by number of common papers, which `papers` counts
    HitList related;                     // related to all their papers, by others
};

// The author with exactly this name, if any, and other authors that the name may mean: those that
// have all of its words, or whose given names it abbreviates. They are never merged.
struct AuthorAnswer {
    std::optional<AuthorProfile> profile;
    std::vector<AuthorEntry> possible;
};

// `request` has the limits and weights for the related papers; its seed is ignored. If no author
// has exactly this name and one author is possible, the profile is theirs. Throws Error(usage) for
// a name without a letter.
AuthorAnswer find_author(const Xapian::Database& database, Analyzer& analyzer,
                         const std::string& name, const RelatedRequest& request,
                         const SimilaritySource& similarity = read_similarity);

// At most `limit` authors whose names have all words of `typed`, by number of papers. The last word
// may be half typed; a space at the end completes it. Nothing typed means every author. Reads a
// bounded number of papers, so if very many names match, rare authors can be missing.
std::vector<AuthorEntry> authors_like(const Xapian::Database& database, const std::string& typed,
                                      std::size_t limit);

}  // namespace nonmun
