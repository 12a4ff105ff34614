// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/support/damaged_digests.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>

#include "common/error.hpp"
#include "common/paper_json.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/unicode.hpp"
#include "indexer/digest_parser.hpp"
#include "indexer/input.hpp"
#include "tests/support/temporary.hpp"

namespace nonmun::tests {

std::size_t below(Random& random, std::size_t limit) {
    return limit == 0 ? 0 : random() % limit;
}

namespace {

using Lines = std::vector<std::string>;

// The lines of a text, with their newlines.
Lines split(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size() - 1);
        lines.emplace_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return lines;
}

std::string join(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

// The lines of an entry without trailing blank ones, and the heading of its day.
struct Block {
    std::string day;
    std::string text;
};

// The heading of a day, as in the samples.
std::optional<std::string> exact_day(std::string_view line) {
    const std::string day(trim(line));
    const bool heading = day.starts_with("## Daily Papers (") && day.ends_with(')');
    if (!heading || !parse_date(day.substr(17, day.size() - 18))) return std::nullopt;
    return day;
}

// The blocks of a text. A block ends at a line that begins with ### and at the exact heading of a
// day. A damaged heading that the parser accepts makes a block unknown, never wrong.
std::vector<Block> blocks_of(const Lines& lines) {
    std::vector<Block> blocks;
    std::string day;
    bool inside = false;
    for (const std::string& line : lines) {
        if (const auto heading = exact_day(line)) {
            day = *heading;
            inside = false;
        } else if (line.starts_with("### ")) {
            blocks.push_back({day, line});
            inside = true;
        } else if (inside) {
            blocks.back().text += line;
        }
    }
    for (Block& block : blocks) block.text = std::string(trim(block.text));
    return blocks;
}

}  // namespace

Samples::Samples(const std::vector<std::string>& paths) {
    for (const Input& input : find_inputs(paths)) {
        std::string text = read_file(input.path);
        if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
        const std::vector<Block> blocks = blocks_of(split(text));
        const Digest digest = parse_digest(text, "x.md");
        if (blocks.size() != digest.entries.size() || blocks.empty()) {
            ++left_out_;
            continue;
        }
        files_.push_back(text);
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            texts_.push_back(blocks[i].text);
            entries_[blocks[i].text] = digest.entries[i];
        }
    }
}

const Paper* Samples::find(const std::string& text) const {
    const auto found = entries_.find(text);
    return found == entries_.end() ? nullptr : &found->second;
}

std::string make_digest(const Samples& samples, Random& random) {
    std::string text;
    for (std::size_t days = 1 + below(random, 2); days > 0; --days) {
        text += "## Daily Papers (2024-0" + std::to_string(1 + below(random, 9)) + "-15)\n\n";
        for (std::size_t n = 1 + below(random, 4); n > 0; --n) text += samples.any(random) + "\n\n";
    }
    return text;
}

void insert_line(std::string& text, Random& random, const std::string& line) {
    Lines lines = split(text);
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(below(random, lines.size() + 1)),
                 line + "\n");
    text = join(lines);
}

