// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/analyzer.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <xapian.h>

#include <algorithm>
#include <functional>

#include "common/analyzer/korean.hpp"
#include "common/breaks.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::size_t longest_term = 60;  // bytes; longer words are cut (Xapian's limit is 245)
constexpr std::size_t longest_run =
    60 * syllable_bytes;  // bytes; longer Hangul runs are analyzed in pieces
constexpr std::size_t cache_limit = 1 << 16;
constexpr std::size_t kept_words = 1 << 14;  // a power of two

enum class Kind : std::uint8_t { separator, latin, digit, hangul, other, mark };

Kind kind_of(char32_t c) {
    if (c < 0x80) {
        if (is_ascii_letter(static_cast<char>(c))) return Kind::latin;
        return is_ascii_digit(static_cast<char>(c)) ? Kind::digit : Kind::separator;
    }
    if (is_hangul_syllable(c)) return Kind::hangul;
    const auto value = static_cast<UChar32>(c);
    if (c == 0xFFFD) return Kind::separator;
    const std::uint32_t category = U_GET_GC_MASK(value);
    if (category & U_GC_M_MASK) return Kind::mark;
    if (category & U_GC_ND_MASK) return Kind::digit;
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(value, &status);
    if (script == USCRIPT_HANGUL) return Kind::hangul;
    if (category & (U_GC_L_MASK | U_GC_NO_MASK)) {
        // Letters common to several scripts count as Latin (ª, ℓ), except the long vowel mark and
        // the voicing marks of Kana.
        const bool kana = uscript_hasScript(value, USCRIPT_KATAKANA);
        const bool latin = script == USCRIPT_LATIN || (script == USCRIPT_COMMON && !kana);
        return latin ? Kind::latin : Kind::other;
    }
    return Kind::separator;
}

bool is_ideographic(char32_t c) {
    const auto value = static_cast<UChar32>(c);
    return uscript_hasScript(value, USCRIPT_HAN) || uscript_hasScript(value, USCRIPT_HIRAGANA) ||
           uscript_hasScript(value, USCRIPT_KATAKANA);
}

// Whether a word after this character is on its own, as after a space or an opening bracket. After
// other characters, a Hangul run that is only a particle belongs to the word before it: "RLHF)을",
// "GPT-4는".
bool opens(char32_t c) {
    return c == '<' || u_isUWhiteSpace(static_cast<UChar32>(c)) ||
           u_charType(static_cast<UChar32>(c)) == U_START_PUNCTUATION;
}

// Opening and closing quotes, because people mix them up.
bool is_double_quote(char32_t c) {
    return c == '"' || c == 0xFF02 || c == 0x201C || c == 0x201D;
}

bool is_single_quote(char32_t c) {
    return c == '\'' || c == 0xFF07 || c == 0x2018 || c == 0x2019;
}

struct Span {
    std::size_t begin;
    std::size_t end;
};

}  // namespace

struct Analyzer::State {
    // Cache of analyzed words: a table with one slot for each hash value, where a new word replaces
    // the old one. It never grows, and frequent words stay in the processor's cache.
    struct Korean {
        std::string word;
        std::size_t stem = 0;
        StemParts parts;
        bool hides_words = false;  // a part is unknown and long enough to contain words
    };
    std::vector<Korean> korean;
    std::unordered_map<std::string, std::string> stems;
    std::vector<Span> pieces;
    std::string folded;
    std::string folded_part;
};

// One pass over one text.
class Analyzer::Pass {
  public:
    Pass(const Lexicon& lexicon, State& state, std::string_view text, Tokens& tokens,
         const WordFilter* filter)
        : lexicon_(lexicon), state_(state), text_(text), tokens_(tokens), filter_(filter) {}

    void run() {
        for (std::size_t at = 0; at < text_.size();) {
            const CodePoint c = code_point_at(text_, at);
            const Kind kind = kind_of(c.value);
            std::size_t end = c.end;
            if (kind == Kind::latin || kind == Kind::digit) {
                end = alphanumeric(at);
            } else if (kind == Kind::hangul) {
                end = run_end(at, Kind::hangul);
                hangul({at, end}, !opened_);
            } else if (kind == Kind::other) {
                end = run_end(at, Kind::other);
                other({at, end});
            }
            if (kind == Kind::separator) {
                pass(c.value);
            } else {
                opened_ = false;
            }
            at = end;
        }
        tokens_.positions = position_;
    }

