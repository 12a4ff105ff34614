#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <xapian.h>

#include "common/analyzer/analyzer.hpp"
#include "common/paper.hpp"

namespace nonmun {

// Turns papers into Xapian documents: the one place that writes the postings that field_table and schema describe.
//
//   ranking    English stems (Z…), Hangul parts, bigrams (XB…) of title and summary; a title's words count twice, and a Hangul
//              term counts at most `most_hangul_wdf` times (see docs/ranking.md for why)
//   phrases    exact words and Hangul parts with positions, wdf 0: title under S…, summary items one after the other
//   fields     title words again under S… and ZS…; XU… marks the terms that only the title has
//   filters    id, author keys and words, section labels, date and votes
class DocumentBuilder {
  public:
    explicit DocumentBuilder(const Lexicon& lexicon) : analyzer_(lexicon) {}

    Xapian::Document build(const Paper& paper);

  private:
    struct RankingTerm {
        std::uint32_t begin;  // bytes of ranking_text_
        std::uint32_t size;
        unsigned weight;
        bool capped;  // counts most_hangul_wdf at most
        bool title;
    };

    void add_title(Xapian::Document& document, const std::string& title);
    void add_summary(Xapian::Document& document, const std::vector<SummaryItem>& summary);
    void add_ranking_terms(Xapian::Document& document);
    void collect(unsigned weight, bool title);

    Analyzer analyzer_;
    Tokens tokens_;
    std::string term_;
    std::vector<RankingTerm> ranking_;
    std::string ranking_text_;
};

// The boolean term of a source file, from its key.
std::string source_term(const std::string& source_key);

}  // namespace nonmun
