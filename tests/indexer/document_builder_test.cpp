// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/document_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "common/author_name.hpp"
#include "common/fields.hpp"
#include "common/paper_record.hpp"
#include "common/schema.hpp"
#include "common/token_sequence.hpp"
#include "common/vote_levels.hpp"

namespace nonmun {
namespace {

// Terms and their wdf.
using Postings = std::map<std::string, Xapian::termcount>;

Xapian::Document build(const Paper& paper, const Lexicon& lexicon = {}) {
    return DocumentBuilder(lexicon).build({record_of(paper), {"source"}}, neutral_vote_level);
}

Postings postings_of(const Xapian::Document& document) {
    Postings postings;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
        postings[*term] = term.get_wdf();
    return postings;
}

std::vector<SequenceToken> sequence_of(const Xapian::Document& document) {
    const std::string value = document.get_value(sequence_slot);
    const TokenSequence sequence(value);
    std::vector<SequenceToken> tokens;
    for (std::size_t i = 0; i < sequence.size(); ++i) tokens.push_back(sequence[i]);
    return tokens;
}

SequenceToken latin(const std::string& word) {
    return sequence_token("Z" + english_stem(word), word);
}

Paper paper_with(const std::string& title, const std::vector<std::string>& items = {}) {
    Paper paper;
    paper.id = "2405.00001";
    paper.title = title;
    for (const std::string& item : items) paper.summary.push_back({std::nullopt, item});
    paper.appearances = {{std::nullopt, std::nullopt, title}};
    return paper;
}

std::string prefixed(std::string_view prefix, std::string_view term) {
    return std::string(prefix) + std::string(term);
}
std::string bigram(std::string_view term) {
    return prefixed(bigram_prefix, term);
}

TEST(DocumentBuilder, StoresThePaper) {
    Paper paper = paper_with("T", {"s"});
    paper.votes = 3;
    EXPECT_EQ(build(paper).get_value(record_slot), record_of(paper));
}

TEST(DocumentBuilder, HasATermForTheIdAndEachAuthor) {
    Paper paper = paper_with("T");
    paper.authors = {"Marin Soljačić", "Wei Wang"};
    const Postings postings = postings_of(build(paper));
    EXPECT_TRUE(postings.contains("Q2405.00001"));
    for (const std::string& name : paper.authors) {
        const std::string term = prefixed(author_prefix, author_key(name));
        ASSERT_TRUE(postings.contains(term)) << term;
        EXPECT_EQ(postings.at(term), 0u) << "says who, not how much";
    }
}

TEST(DocumentBuilder, KnownValuesAreStored) {
    Paper paper = paper_with("T");
    Xapian::Document document = build(paper);
    EXPECT_EQ(document.get_value(date_slot), "");
    EXPECT_EQ(document.get_value(votes_slot), "");
    EXPECT_EQ(document.get_value(recency_slot), "");
    paper.date = Date{2024, 5, 1};
    paper.votes = 0;
    paper.appearances = {{paper.date, paper.votes, "T"}};
    document = build(paper);
    EXPECT_EQ(document.get_value(date_slot), "20240501");
    ASSERT_NE(document.get_value(votes_slot), "") << "no votes are votes that are known";
    EXPECT_DOUBLE_EQ(Xapian::sortable_unserialise(document.get_value(votes_slot)), 0);
    EXPECT_DOUBLE_EQ(Xapian::sortable_unserialise(document.get_value(recency_slot)),
                     recency_growth(days_since_epoch({2024, 5, 1})));
    paper.votes = paper.appearances.front().votes = 44;
    EXPECT_DOUBLE_EQ(Xapian::sortable_unserialise(build(paper).get_value(votes_slot)), 44);
}

TEST(DocumentBuilder, EachAuthorAndSectionIsAValueOnce) {
    Paper paper = paper_with("T");
    EXPECT_EQ(build(paper).get_value(authors_slot), "");
    EXPECT_EQ(build(paper).get_value(sections_slot), "");
    paper.authors = {"Wei-Chen Lin", "Marin Soljačić"};
    paper.summary = {
        {"What's New", "a"}, {std::nullopt, "b"}, {"whats new", "c"}, {"Results", "d"}};
    using Strings = std::vector<std::string>;
    EXPECT_EQ(texts_of_value(build(paper).get_value(authors_slot)), paper.authors);
    EXPECT_EQ(texts_of_value(build(paper).get_value(sections_slot)),
              (Strings{"What's New", "Results"}));
}

TEST(DocumentBuilder, StemsRankAndExactWordsDoNot) {
    const Postings postings = postings_of(build(paper_with("", {"diffusion models, more models"})));
    EXPECT_EQ(postings.at("Zmodel"), 2u);
    EXPECT_EQ(postings.at("models"), 0u);
    EXPECT_EQ(postings.at("Zdiffus"), 1u);
}

TEST(DocumentBuilder, AWordOfTheTitleCountsTwice) {
    const Postings postings = postings_of(build(paper_with("Diffusion", {"fusion"})));
    EXPECT_EQ(postings.at("Zdiffus"), 2 * postings.at("Zfusion"));
}

TEST(DocumentBuilder, AJoinedFormIsAStem) {
    const Postings postings =
        postings_of(build(paper_with("Data-base", {"data-base, multi-agent, multiagent"})));
    EXPECT_EQ(postings.at("Z" + english_stem("database")), 3u);
    EXPECT_EQ(postings.at("Z" + english_stem("multiagent")), 2u);
}

TEST(DocumentBuilder, KoreanPartsAreCapped) {
    const Postings postings = postings_of(build(paper_with("모델", {"모델을 모델이 모델은 학습"})));
    EXPECT_EQ(postings.at("모델"), 3u);
    EXPECT_EQ(postings.at("학습"), 1u);
}

TEST(DocumentBuilder, OnlyPartsThatTheLexiconLacksHaveBigrams) {
    const Lexicon lexicon("강화\t5\n강화학습\t90\n변환기\t9\n학습\t9\n");
    const Xapian::Document document =
        build(paper_with("", {"강화학습을 변환기는 모델은 듣보잡을 듣보잡이"}), lexicon);
    const Postings postings = postings_of(document);
    EXPECT_EQ(postings.at(bigram("듣보")), 1u);
    EXPECT_EQ(postings.at(bigram("보잡")), 1u) << "counted once";
    const auto bigrams = std::count_if(postings.begin(), postings.end(), [](const auto& posting) {
        return posting.first.starts_with(bigram_prefix);
    });
    EXPECT_EQ(bigrams, 2) << "neither of known parts nor of particles";
    std::vector<SequenceToken> within = {sequence_token("듣보", ""), sequence_token("보잡", "")};
    std::sort(within.begin(), within.end());
    const std::vector<SequenceToken> sequence = sequence_of(document);
    const auto behind = std::find(sequence.begin(), sequence.end(), words_within);
    ASSERT_NE(behind, sequence.end());
    EXPECT_EQ(std::vector<SequenceToken>(behind + 1, sequence.end()), within);
}

TEST(DocumentBuilder, ACompoundIsIndexedByItsParts) {
    const Lexicon lexicon("강화\t5\n강화학습\t90\n학습\t9\n");
    const Xapian::Document document = build(paper_with("", {"강화학습을"}), lexicon);
    EXPECT_EQ(sequence_of(document),
              (std::vector<SequenceToken>{sequence_gap, sequence_token("강화", "강화학습을"),
                                          sequence_token("학습", "강화학습을"), sequence_gap}));
    for (const auto& [term, wdf] : postings_of(document))
        EXPECT_FALSE(term.ends_with("강화학습")) << term;
}

TEST(DocumentBuilder, TheSequenceHasTheWordsInOrderWithTheirForms) {
    const Xapian::Document document =
        build(paper_with("Models", {"Gaussian Splatting 모델을", "more, 모델"}));
    EXPECT_EQ(sequence_of(document),
              (std::vector<SequenceToken>{latin("models"), sequence_gap, latin("gaussian"),
                                          latin("splatting"), sequence_token("모델", "모델을"),
                                          sequence_gap, latin("more"),
                                          sequence_token("모델", "모델"), sequence_gap}));
}

TEST(DocumentBuilder, NoTermHasPositions) {
    Paper paper = paper_with("Gaussian 모델", {"data-base 学习 모델을"});
    paper.authors = {"Marin Soljačić"};
    const Xapian::Document document = build(paper);
    EXPECT_GT(document.termlist_count(), 5u);
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term)
        EXPECT_EQ(term.positionlist_count(), 0u) << *term;
}

TEST(DocumentBuilder, SectionsAreKeywords) {
    Paper paper = paper_with("T");
    paper.summary = {{"What's New", "a"}, {"주요 결과", "b"}, {"!!!", "c"}, {std::nullopt, "d"}};
    const Postings postings = postings_of(build(paper));
    EXPECT_TRUE(postings.contains("XLwhats new"));
    EXPECT_TRUE(postings.contains("XL주요 결과"));
    EXPECT_FALSE(postings.contains("XL"));
}

TEST(DocumentBuilder, TeXInTheTitleIsConvertedBeforeIndexing) {
    const Postings postings =
        postings_of(build(paper_with("$\\textit{Trans-LoRA}$ in M$^{2}$UGen")));
    EXPECT_TRUE(postings.contains("trans"));
    EXPECT_TRUE(postings.contains("lora"));
    EXPECT_FALSE(postings.contains("textit"));
}

TEST(DocumentBuilder, ABuilderKeepsNothingOfThePreviousPaper) {
    const Lexicon lexicon;
    DocumentBuilder builder(lexicon);
    const SourcedPaper paper{record_of(paper_with("모델 Gaussian", {"학습 splatting"})), {"s"}};
    const Xapian::Document first = builder.build(paper, 0.25);
    builder.build({record_of(paper_with("또 다른 논문", {"another one"})), {"t"}}, 0.75);
    const Xapian::Document again = builder.build(paper, 0.25);
    EXPECT_EQ(postings_of(again), postings_of(first));
    EXPECT_EQ(sequence_of(again), sequence_of(first));
}

TEST(DocumentBuilder, NoTermIsTooLongForXapian) {
    const std::string latin(5000, 'x');
    std::string korean;
    while (korean.size() < 5000) korean += "모델";
    Paper paper = paper_with(latin + " " + korean, {latin, korean});
    paper.id = std::string(200, 'i');
    paper.authors = {latin, korean, latin + " " + korean};
    paper.summary.front().section = latin + korean;
    for (const auto& [term, posting] : postings_of(build(paper))) {
        EXPECT_LE(term.size(), most_term_bytes) << term;
    }
}

TEST(DocumentBuilder, AVeryLongListOfAuthorsIsIndexed) {
    Paper paper = paper_with("T");
    for (int i = 0; i < 20'000; ++i) paper.authors.push_back("Author " + std::to_string(i));
    EXPECT_TRUE(postings_of(build(paper)).contains("XA19999"));
}

}  // namespace
}  // namespace nonmun