  private:
    // A quote is an opening one after a space or bracket, unless one of its kind is open already.
    void pass(char32_t separator) {
        const bool is_double = is_double_quote(separator);
        if (!is_double && !is_single_quote(separator)) {
            opened_ = opens(separator);
            return;
        }
        bool& inside = is_double ? inside_double_ : inside_single_;
        opened_ = opened_ && !inside;
        inside = opened_;
    }

    Kind kind_at(std::size_t at) const {
        return at < text_.size() ? kind_of(code_point_at(text_, at).value) : Kind::separator;
    }

    // The end of the run of `kind` and marks that begins at `at`.
    std::size_t run_end(std::size_t at, Kind kind) const {
        while (at < text_.size()) {
            const CodePoint c = code_point_at(text_, at);
            const Kind next = kind_of(c.value);
            if (next != kind && next != Kind::mark) break;
            at = c.end;
        }
        return at;
    }

    // A chain of Latin words and numbers joined by single hyphens or underscores. Returns its end.
    std::size_t alphanumeric(std::size_t begin) {
        state_.pieces.clear();
        std::size_t at = begin;
        while (true) {
            const std::size_t end = word_end(at);
            split_word({at, end});
            at = end;
            const bool joined = at + 1 < text_.size() && (text_[at] == '-' || text_[at] == '_');
            if (!joined) break;
            const Kind next = kind_at(at + 1);
            if (next != Kind::latin && next != Kind::digit) break;
            ++at;
        }
        at = take_suffix(at);
        if (may_be_wanted(state_.pieces)) emit_chain();
        return at;
    }

    bool may_be_wanted(const std::vector<Span>& pieces) const {
        return filter_ == nullptr || std::any_of(pieces.begin(), pieces.end(), [&](Span piece) {
                   const std::size_t size = piece.end - piece.begin;
                   const bool begins_joined_form = size < 2 && pieces.size() > 1;
                   return begins_joined_form || filter_->may_have(text_.substr(piece.begin, size));
               });
    }

    // A maximal run of letters, digits and marks, with full stops and commas inside numbers and
    // apostrophes before letters.
    std::size_t word_end(std::size_t at) const {
        Kind previous = Kind::separator;
        while (at < text_.size()) {
            const CodePoint c = code_point_at(text_, at);
            const Kind kind = kind_of(c.value);
            if (kind == Kind::latin || kind == Kind::digit || kind == Kind::mark) {
                previous = kind == Kind::mark ? previous : kind;
            } else {
                const Kind next = kind_at(c.end);
                const bool in_number = (c.value == '.' || c.value == ',') &&
                                       previous == Kind::digit && next == Kind::digit;
                const bool apostrophe = (c.value == '\'' || c.value == 0x2019) &&
                                        previous == Kind::latin && next == Kind::latin;
                if (!in_number && !apostrophe) break;
                previous = Kind::separator;
            }
            at = c.end;
        }
        return at;
    }

    // "C++" and "C#" keep their signs; longer words do not.
    std::size_t take_suffix(std::size_t at) {
        const Span last = state_.pieces.back();
        if (last.end != at || last.end - last.begin != 1) return at;
        std::size_t end = at;
        if (text_.substr(at).starts_with("++")) {
            end = at + 2;
        } else if (text_.substr(at).starts_with("#")) {
            end = at + 1;
        }
        state_.pieces.back().end = end;
        return end;
    }

    // Splits at CamelCase and letter-digit boundaries where both sides are meaningful: three or
    // more letters on each side of a capital, three or more letters next to a digit.
    void split_word(Span word) {
        std::size_t begin = word.begin;
        for (std::size_t at = begin + 1; at < word.end; ++at) {
            if (boundary(word, begin, at)) {
                state_.pieces.push_back({begin, at});
                begin = at;
            }
        }
        state_.pieces.push_back({begin, word.end});
    }

