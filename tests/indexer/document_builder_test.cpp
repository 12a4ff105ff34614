#include "indexer/document_builder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "common/author_name.hpp"
#include "common/fields.hpp"
#include "common/paper_json.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

struct Posting {
    Xapian::termcount wdf = 0;
    std::vector<Xapian::termpos> positions;
};

using Postings = std::map<std::string, Posting>;

Xapian::Document build(const Paper& paper, const Lexicon& lexicon = {}) {
    return DocumentBuilder(lexicon).build(paper);
}

Postings postings_of(const Xapian::Document& document) {
    Postings postings;
    for (auto term = document.termlist_begin(); term != document.termlist_end(); ++term) {
        Posting& posting = postings[*term];
        posting.wdf = term.get_wdf();
        posting.positions.assign(term.positionlist_begin(), term.positionlist_end());
    }
    return postings;
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
std::string title_only(std::string_view term) {
    return prefixed(title_only_prefix, term);
}

TEST(DocumentBuilder, StoresThePaper) {
    Paper paper = paper_with("T", {"s"});
    paper.votes = 3;
    EXPECT_EQ(build(paper).get_data(), to_line(paper));
}

TEST(DocumentBuilder, HasATermForTheIdAndEachAuthor) {
    Paper paper = paper_with("T");
    paper.authors = {"Marin Soljačić", "Wei Wang"};
    const Postings postings = postings_of(build(paper));
    EXPECT_TRUE(postings.contains("Q2405.00001"));
    for (const std::string& name : paper.authors) {
        const std::string term = prefixed(author_prefix, author_key(name));
        ASSERT_TRUE(postings.contains(term)) << term;
        EXPECT_EQ(postings.at(term).wdf, 0u) << "says who, not how much";
    }
}

TEST(DocumentBuilder, AuthorWordsHavePositionsThatNoPhraseBridges) {
    Paper paper = paper_with("T");
    paper.authors = {"Marin Soljačić", "Wei-Chen Lin"};
    const Postings postings = postings_of(build(paper));
    const auto at = [&](const std::string& word) {
        return postings.at(prefixed(row_of(Field::author).prefix, word)).positions.front();
    };
    EXPECT_EQ(at("soljacic"), at("marin") + 1);
    EXPECT_EQ(at("chen"), at("wei") + 1);
    EXPECT_EQ(at("lin"), at("chen") + 1);
    EXPECT_GT(at("wei"), at("soljacic") + 1);
}

TEST(DocumentBuilder, ValuesAreThereWhenKnown) {
    Paper paper = paper_with("T");
    Xapian::Document document = build(paper);
    EXPECT_EQ(document.get_value(date_slot), "");
    EXPECT_EQ(document.get_value(votes_slot), "");
    EXPECT_EQ(document.get_value(recency_slot), "");
    paper.date = Date{2024, 5, 1};
    paper.votes = 0;
    document = build(paper);
    EXPECT_EQ(document.get_value(date_slot), "20240501");
    ASSERT_NE(document.get_value(votes_slot), "") << "no votes are votes that are known";
    EXPECT_DOUBLE_EQ(Xapian::sortable_unserialise(document.get_value(votes_slot)), 0);
    EXPECT_DOUBLE_EQ(Xapian::sortable_unserialise(document.get_value(recency_slot)),
                     recency_growth(days_since_epoch({2024, 5, 1})));
    paper.votes = 44;
    EXPECT_DOUBLE_EQ(Xapian::sortable_unserialise(build(paper).get_value(votes_slot)), 44);
}

TEST(DocumentBuilder, AuthorsAndSectionsAreValuesTooEachOnce) {
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
    EXPECT_EQ(postings.at("Zmodel").wdf, 2u);
    EXPECT_EQ(postings.at("Zmodel").positions.size(), 2u);
    EXPECT_EQ(postings.at("models").wdf, 0u);
    EXPECT_EQ(postings.at("Zdiffus").wdf, 1u);
}

TEST(DocumentBuilder, AWordOfTheTitleCountsTwice) {
    const Postings postings = postings_of(build(paper_with("Diffusion", {"fusion"})));
    EXPECT_EQ(postings.at("Zdiffus").wdf, 2 * postings.at("Zfusion").wdf);
}

TEST(DocumentBuilder, KoreanPartsAreCappedAndBigramsCountOnce) {
    const Postings postings = postings_of(build(paper_with("모델", {"모델을 모델이 모델은 학습"})));
    EXPECT_EQ(postings.at("모델").wdf, 3u);
    EXPECT_EQ(postings.at("XT모델").wdf, 2u) << "two for the title, three times in the text";
    EXPECT_FALSE(postings.contains("XT학습"));
    EXPECT_EQ(postings.at("모델").positions.size(), 4u);
    EXPECT_EQ(postings.at("학습").wdf, 1u);
    EXPECT_EQ(postings.at(bigram("모델")).wdf, 1u);
    EXPECT_TRUE(postings.at(bigram("모델")).positions.empty());
    EXPECT_TRUE(postings.contains(bigram("델을")));
}

TEST(DocumentBuilder, AJoinedFormIsAStemWithoutAPlace) {
    const auto joined_only = [](std::string_view term) {
        return prefixed(joined_only_prefix, term);
    };
    const Postings postings =
        postings_of(build(paper_with("Data-base", {"data-base, multi-agent, multiagent"})));
    const std::string database = "Z" + english_stem("database");
    EXPECT_EQ(postings.at(database).wdf, 3u);
    EXPECT_TRUE(postings.at(database).positions.empty());
    EXPECT_TRUE(postings.contains(joined_only(database)));
    EXPECT_EQ(postings.at(joined_only(database)).wdf, 0u);
    const std::string multiagent = "Z" + english_stem("multiagent");
    EXPECT_EQ(postings.at(multiagent).wdf, 2u);
    EXPECT_EQ(postings.at(multiagent).positions.size(), 1u);
    EXPECT_FALSE(postings.contains(joined_only(multiagent))) << "it is written as one word too";
    EXPECT_FALSE(postings.contains(joined_only("Zdata")));
}

TEST(DocumentBuilder, AHangulWholeStandsInItsParts) {
    const Lexicon lexicon("강화\t5\n강화학습\t90\n학습\t9\n");
    const Postings postings = postings_of(build(paper_with("", {"강화학습을"}), lexicon));
    EXPECT_EQ(postings.at("학습").positions.front(), postings.at("강화").positions.front() + 1);
    for (const auto& [term, posting] : postings) EXPECT_FALSE(term.ends_with("강화학습")) << term;
}

TEST(DocumentBuilder, NeighboursHaveNeighbouringPositions) {
    const Postings postings = postings_of(build(paper_with("", {"Gaussian Splatting 모델을"})));
    const auto at = [&](const std::string& term) { return postings.at(term).positions.front(); };
    EXPECT_EQ(at("Z" + english_stem("splatting")), at("Z" + english_stem("gaussian")) + 1);
    EXPECT_EQ(at("모델"), at("Z" + english_stem("splatting")) + 1);
}

TEST(DocumentBuilder, NoPhraseReachesFromOneItemIntoTheNext) {
    const Postings postings = postings_of(build(paper_with("alpha", {"beta", "gamma"})));
    const auto at = [&](const std::string& word) {
        return postings.at("Z" + english_stem(word)).positions.front();
    };
    EXPECT_GT(at("beta"), at("alpha") + 10);
    EXPECT_GT(at("gamma"), at("beta") + 10);
}

TEST(DocumentBuilder, TitleTermsStandUnderTheTitleField) {
    const Postings postings = postings_of(build(paper_with("Gaussian 모델을", {"splatting"})));
    const FieldRow& field = row_of(Field::title);
    for (const std::string& term :
         {prefixed(field.prefix, "gaussian"), prefixed(field.prefix, "모델"),
          prefixed(field.stem_prefix, english_stem("gaussian"))}) {
        ASSERT_TRUE(postings.contains(term)) << term;
        EXPECT_EQ(postings.at(term).wdf, 0u) << term;
    }
    EXPECT_FALSE(postings.contains(prefixed(field.prefix, "splatting")));
}

TEST(DocumentBuilder, MarksWhatOnlyTheTitleSays) {
    const Postings postings =
        postings_of(build(paper_with("Gaussian Models 모델", {"models 학습"})));
    EXPECT_TRUE(postings.contains(title_only("Z" + english_stem("gaussian"))));
    EXPECT_TRUE(postings.contains(title_only("gaussian")));
    EXPECT_TRUE(postings.contains(title_only("모델")));
    EXPECT_FALSE(postings.contains(title_only("Zmodel")));
    EXPECT_FALSE(postings.contains(title_only("models")));
    EXPECT_FALSE(postings.contains(title_only("학습")));
}

TEST(DocumentBuilder, SectionsAreKeywords) {
    Paper paper = paper_with("T");
    paper.summary = {{"What's New", "a"}, {"주요 결과", "b"}, {"!!!", "c"}, {std::nullopt, "d"}};
    const Postings postings = postings_of(build(paper));
    EXPECT_TRUE(postings.contains("XLwhats new"));
    EXPECT_TRUE(postings.contains("XL주요 결과"));
    EXPECT_FALSE(postings.contains("XL"));
}

TEST(DocumentBuilder, TeXOfTheTitleIsReadBeforeItIsSearched) {
    const Postings postings =
        postings_of(build(paper_with("$\\textit{Trans-LoRA}$ in M$^{2}$UGen")));
    EXPECT_TRUE(postings.contains("trans"));
    EXPECT_TRUE(postings.contains("lora"));
    EXPECT_FALSE(postings.contains("textit"));
}

TEST(DocumentBuilder, ABuilderKeepsNothingOfThePaperBefore) {
    const Lexicon lexicon;
    DocumentBuilder builder(lexicon);
    const Paper paper = paper_with("모델 Gaussian", {"학습 splatting"});
    const Postings first = postings_of(builder.build(paper));
    builder.build(paper_with("또 다른 논문", {"another one"}));
    const Postings again = postings_of(builder.build(paper));
    ASSERT_EQ(again.size(), first.size());
    for (const auto& [term, posting] : first) {
        ASSERT_TRUE(again.contains(term)) << term;
        EXPECT_EQ(again.at(term).wdf, posting.wdf) << term;
        EXPECT_EQ(again.at(term).positions, posting.positions) << term;
    }
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
        EXPECT_LE(term.size(), 245u) << term;
    }
}

TEST(DocumentBuilder, AVeryLongListOfAuthorsIsFine) {
    Paper paper = paper_with("T");
    for (int i = 0; i < 20'000; ++i) paper.authors.push_back("Author " + std::to_string(i));
    EXPECT_TRUE(postings_of(build(paper)).contains("XA19999"));
}

}  // namespace
}  // namespace nonmun
