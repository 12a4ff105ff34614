// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/web_address.hpp"

#include <gtest/gtest.h>

namespace nonmun {
namespace {

TEST(WebAddress, IsHttpWithAHost) {
    EXPECT_EQ(web_address("https://arxiv.org/abs/2404.19756"), "https://arxiv.org/abs/2404.19756");
    EXPECT_EQ(web_address("http://x.org/?a=b&c=%20#d"), "http://x.org/?a=b&c=%20#d");
    for (const char* none :
         {"", "https://", "https:///x", "https:// x", "ftp://x.org", "x.org", "javascript:alert(1)",
          "file:///etc", "-https://x.org", " https://x.org"}) {
        EXPECT_EQ(web_address(none), std::nullopt) << none;
    }
}

TEST(WebAddress, HasNoQuotesSpacesOrControls) {
    EXPECT_EQ(web_address("https://x.org/\x1b\\\a \n\"<>'`{|}^\x7f"),
              "https://x.org/%1B%5C%07%20%0A%22%3C%3E%27%60%7B%7C%7D%5E%7F");
    EXPECT_EQ(web_address("https://x.org/논"), "https://x.org/%EB%85%BC");
    EXPECT_EQ(web_address(std::string("https://x.org/\0", 15)), "https://x.org/%00");
}

}  // namespace
}  // namespace nonmun