    bool boundary(Span word, std::size_t piece, std::size_t at) const {
        const auto letter = [&](std::size_t i) { return is_ascii_letter(text_[i]); };
        const auto digit = [&](std::size_t i) { return is_ascii_digit(text_[i]); };
        const auto upper = [&](std::size_t i) { return text_[i] >= 'A' && text_[i] <= 'Z'; };
        const auto lower = [&](std::size_t i) { return letter(i) && !upper(i); };
        const auto letters_after = [&](std::size_t i) {
            std::size_t n = 0;
            while (n < 3 && i + n < word.end && letter(i + n)) ++n;
            return n;
        };
        const auto letters_before = [&](std::size_t i) {
            std::size_t n = 0;
            while (n < 3 && i - n > piece && letter(i - n - 1)) ++n;
            return n;
        };
        if (lower(at - 1) && upper(at)) return letters_before(at) >= 3 && letters_after(at) >= 3;
        if (digit(at) && letter(at - 1)) return letters_before(at) >= 3;
        if (digit(at - 1) && letter(at)) return letters_after(at) >= 3;
        return false;
    }

    void emit_chain() {
        const std::uint32_t run = runs_++;
        const auto& pieces = state_.pieces;
        const std::uint32_t first = position_;
        for (const Span piece : pieces)
            latin(text_.substr(piece.begin, piece.end - piece.begin), piece, run, position_++);
        if (pieces.size() < 2) return;
        std::string joined;
        for (const Span piece : pieces)
            joined += text_.substr(piece.begin, piece.end - piece.begin);
        if (joined.size() <= longest_term)
            latin(joined, {pieces.front().begin, pieces.back().end}, run, first, true);
    }

    void latin(std::string_view written, Span span, std::uint32_t run, std::uint32_t position,
               bool compound = false) {
        std::string& word = state_.folded;
        // Of a word that is too long for a term, folds only as much as can be used.
        word = written;
        cut(word, 4 * longest_term);
        word = fold_accents(word);
        word.erase(std::remove(word.begin(), word.end(), ','), word.end());
        for (std::size_t at; (at = word.find("’")) != std::string::npos;)
            word.replace(at, 3, 1, '\'');
        cut(word, longest_term);
        emit(TokenKind::word, word, span, run, position, compound);
        emit(TokenKind::stem, stem_of(word), span, run, position, compound);
    }

    const std::string& stem_of(const std::string& word) {
        auto& stems = state_.stems;
        if (const auto found = stems.find(word); found != stems.end()) return found->second;
        if (stems.size() >= cache_limit) stems.clear();
        return stems.emplace(word, english_stem(word)).first->second;
    }

    void hangul(Span span, bool glued) {
        const std::string_view written = text_.substr(span.begin, span.end - span.begin);
        if (written.size() <= longest_run && all_syllables(written)) {  // nearly always
            if (filter_ == nullptr || filter_->may_have_hangul(written))
                hangul_word(written, span, true, glued);
            return;
        }
        // Compatibility letters and halfwidth forms become syllables; tokens of such a run have the
        // offsets of the whole run.
        std::string& folded = state_.folded;
        folded = fold_case(written);
        const bool same = folded == written;
        std::size_t at = 0;
        while (at < folded.size()) {
            std::size_t end = at;
            while (end < std::min(folded.size(), at + longest_run) &&
                   is_hangul_syllable(code_point_at(folded, end).value)) {
                end += 3;
            }
            if (end == at) {  // a letter that is not part of a syllable, such as ㅋ
                at = code_point_at(folded, at).end;
                continue;
            }
            hangul_word(std::string_view(folded).substr(at, end - at),
                        same ? Span{span.begin + at, span.begin + end} : span, same,
                        glued && at == 0);
            at = end;
        }
    }

    static bool all_syllables(std::string_view run) {
        for (const CodePoint c : code_points(run)) {
            if (!is_hangul_syllable(c.value)) return false;
        }
        return true;
    }

    void hangul_word(std::string_view word, Span span, bool exact, bool glued) {
        if (glued && is_ending(word)) return;
        const std::uint32_t run = runs_++;
        const auto place = [&](std::size_t begin, std::size_t end) {
            return exact ? Span{span.begin + begin, span.begin + end} : span;
        };
        const State::Korean& korean = analyze_korean(word);
        // Whole syllables, since each takes 3 bytes.
        emit(TokenKind::form, word.substr(0, longest_term), place(0, word.size()), run, position_);
        if (korean.parts.whole_known)
            part(word.substr(0, korean.stem), place(0, korean.stem), run, position_, true);
        std::size_t begin = 0;
        for (const std::size_t end : korean.parts.ends) {
            part(word.substr(begin, end - begin), place(begin, end), run, position_++);
            begin = end;
        }
        if (!korean.hides_words) return;
        for (std::size_t at = 0; at + 6 <= korean.stem; at += 3)
            emit(TokenKind::bigram, word.substr(at, 6), place(at, at + 6), run, position_ - 1);
    }