namespace {

std::string repeat(std::string_view piece, std::size_t times) {
    std::string text;
    for (; times > 0; --times) text += piece;
    return text;
}

std::string nested_list(std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += std::string(2 * i, ' ') + "- x\n";
    return text;
}

// `count` texts, each with its number between the two pieces.
std::string repeat_numbered(std::string_view before, std::string_view after, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text.append(before).append(std::to_string(i)).append(after);
    return text;
}

// Korean encodings other than UTF-8; the first is Windows' CP949.
constexpr std::array other_encodings = {"windows-949", "EUC-KR", "UTF-16LE"};

// Converts to an ICU encoding; missing characters become its substitution character.
std::string encoded(std::string_view text, const char* encoding) {
    const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
    UErrorCode status = U_ZERO_ERROR;
    const icu::LocalUConverterPointer converter(ucnv_open(encoding, &status));
    if (U_FAILURE(status)) throw Error(ErrorKind::io, std::string("ICU has no ") + encoding);
    std::string bytes(static_cast<std::size_t>(UCNV_GET_MAX_BYTES_FOR_STRING(
                          wide.length(), ucnv_getMaxCharSize(converter.getAlias()))),
                      '\0');
    const int32_t size = wide.extract(bytes.data(), static_cast<int32_t>(bytes.size()),
                                      converter.getAlias(), status);
    if (U_FAILURE(status)) throw Error(ErrorKind::io, std::string("ICU cannot write ") + encoding);
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

const Lines& strange_lines() {
    static const Lines list = {
        "Vote: 99999999999999999999999",
        "Vote: -9223372036854775808",
        "Vote: 1e9",
        "Vote: -1",
        "Vote: 1000000001",
        "## Daily Papers (0000-00-00)",
        "## Daily Papers (99999-01-01)",
        "## Daily Papers (-2024-05-01)",
        "- \u202E\u200F\u2067right to left\u2069",
        "Authors: \u202Eeman a\u202C, \u200F",
        "- " + repeat("가나다라마바사", 30),
        "- " + repeat("abcdefghij", 60) + "를",
        "Authors: " + repeat("verylongname", 60),
        "- **" + repeat("label", 80) + "**: text",
        "\u2028\u2029\u0085",
        "\x1b[31m\x1b]0;title\x07",
        "##",
        "#",
        "###",
        "### []()",
        "### [",
        "## Daily Papers (9999-99-99)",
        "## Daily Papers",
        "Authors: ['",
        "Authors: [",
        "![](",
        "[Watch ",
        "<video src='",
        "**",
        "***",
        "- ",
        "1.",
        "\\",
        "\xEF\xBB\xBF",
        "\r",
        "- **:**",
    };
    return list;
}

}  // namespace

const std::vector<Damage>& small_damages() {
    static const std::vector<Damage> list = {
        // Cut at either end.
        [](std::string& text, Random& random, const Samples&) {
            text.resize(below(random, text.size() + 1));
        },
        [](std::string& text, Random& random, const Samples&) {
            text.erase(0, below(random, text.size()));
        },
        // The beginning of one digest and the end of another.
        [](std::string& text, Random& random, const Samples& samples) {
            const std::string other = make_digest(samples, random);
            text.resize(below(random, text.size() + 1));
            text += other.substr(below(random, other.size()));
        },
        // Changed bytes.
        [](std::string& text, Random& random, const Samples&) {
            for (std::size_t n = 1 + below(random, 8); n > 0 && !text.empty(); --n) {
                text[below(random, text.size())] = static_cast<char>(random() % 256);
            }
        },
        [](std::string& text, Random& random, const Samples&) {
            text.insert(below(random, text.size() + 1), 1 + below(random, 3), '\0');
        },
        // Lost, doubled and moved lines.
        [](std::string& text, Random& random, const Samples&) {
            Lines lines = split(text);
            if (!lines.empty())
                lines.erase(lines.begin() +
                            static_cast<std::ptrdiff_t>(below(random, lines.size())));
            text = join(lines);
        },
        [](std::string& text, Random& random, const Samples&) {
            const Lines lines = split(text);
            if (!lines.empty()) insert_line(text, random, lines[below(random, lines.size())]);
        },
        // Another encoding, of a part or from the beginning; direction marks and byte order marks.
        [](std::string& text, Random& random, const Samples&) {
            const std::size_t begin = random() % 4 == 0 ? 0 : below(random, text.size());
            const std::size_t size = random() % 4 == 0 ? text.size() : below(random, 2000);
            const char* encoding = other_encodings[below(random, other_encodings.size())];
            text.replace(begin, std::min(size, text.size() - begin),
                         encoded(std::string_view(text).substr(begin, size), encoding));
        },
        [](std::string& text, Random& random, const Samples&) {
            static const std::string marks[] = {"\u200F",          "\u202E",   "\uFEFF",
                                                "\u2066",          "\xC0\x80", "\xED\xA0\x80",
                                                "\xF4\x90\x80\x80"};
            for (std::size_t n = 1 + below(random, 4); n > 0; --n)
                text.insert(below(random, text.size() + 1), marks[below(random, 7)]);
        },
        [](std::string& text, Random& random, const Samples&) {
            insert_line(text, random, strange_lines()[below(random, strange_lines().size())]);
        },
    };
    return list;
}

const std::vector<std::string>& large_lines() {
    static const std::vector<std::string> list = {
        std::string(1'000'000, 'x'),
        "- " + repeat("모델", 170'000),
        "### [" + std::string(1'000'000, 'x') + "](https://arxiv.org/abs/2404.19296)",
        "Authors: " + std::string(1'000'000, 'x'),
        "Authors: " + repeat_numbered("A. Name\u0301 ", ", ", 100'000),
        "Authors: [" + repeat_numbered("'A Name ", "', ", 100'000),
        repeat_numbered("Authors: A One ", "\n", 10'000),
        "Vote: " + std::string(1'000'000, '9'),
        "## Daily Papers (" + std::string(1'000'000, '1') + ")",
        repeat("### ", 100'000),
        repeat("### [x](y)\n", 10'000),
        repeat("[](", 300'000),
        repeat("*", 1'000'000),
        repeat("\u0301", 300'000),
        std::string(1'000'000, '\xFF'),
        std::string(1'000'000, '\0'),
        nested_list(1000),
    };
    return list;
}

namespace {

// Whether the entry was read; with any day, if the days of the text are unknown.
bool was_read(const Digest& digest, Paper expected, const std::string& day, bool days_in_doubt) {
    const std::optional<Date> date = day.empty() ? std::nullopt : parse_date(day.substr(17, 10));
    if (!days_in_doubt) expected.date = expected.appearances.front().date = date;
    for (const Paper& entry : digest.entries) {
        if (entry.id != expected.id) continue;
        if (days_in_doubt)
            expected.date = expected.appearances.front().date = entry.appearances.front().date;
        if (entry == expected) return true;
    }
    return false;
}

// Whether the parser may read the line as a day that is not in the samples.
bool has_strange_day(const Lines& lines) {
    for (const std::string& line : lines) {
        if (fold_case(clean_text(line.substr(0, 400))).find("daily") == std::string::npos) continue;
        if (!exact_day(line)) return true;
    }
    return false;
}

}  // namespace

DamageReport read_damaged(const std::string& text, const Samples& samples,
                          DocumentBuilder* builder) {
    DamageReport report;
    const auto expect = [&](bool right, const std::string& what) {
        if (!right) report.problems.push_back(what);
        return right;
    };
    const Digest digest = parse_digest(text, "x.md");
    const Lines lines = split(text);
    const bool days_in_doubt = has_strange_day(lines);
    for (const Block& block : blocks_of(lines)) {
        const Paper* expected = samples.find(block.text);
        if (!expected) continue;
        ++report.untouched;
        if (!expect(was_read(digest, *expected, block.day, days_in_doubt), "lost: " + block.text))
            ++report.lost;
    }
    for (const Paper& entry : digest.entries)
        expect(paper_from_line(to_line(entry)) == entry, "cannot be stored: " + to_line(entry));
    for (const Diagnostic& diagnostic : digest.diagnostics) {
        expect(diagnostic.line <= lines.size() && diagnostic.message.size() < 300 &&
                   printable(diagnostic.message) == diagnostic.message,
               "a bad diagnostic: " + to_string(diagnostic));
    }
    if (!builder) return report;
    for (const Paper& entry : digest.entries) {
        report.most_authors = std::max(report.most_authors, entry.authors.size());
        const Xapian::Document document = builder->build({record_of(entry), {}}, 0.5);
        for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
            // NUL has two bytes.
            expect((*term).size() <= most_term_bytes && (*term).find('\0') == std::string::npos,
                   "a term that no index takes: " + *term);
        }
    }
    return report;
}

}  // namespace nonmun::tests
