// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/author_name.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Names = std::vector<std::string>;

TEST(AuthorName, SpellingsOfOneNameShareAKey) {
    const std::vector<Names> groups = {
        {"Marin Soljačić", "Marin Soljacic", "MARIN SOLJAČIĆ", "Soljačić, Marin",
         "Marin Soljac\u030Cic\u0301", "soljacic marin"},
        {"Aleksander Hołyński", "Aleksander Holynski", "Holynski, Aleksander"},
        {"Wei Wang", "Wang, Wei", "Wang Wei", "wei WANG", "Wei  Wang", " Wei Wang ", "Wei-Wang"},
        {"Wei-Chen Lin", "Weichen Lin", "Wei Chen Lin", "Lin Wei-Chen", "Lin, Wei-Chen",
         "Wei\u2010Chen Lin"},
        {"Michael I. Jordan", "Michael I Jordan", "Jordan, Michael I."},
        {"Conan O'Brien", "Conan O’Brien", "Conan OBrien"},
        {"김민준", "김 민준", "민준 김"},
        {"Baptiste Rozière", "Baptiste Roziere", "ＢＡＰＴＩＳＴＥ Rozière"},
        {"Søren Kjær", "Soren Kjaer"},
        {"Jürgen Weiß", "Jurgen Weiss"},
    };
    for (const Names& group : groups) {
        for (const std::string& name : group) {
            EXPECT_EQ(author_key(name), author_key(group.front())) << name;
            EXPECT_FALSE(author_key(name).empty());
        }
    }
}

TEST(AuthorName, OtherNamesHaveOtherKeys) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"Wei Wang", "Wei Wan"},
        {"Wei Wang", "Wei Zhang"},
        {"Wei Wang", "Wei-Wei Wang"},
        {"John Smith", "Jon Smith"},
        {"John Smith", "J. Smith"},
        {"John Smith", "John A. Smith"},
        {"Jing Li", "Ying Li"},
        {"김민준", "김민중"},
        {"Aleksander Holynski", "Alexander Holynski"},
        {"Anna Lee", "Hanna Lee"},
        {"Robert Downey, Jr.", "Robert Downey"},
    };
    for (const auto& [one, other] : rows) {
        EXPECT_NE(author_key(one), author_key(other)) << one << " / " << other;
    }
}

TEST(AuthorName, HasNoKeyWithoutLetters) {
    for (const char* name : {"", " ", "+", ",", "...", "-", "\xFF"}) {
        EXPECT_EQ(author_key(name), "") << name;
        EXPECT_TRUE(author_words(name).empty()) << name;
    }
}

TEST(AuthorName, TheKeyIsTheLeastRotationOfTheLetters) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"a", "a"},           {"ba", "ab"},         {"aaaa", "aaaa"},        {"cabcab", "abcabc"},
        {"b aab a", "aabab"}, {"abacab", "ababac"}, {"Wei Wang", "angweiw"},
    };
    for (const auto& [name, key] : rows) EXPECT_EQ(author_key(name), key) << name;
    for (std::string letters : {"abracadabra", "aabaabaac", "zyxzyxzyw"}) {
        const std::string key = author_key(letters);
        for (std::size_t i = 0; i < letters.size(); ++i) {
            EXPECT_EQ(author_key(letters), key);
            EXPECT_LE(key, letters);
            std::rotate(letters.begin(), letters.begin() + 1, letters.end());
        }
    }
}

// Quadratic time would take hours here, and ctest would stop it.
TEST(AuthorName, TakesLinearTime) {
    for (const char* piece : {"a", "ab", "aab "}) {
        std::string name;
        while (name.size() < 1'000'000) name += piece;
        EXPECT_FALSE(author_key(name + "b").empty());
    }
}

TEST(AuthorName, Words) {
    const std::vector<std::pair<std::string, Names>> rows = {
        {"Marin Soljačić", {"marin", "soljacic"}},
        {"Wang, Wei", {"wei", "wang"}},
        {"Wei-Chen Lin", {"wei", "chen", "lin"}},
        {"J.R. Smith", {"j", "r", "smith"}},
        {"O'Brien", {"obrien"}},
        {"Team GLM 4", {"team", "glm", "4"}},
        {"김 민준", {"김", "민준"}},
    };
    for (const auto& [name, words] : rows) EXPECT_EQ(author_words(name), words) << name;
}

TEST(AuthorName, InitialsMayAbbreviateAName) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"J. Smith", "John Smith"},
        {"J Smith", "John Smith"},
        {"Smith, J.", "John Smith"},
        {"J. R. Smith", "John Ronald Smith"},
        {"J.R. Smith", "John R. Smith"},
        {"J. Smith", "John A. Smith"},
        {"John Smith", "John A. Smith"},
        {"M. Soljacic", "Marin Soljačić"},
        {"Amir H. Abdi", "Amir Hossein Abdi"},
    };
    for (const auto& [one, other] : rows) {
        EXPECT_TRUE(may_be_initials_of(one, other)) << one << " / " << other;
        EXPECT_TRUE(may_be_initials_of(other, one)) << other << " / " << one;
    }
}

TEST(AuthorName, OtherInitialsAreAnotherPerson) {
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"J. Smith", "Peter Smith"},    {"J. Smith", "John Smithson"},
        {"A. Smith", "John A. Smith"},  {"J. R. Smith", "John Paul Smith"},
        {"John Smith", "John Smith"},   {"Smith, John", "John Smith"},
        {"Wei Wang", "Wei Chen Wang"},  {"Smith", "J. Smith"},
        {"J. Smith", "J. Smith"},       {"", "J. Smith"},
        {"A. Aa Brown", "Aa A. Brown"}, {"+", "+"},
    };
    for (const auto& [one, other] : rows) {
        EXPECT_FALSE(may_be_initials_of(one, other)) << one << " / " << other;
        EXPECT_FALSE(may_be_initials_of(other, one)) << other << " / " << one;
    }
}

TEST(AuthorName, DistinctNamesKeepTheirOrderAndFirstSpelling) {
    EXPECT_EQ(distinct_names({"Wei Wang", "+", "Li Na", "Wang, Wei", " ", "", "li na", " Bo Li "}),
              (Names{"Wei Wang", "Li Na", "Bo Li"}));
    EXPECT_EQ(distinct_names({"+"}), Names{});
    EXPECT_EQ(distinct_names({"J. Smith", "John Smith"}), (Names{"J. Smith", "John Smith"}));
    EXPECT_EQ(distinct_names({"C++ Team", "+"}), Names{"C++ Team"});
    EXPECT_EQ(distinct_names({"???", "???", "!!!"}), (Names{"???", "!!!"}))
        << "names without letters are compared as text";
}

TEST(AuthorKey, VowelSignsBelongToTheWord) {
    EXPECT_EQ(author_words("दीप"), std::vector<std::string>{fold_accents("दीप")});
    EXPECT_NE(author_key("दीप"), author_key("दाप"));
}

}  // namespace
}  // namespace nonmun