    void part(std::string_view written, Span span, std::uint32_t run, std::uint32_t position,
              bool compound = false) {
        std::string& term = state_.folded_part;
        term = written;
        cut(term, longest_term);
        emit(TokenKind::part, term, span, run, position, compound);
    }

    const State::Korean& analyze_korean(std::string_view word) {
        state_.korean.resize(kept_words);
        State::Korean& korean =
            state_.korean[std::hash<std::string_view>()(word) % state_.korean.size()];
        if (korean.word == word) return korean;
        korean.word = word;
        korean.stem = stem_length(word, lexicon_);
        korean.parts = split_stem(word.substr(0, korean.stem), lexicon_);
        korean.hides_words = false;
        std::size_t begin = 0;
        for (const std::size_t end : korean.parts.ends) {
            const std::string_view part = word.substr(begin, end - begin);
            korean.hides_words = korean.hides_words || may_hide_words(part, lexicon_);
            begin = end;
        }
        return korean;
    }

    // Scripts without spaces: ICU's word breaks, and bigrams of ideographs.
    void other(Span span) {
        const std::string_view written = text_.substr(span.begin, span.end - span.begin);
        const std::uint32_t run = runs_++;
        for_pieces(BreakKind::word, written, [&](std::size_t begin, std::size_t end) {
            std::string word = fold_case(written.substr(begin, end - begin));
            const Span place{span.begin + begin, span.begin + end};
            cut(word, longest_term);
            emit(TokenKind::word, word, place, run, position_);
            emit(TokenKind::stem, word, place, run, position_++);
            return true;
        });
        std::size_t previous = written.size();  // the ideograph before; the end without one
        for (const CodePoint c : code_points(written)) {
            const bool ideograph = is_ideographic(c.value);
            if (ideograph && previous != written.size()) {
                emit(TokenKind::bigram, fold_case(written.substr(previous, c.end - previous)),
                     {span.begin + previous, span.begin + c.end}, run, position_ - 1);
            }
            previous = ideograph ? c.begin : written.size();
        }
    }

    static void cut(std::string& term, std::size_t most) {
        if (term.size() > most) term.resize(character_boundary(term, most));
    }

    void emit(TokenKind kind, std::string_view term, Span span, std::uint32_t run,
              std::uint32_t position, bool compound = false) {
        if (term.empty()) return;
        tokens_.list.push_back(
            {kind, compound, position, run, static_cast<std::uint32_t>(span.begin),
             static_cast<std::uint32_t>(span.end), static_cast<std::uint32_t>(tokens_.terms.size()),
             static_cast<std::uint32_t>(term.size())});
        tokens_.terms += term;
    }

    const Lexicon& lexicon_;
    State& state_;
    std::string_view text_;
    Tokens& tokens_;
    const WordFilter* filter_;
    std::uint32_t position_ = 0;
    std::uint32_t runs_ = 0;
    bool opened_ = true;          // a word that begins here is on its own
    bool inside_double_ = false;  // quotes
    bool inside_single_ = false;
};

Analyzer::Analyzer(const Lexicon& lexicon) : lexicon_(lexicon), state_(std::make_unique<State>()) {}
Analyzer::~Analyzer() = default;

void Analyzer::analyze(std::string_view text, Tokens& tokens, const WordFilter* filter) {
    tokens.list.clear();
    tokens.terms.clear();
    Pass(lexicon_, *state_, text.substr(0, std::size_t{1} << 31), tokens, filter).run();
}

std::string keyword_term(std::string_view text) {
    const std::string folded = fold_accents(text);
    std::string term;
    bool blank = false;
    for (const CodePoint c : code_points(folded)) {
        if (u_isalnum(static_cast<UChar32>(c.value))) {
            if (blank && !term.empty()) term += ' ';
            blank = false;
            append_utf8(term, c.value);
        } else {
            blank = blank || (c.value != '\'' && c.value != 0x2019);
        }
        if (term.size() > 150) break;
    }
    return term;
}

std::string english_stem(const std::string& word) {
    thread_local const Xapian::Stem stemmer("english");
    return stemmer(word);
}

}  // namespace nonmun
