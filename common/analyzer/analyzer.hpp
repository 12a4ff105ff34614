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

// Increased with every change that gives other terms for the same text. Programs refuse an index of
// another version.
inline constexpr int analyzer_version = 5;

// Stems, parts and bigrams are for matching; words and forms keep the written form.
enum class TokenKind : std::uint8_t {
    word,  // folded form of a word that is not Hangul
    form,  // a Hangul run as written, with its particle or ending; comes before its parts
    stem,  // of a word: its English Snowball stem (the word itself outside Latin script)
    part,  // a part of a Hangul run's stem: 강화학습을 → 강화, 학습 (and, as a compound, 강화학습)
    bigram,  // two adjacent syllables of a Han or Kana run, or of a Hangul part that has three or
             // more, is not in the lexicon and so may contain words
};

struct Token {
    TokenKind kind;
    bool compound;           // the joined form of a word with several parts: gpt4v for GPT-4V
    std::uint32_t position;  // of the word or part, from 0; a compound has its first part's
    std::uint32_t run;       // number of the written word, which all of its tokens share
    std::uint32_t begin;     // bytes of the analyzed text; only a form includes particles
    std::uint32_t end;
    std::uint32_t term_begin;  // bytes of Tokens::terms
    std::uint32_t term_size;
};

// The tokens of a text, in order of their runs. Reuse it for several texts to avoid allocations.
struct Tokens {
    std::vector<Token> list;
    std::string terms;
    std::uint32_t positions = 0;  // the number of positions used

    std::string_view term(const Token& token) const {
        return std::string_view(terms).substr(token.term_begin, token.term_size);
    }
};

// Turns text into terms, for documents, queries, names and highlighting. Not thread safe, because
// it has caches.
//
//   words      maximal runs of letters and digits of one script; for scripts without spaces,
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

    // Overwrites `tokens`. Text is cut at 2^31 bytes. With a filter, words that it excludes may be
    // skipped; runs and positions then count the other words.
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

// The term for a whole label or phrase in boolean filters: folded, with single spaces.
std::string keyword_term(std::string_view text);

// The English Snowball stem of a folded Latin word.
std::string english_stem(const std::string& word);

}  // namespace nonmun
