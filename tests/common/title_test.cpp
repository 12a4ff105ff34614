// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/title.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace nonmun {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

void expect_readable(const Rows& rows) {
    for (const auto& [written, readable] : rows) {
        EXPECT_EQ(readable_title(written), readable);
        EXPECT_EQ(readable_title(readable), readable) << "a readable title stays as it is";
    }
}

TEST(Title, ReadsEveryConstructOfTheArchive) {
    expect_readable({
        {"$VILA^2$: VILA Augmented VILA", "VILA²: VILA Augmented VILA"},
        {"$\\nabla^2$DFT: A Universal", "∇²DFT: A Universal"},
        {"$\\textbf{Only-IF}$:Revealing", "Only-IF:Revealing"},
        {"$\\textit{Trans-LoRA}$: towards data-free", "Trans-LoRA: towards data-free"},
        {"$ε$-VAE: Denoising", "ε-VAE: Denoising"},
        {"$λ$-ECLIPSE", "λ-ECLIPSE"},
        {"$μ$LO: Compute-Efficient", "μLO: Compute-Efficient"},
        {"A Simple and Effective $L_2$ Norm", "A Simple and Effective L₂ Norm"},
        {"AutoCoder with \\textsc{AIEV-Instruct}", "AutoCoder with AIEV-Instruct"},
        {"LLM$\\times$MapReduce", "LLM×MapReduce"},
        {"M$^{2}$UGen: Multi-modal", "M²UGen: Multi-modal"},
        {"MVD$^2$: Efficient", "MVD²: Efficient"},
        {"Generation in $\\sim$20 Seconds", "Generation in ~20 Seconds"},
        {"PanGu-$π$: Enhancing", "PanGu-π: Enhancing"},
        {"Representations (SL$^{2}$A-INR)", "Representations (SL²A-INR)"},
        {"Can Represent $n$-gram Language", "Can Represent n-gram Language"},
    });
}

TEST(Title, ReadsOtherTeX) {
    expect_readable({
        {"$\\alpha$-$\\beta$", "α-β"},
        {"$O(n^{10})$", "O(n¹⁰)"},
        {"$x_{i+1}$", "xi+1"},
        {"$x_{12}$", "x₁₂"},
        {"$x^{ab}$", "xab"},
        {"\\emph{A {nested} one}", "A nested one"},
        {"$\\mathbf{x}^{2}$", "x²"},
        {"50\\% of \\$5 \\& more", "50% of $5 & more"},
        {"\\unknown word", "unknown word"},
        {"$5\\times$ faster", "5× faster"},
    });
}

TEST(Title, LeavesOtherTextUnchanged) {
    expect_readable({
        {"", ""},
        {"Plain [IDK] {x} snake_case a^2", "Plain [IDK] {x} snake_case a^2"},
        {"It costs $5", "It costs $5"},
        {"From $5 to $10", "From $5 to $10"},
        {"모델 $", "모델 $"},
        {"$", "$"},
        {"$5 or $ 6 $7", "$5 or $ 6 $7"},
    });
}

TEST(Title, ReadsTruncatedTeXWithoutLosingItsWords) {
    for (const char* title :
         {"word\\", "word\\textit{", "word$^{", "word$x^", "word\\textit{a", "$word^{2"}) {
        EXPECT_NE(readable_title(title).find("word"), std::string::npos) << title;
    }
}

// Quadratic time would take hours here, and ctest would stop it.
TEST(Title, TakesLinearTime) {
    for (const char* piece : {"$a ", "$", "\\", "{", "$^{", "\\textit{", "$x^", " $"}) {
        std::string title;
        while (title.size() < 1'000'000) title += piece;
        EXPECT_FALSE(readable_title(title).size() > 2 * title.size());
    }
}

}  // namespace
}  // namespace nonmun
