// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/paper_record.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/error.hpp"
#include "common/paper_json.hpp"

namespace nonmun {
namespace {

std::string line_of_a_paper() {
    Paper paper;
    paper.id = "2405.00001";
    paper.title = "확산 모델";
    paper.appearances = {{std::nullopt, std::nullopt, paper.title}};
    paper.authors = {"Marin Soljačić"};
    paper.summary = {{"Results", "강화학습으로 학습한 모델은 더 정확했습니다."}};
    return to_line(paper);
}

TEST(PaperRecord, RoundTripsByteForByte) {
    for (const std::string& line : {line_of_a_paper(), std::string(), std::string("\0\xFF{", 3),
                                    std::string(3'000'000, 'x')}) {
        EXPECT_EQ(line_of_record(record_of_line(line)), line);
    }
    const Paper paper = paper_from_record(record_of_line(line_of_a_paper()));
    EXPECT_EQ(to_line(paper), line_of_a_paper());
    EXPECT_EQ(record_of(paper), record_of_line(line_of_a_paper()));
}

TEST(PaperRecord, IsShortForOnePaperAlone) {
    EXPECT_LT(record_of_line(line_of_a_paper()).size(), line_of_a_paper().size() * 2 / 3);
}

TEST(PaperRecord, DamageIsAnErrorAndNeverReadAsAPaper) {
    const std::string line = line_of_a_paper();
    const std::string record = record_of_line(line);
    for (const std::string& bad : {std::string(), std::string("{}"), record.substr(0, 10), line})
        EXPECT_THROW(line_of_record(bad), Error);
    std::mt19937 random(3);
    for (int round = 0; round < 2000; ++round) {
        std::string damaged = record;
        damaged[random() % damaged.size()] ^= static_cast<char>(1 + random() % 255);
        try {
            EXPECT_EQ(line_of_record(damaged), line);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind, ErrorKind::input);
        }
    }
}

}  // namespace
}  // namespace nonmun
