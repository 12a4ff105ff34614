// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/digest_parser.hpp"

#include <algorithm>
#include <charconv>
#include <regex>

#include "common/author_name.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "indexer/digest_lines.hpp"

namespace nonmun {
namespace {

// The start of a text for a message, cut to `columns` and to the bytes that these can need, since
// there is no limit to marks without width.
std::string excerpt(std::string_view text, int columns) {
    std::string shown = printable(text);
    const auto most_bytes = 4 * static_cast<std::size_t>(columns);
    if (shown.size() > most_bytes) {
        std::size_t end = 0;
        while (code_point_at(shown, end).end <= most_bytes) end = code_point_at(shown, end).end;
        shown.replace(end, std::string::npos, "…");
    }
    return cut_to_width(shown, columns);
}

// Reads a file line by line. Holds the current day and entry.
class Parser {
  public:
    Parser(std::string_view text, const std::string& file) : text_(text), file_(file) {}

    Digest parse() {
        if (text_.find('\0') != std::string_view::npos &&
            text_.find("###") == std::string_view::npos) {
            add_diagnostic("not a text file", 0);
            return std::move(digest_);
        }
        if (trim(text_).empty()) add_diagnostic("the file is empty", 0);
        for (const std::string_view line : split(text_, '\n')) {
            ++line_;
            read(line);
        }
        finish_entry();
        return std::move(digest_);
    }

  private:
    void read(std::string_view raw) {
        if (raw.size() > longest_paper) return leave_out_entry();
        entry_size_ += raw.size();
        if (!is_utf8(raw)) add_diagnostic("not valid UTF-8; the bad bytes are read as U+FFFD");
        if (raw.find('\0') != std::string_view::npos) add_diagnostic("a NUL character is left out");
        const std::string clean = clean_text(raw);
        std::string_view line = clean;
        if (line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
        const std::string_view text = trim(line);
        if (text.empty() || is_rule(text)) return;
        if (const auto day = read_day(text)) return begin_day(*day);
        if (const auto heading = read_entry(text)) return begin_entry(*heading);
        if (!in_entry_) return skip(text);
        if (entry_size_ > longest_paper) return leave_out_entry();
        if (const auto media = read_media(text)) return add_media(*media);
        if (const auto votes = read_votes(text)) return set_votes(*votes);
        if (const auto authors = read_authors(text)) {
            entry_.authors.insert(entry_.authors.end(), authors->begin(), authors->end());
            return;
        }
        if (const auto item = read_list_item(line)) return add_item(*item);
        return continue_item(text);
    }

    void begin_day(std::string_view text) {
        finish_entry();
        day_ = parse_date(text);
        day_seen_ = true;
        if (!day_) {
            add_diagnostic("not a date (YYYY-MM-DD): \"" + excerpt(text, 40) +
                           "\"; the day of the entries below is unknown");
        }
    }

    void begin_entry(const Heading& heading) {
        finish_entry();
        const std::string id = arxiv_id(heading.url);
        if (id.empty()) {
            add_diagnostic("entry without an arXiv id, left out: " + excerpt(heading.title, 60));
            reported_unread_ = true;
            return;
        }
        if (!day_seen_) {
            add_diagnostic(
                "entry above any \"## Daily Papers (YYYY-MM-DD)\" heading; its day is unknown");
            day_seen_ = true;
        }
        in_entry_ = true;
        entry_line_ = line_;
        entry_ = Paper{};
        entry_size_ = 0;
        entry_.id = id;
        entry_.title = heading.title;
        entry_.url = heading.url;
        section_.reset();
    }

    void skip(std::string_view text) {
        if (!reported_unread_)
            add_diagnostic("text outside of any entry, left out: " + excerpt(text, 40));
        reported_unread_ = true;
    }

    void add_media(const Media& media) {
        if (entry_.media && entry_.media->url != media.url) {
            // The schema has room for one. The other can still be found as text.
            entry_.summary.push_back({section_, media.url});
        } else if (!entry_.media) {
            entry_.media = media;
        }
    }

    void set_votes(std::string_view text) {
        if (text == "-" || text.empty()) return;
        std::int64_t votes = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), votes);
        if (error != std::errc{} || end != text.data() + text.size() || votes < 0 ||
            votes > max_votes) {
            add_diagnostic("not a number of votes: \"" + excerpt(text, 40) + "\"; read as unknown");
        } else {
            entry_.votes = votes;
        }
    }

    void add_item(const ListItem& item) {
        SummaryItem read = read_label(item.text);
        if (read.section && !item.nested) section_ = read.section;
        if (!read.section && !item.nested) section_.reset();
        if (!read.section) read.section = section_;
        if (!read.text.empty() || read.section) entry_.summary.push_back(std::move(read));
    }

    void continue_item(std::string_view text) {
        if (entry_.summary.empty()) {
            entry_.summary.push_back(read_label(text));
            section_ = entry_.summary.back().section;
            return;
        }
        std::string& item = entry_.summary.back().text;
        if (!item.empty()) item += ' ';
        item += text;
    }

    void leave_out_entry() {
        add_diagnostic(too_long_message, in_entry_ ? entry_line_ : line_);
        in_entry_ = false;
        reported_unread_ = true;
    }

    void finish_entry() {
        if (in_entry_ && entry_.title.empty() && entry_.summary.empty()) {
            add_diagnostic("entry with neither title nor summary, left out", entry_line_);
        } else if (in_entry_) {
            if (entry_.summary.empty()) {
                add_diagnostic("entry without a summary; is the file cut short?", entry_line_);
            }
            entry_.authors = distinct_names(entry_.authors);
            entry_.date = day_;
            entry_.appearances = {{day_, entry_.votes, entry_.title}};
            digest_.entries.push_back(std::move(entry_));
        }
        in_entry_ = false;
        reported_unread_ = false;
    }

    void add_diagnostic(const std::string& message) { add_diagnostic(message, line_); }
    void add_diagnostic(const std::string& message, std::size_t line) {
        digest_.diagnostics.push_back({file_, line, message});
    }

    std::string_view text_;
    const std::string& file_;
    Digest digest_;
    std::size_t line_ = 0;
    std::optional<Date> day_;
    bool day_seen_ = false;
    bool in_entry_ = false;
    bool reported_unread_ = false;  // one diagnostic for each stretch of text outside of entries
    std::size_t entry_line_ = 0;
    std::size_t entry_size_ = 0;  // bytes
    Paper entry_;
    std::optional<std::string> section_;  // the label above nested and numbered items
};

}  // namespace

Digest parse_digest(std::string_view text, const std::string& file) {
    return Parser(text, file).parse();
}

std::string arxiv_id(std::string_view url) {
    std::string_view path;
    for (const std::string_view marker : {"/abs/", "/pdf/", "/html/", "/papers/"}) {
        if (const auto at = url.find(marker); at != std::string_view::npos)
            path = url.substr(at + marker.size());
    }
    path = path.substr(0, path.find_first_of("?# "));
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.ends_with(".pdf")) path.remove_suffix(4);
    // Old: archive[.XX]/YYMMNNN; new: YYMM.NNNN or YYMM.NNNNN. Both may carry a version, vN.
    static const std::regex form("([A-Za-z-][A-Za-z.-]*/[0-9]{7}|[0-9]{4}\\.[0-9]{4,5})(v[0-9]+)?");
    std::cmatch found;
    // std::regex takes stack for each character.
    constexpr std::size_t longest = 200;
    const bool matches = path.size() <= longest &&
                         std::regex_match(path.data(), path.data() + path.size(), found, form);
    return matches ? found.str(1) : std::string();
}

}  // namespace nonmun
