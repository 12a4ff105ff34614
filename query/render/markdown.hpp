// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "common/date.hpp"
#include "query/related/authors.hpp"
#include "query/render/hit_formats.hpp"

namespace nonmun {

// Text without markup: every special character is escaped.
std::string markdown_text(std::string_view text);

// Escaped text for the beginning of a block: it begins no list, no code block, and underlines no
// heading.
std::string markdown_block(std::string text);

// The readable title, linked if the URL is a web address.
std::string markdown_link(const std::string& title, const std::string& url);

void render_hits_markdown(const HitList& list, const HitContext& context, std::ostream& out);
void render_paper_markdown(const Paper& paper, std::ostream& out);
void render_author_markdown(const AuthorAnswer& answer, std::ostream& out);

// The new papers of a saved search since a day, as a part of a mail.
void render_digest_markdown(const std::string& heading, const Date& since, const HitList& list,
                            std::ostream& out);

}  // namespace nonmun
