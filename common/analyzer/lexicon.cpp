// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/lexicon.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <map>
#include <unordered_map>

#include "common/analyzer/korean.hpp"
#include "common/embedded.hpp"
#include "common/error.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

// Different case particles after a form before it is a noun. One syllable and a particle are often
// another word (나는, 이는), so it needs more. Measured on the Korean evaluation sets.
constexpr int least_case_kinds = 3;
constexpr int least_case_kinds_of_one_syllable = 4;

LexiconEntry parse_entry(std::string_view line) {
    LexiconEntry entry;
    const auto [word, numbers] = cut(line, '\t');
    entry.word = word;
    const char* end = numbers.data() + numbers.size();
    const auto [rest, error] = std::from_chars(numbers.data(), end, entry.count);
    entry.noun = std::string_view(rest, end) == "\tn";
    if (error == std::errc{} && (rest == end || entry.noun) && !word.empty()) return entry;
    throw Error(ErrorKind::version,
                "the lexicon has a line that cannot be read: " + std::string(line));
}

}  // namespace

Lexicon::Lexicon(std::string text) : text_(std::make_unique<const std::string>(std::move(text))) {
    for (const std::string_view line : split(*text_, '\n')) {
        entries_.push_back(parse_entry(line));
        total_ += entries_.back().count;
        if (entries_.size() > 1 && !(entries_[entries_.size() - 2].word < entries_.back().word))
            throw Error(ErrorKind::version, "the lexicon is not in order");
    }
}

const LexiconEntry* Lexicon::find(std::string_view word) const {
    const auto found =
        std::lower_bound(entries_.begin(), entries_.end(), word,
                         [](const LexiconEntry& e, std::string_view w) { return e.word < w; });
    return found == entries_.end() || found->word != word ? nullptr : &*found;
}

bool Lexicon::is_noun(std::string_view word) const {
    const LexiconEntry* entry = find(word);
    return entry && entry->noun;
}

std::uint32_t Lexicon::stem_count(std::string_view word) const {
    const LexiconEntry* entry = find(word);
    return entry ? entry->count : 0;
}

void LexiconBuilder::add(std::string_view text) {
    std::size_t begin = 0;
    const auto add_until = [&](std::size_t end) {
        if (end > begin) forms_.emplace(text.substr(begin, end - begin));
    };
    for (const CodePoint c : code_points(text)) {
        if (is_hangul_syllable(c.value)) continue;
        add_until(c.begin);
        begin = c.end;
    }
    add_until(text.size());
}

void LexiconBuilder::join(LexiconBuilder&& other) {
    forms_.merge(other.forms_);
}

Lexicon LexiconBuilder::build(const Lexicon& base) const {
    std::unordered_map<std::string_view, unsigned>
        kinds;  // noun → bit set of the case particles seen after it
    for (const std::string& form : forms_) {
        for (const CaseReading& reading : case_readings(form))
            kinds[reading.noun] |= 1u << reading.kind;
    }
    struct Known {
        std::uint32_t count = 0;
        bool noun = false;
    };
    std::map<std::string_view, Known> known;
    for (const LexiconEntry& entry : base.entries()) known[entry.word] = {entry.count, entry.noun};
    for (const auto& [word, set] : kinds) {
        const int least =
            word.size() == syllable_bytes ? least_case_kinds_of_one_syllable : least_case_kinds;
        if (std::popcount(set) >= least) known[word].noun = true;
    }
    // Stems are cut by the nouns just learned, so these come first.
    const auto write = [](const std::map<std::string_view, Known>& words) {
        std::string text;
        for (const auto& [word, what] : words) {
            text.append(word)
                .append("\t")
                .append(std::to_string(what.count))
                .append(what.noun ? "\tn\n" : "\n");
        }
        return text;
    };
    const Lexicon nouns(write(known));
    std::unordered_map<std::string_view, std::uint32_t> stems;
    for (const std::string& form : forms_) {
        const auto length = stem_length(form, nouns);
        if (length >= 2 * syllable_bytes) ++stems[std::string_view(form).substr(0, length)];
    }
    for (const auto& [stem, count] : stems) {
        if (count >= 3 || known.contains(stem))
            known[stem].count = std::max(known[stem].count, count);
    }
    return Lexicon(write(known));
}

const Lexicon& base_lexicon() {
    static const Lexicon instance{std::string(embedded_lexicon())};
    return instance;
}

}  // namespace nonmun
