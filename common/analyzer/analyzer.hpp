// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/analyzer/lexicon.hpp"
#include "common/analyzer/word_filter.hpp"

namespace nonmun {

// Goes up with every change after which the same text would give other terms; a reader refuses an
// index of another version.
inline constexpr int analyzer_version = 5;

// What a token is for. Papers are found by stems, parts and bigrams; words and forms tell how they
// are written.
enum class TokenKind : std::uint8_t {
    word,  // folded form of a word that is not Hangul
    form,  // a Hangul run as written, with its particle or ending; stands before its parts
    stem,  // of a word: its English Snowball stem (the word itself outside Latin script)
    part,  // a part of a Hangul run's stem: 강화학습을 → 강화, 학습 (and, as a compound, 강화학습)
    bigram,  // two neighbouring syllables: of a Hangul part of three or more that the lexicon does
             // not know, in which a word may hide, or of a Han or Kana run
};

struct Token {
    TokenKind kind;
    bool compound;  // the joined form of a word whose parts were given too: gpt4v for GPT-4V
    std::uint32_t
        position;         // counts words and parts, from 0; a compound stands at its first part's
    std::uint32_t run;    // tokens of one written word share a run
    std::uint32_t begin;  // bytes of the analyzed text; without particles, but for a form
    std::uint32_t end;
    std::uint32_t term_begin;  // bytes of Tokens::terms
    std::uint32_t term_size;
};

// The tokens of a text, in order of their runs. Reused from text to text, so that nothing is
// allocated for a token.
struct Tokens {
    std::vector<Token> list;
    std::string terms;
    std::uint32_t positions = 0;  // the number of positions used

    std::string_view term(const Token& token) const {
        return std::string_view(terms).substr(token.term_begin, token.term_size);
    }
};

// Turns text into terms: one analyzer for documents, queries, names and highlighting. Holds caches:
// one for each thread.
//
//   words      maximal runs of letters and digits of one script; for scripts without blanks,
//              ICU's dictionary word breaks
//   Latin      NFKC_Casefold, diacritics folded, English stem; compounds whole and in parts
//              (GPT-4V, DreamFusion, Llama3)
//   Hangul     the form; its stem by rule and lexicon, split into parts; bigrams of unknown parts
//   Han, Kana  words and bigrams
//
// Text should be in NFC (clean_text); ill-formed bytes separate words.
class Analyzer {
  public:
    explicit Analyzer(const Lexicon& lexicon);
    ~Analyzer();
    Analyzer(const Analyzer&) = delete;
    Analyzer& operator=(const Analyzer&) = delete;

    // Replaces what `tokens` held. Text over 2^31 bytes is cut there. With a filter, words that it
    // excludes may be passed over; runs and positions are then those of what is left.
    void analyze(std::string_view text, Tokens& tokens, const WordFilter* filter = nullptr);
    Tokens analyze(std::string_view text) {
        Tokens tokens;
        analyze(text, tokens);
        return tokens;
    }

    const Lexicon& lexicon() const { return lexicon_; }

  private:
    class Pass;
    struct State;

    const Lexicon& lexicon_;
    std::unique_ptr<State> state_;
};

// The term that stands for a whole label or phrase in boolean filters: folded, blanks squeezed.
std::string keyword_term(std::string_view text);

// The English Snowball stem of a folded Latin word.
std::string english_stem(const std::string& word);

}  // namespace nonmun
