// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <xapian.h>

#include <cstdint>
#include <string>
#include <vector>

#include "common/analyzer/analyzer.hpp"
#include "common/paper.hpp"
#include "common/token_sequence.hpp"
#include "indexer/paper_spool.hpp"

namespace nonmun {

// Turns papers into Xapian documents: the only place that writes the postings that common/fields
// and common/schema describe.
//
//   ranking    English stems (Z…), Hangul parts and bigrams (XB…) of title and summary; a word of
//              the title counts twice, a Hangul part at most most_part_wdf times, a bigram once
//              (docs/ranking.md says why)
//   joined     gpt4v for GPT-4V is a stem like any other
//   sequence   the stems and parts in their order, as a value: for nearness and phrases, to tell
//              the title from the summary, and a joined form that stands by itself from one that
//              does not
//   filters    id, author keys and words, section labels, source files, date and votes
//   record     the paper itself as a value (common/paper_record), and a checksum of both
class DocumentBuilder {
  public:
    explicit DocumentBuilder(const Lexicon& lexicon) : analyzer_(lexicon) {}

    // `vote_level`: see common/vote_levels. Throws Error(input) for a damaged record.
    Xapian::Document build(const SourcedPaper& sourced, double vote_level);

  private:
    struct RankingTerm {
        std::uint32_t begin;  // bytes of ranking_text_
        std::uint32_t size;
        TokenKind kind;
        bool title;
    };

    void add_summary(Xapian::Document& document, const std::vector<SummaryItem>& summary);
    void add_general_terms(Xapian::Document& document);
    void collect(bool title);
    void append_to_sequence();
    void add_words_within();

    Analyzer analyzer_;
    Tokens tokens_;
    std::vector<RankingTerm> ranking_;
    long latin_over_hangul_ = 0;  // number of English words minus number of Hangul runs
    std::string ranking_text_;
    std::string sequence_;
    std::vector<SequenceToken> words_within_;
};

}  // namespace nonmun
