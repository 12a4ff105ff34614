// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/stop_words.hpp"

#include <string>
#include <unordered_set>

#include "common/analyzer/analyzer.hpp"
#include "common/text.hpp"

namespace nonmun {
namespace {

// Words, separated by spaces. English: articles, pronouns, prepositions, conjunctions, auxiliaries,
// question words.
constexpr std::string_view english_words =
    "a about above after again against all also although am among an and another any anyone "
    "anything are around as at be because been before being below between both but by can cannot "
    "could did do does doing down during each either else etc ever every few for from further "
    "had has have having he hence her here hers him his how however i if in into is it its "
    "itself just like many may me might more most much must my no nor not now of off often on "
    "once one only or other our out over own per perhaps possible same see several shall she "
    "should since so some something such than that the their them then there therefore these "
    "they this those though through thus to too toward towards under until up upon us very via "
    "want was way we well were what whatever when where whether which while who whom whose why "
    "will with within without would yet you your";
// Korean question and function words, as the stemmer leaves them.
constexpr std::string_view korean_words =
    "것 것은 것인가 관한 관해 그 그러나 그러한 그런 그리고 누가 누구 누구인 대하 대한 대해 되 된 "
    "따라 따르 때문 또 또는 또한 몇 무슨 무엇 무엇이 무엇인 무엇인가 뭐 및 수 어느 어디 어디인 "
    "어떤 어떻 어떻게 언제 얼마 얼마나 없 왜 위하 위해 이 이러한 이런 있 있는 있다 있었 저 통하 "
    "통해 하 하지만 한 할 해";

const std::unordered_set<std::string_view>& stop_words() {
    static const std::unordered_set<std::string_view> words = [] {
        std::unordered_set<std::string_view> all;
        for (const std::string_view list : {english_words, korean_words}) {
            for (const std::string_view word : split(list, ' ')) all.insert(word);
        }
        return all;
    }();
    return words;
}

}  // namespace

bool is_stop_word(std::string_view term) {
    return stop_words().contains(term);
}

bool is_stop_stem(std::string_view stem) {
    static const std::unordered_set<std::string> stems = [] {
        std::unordered_set<std::string> all;
        for (const std::string_view word : stop_words())
            all.insert(english_stem(std::string(word)));
        return all;
    }();
    return stems.contains(std::string(stem));
}

}  // namespace nonmun
