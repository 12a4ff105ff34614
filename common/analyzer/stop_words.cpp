#include "common/analyzer/stop_words.hpp"

#include <unordered_set>

namespace nonmun {

bool is_stop_word(std::string_view term) {
    static const std::unordered_set<std::string_view> words = {
        // English: articles, pronouns, prepositions, conjunctions, auxiliaries, question words.
        "a", "about", "above", "after", "again", "against", "all", "also", "although", "am",
        "among", "an", "and", "another", "any", "anyone", "anything", "are", "around", "as", "at",
        "be", "because", "been", "before", "being", "below", "between", "both", "but", "by",
        "can", "cannot", "could", "did", "do", "does", "doing", "down", "during", "each",
        "either", "else", "etc", "ever", "every", "few", "for", "from", "further", "had", "has",
        "have", "having", "he", "hence", "her", "here", "hers", "him", "his", "how", "however",
        "i", "if", "in", "into", "is", "it", "its", "itself", "just", "like", "many", "may", "me",
        "might", "more", "most", "much", "must", "my", "no", "nor", "not", "now", "of", "off",
        "often", "on", "once", "one", "only", "or", "other", "our", "out", "over", "own", "per",
        "perhaps", "possible", "same", "see", "several", "shall", "she", "should", "since", "so",
        "some", "something", "such", "than", "that", "the", "their", "them", "then", "there",
        "therefore", "these", "they", "this", "those", "though", "through", "thus", "to", "too",
        "toward", "towards", "under", "until", "up", "upon", "us", "very", "via", "want", "was",
        "way", "we", "well", "were", "what", "whatever", "when", "where", "whether", "which",
        "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would",
        "yet", "you", "your",
        // Korean question and function words, as the stemmer leaves them.
        "것", "것은", "것인가", "관한", "관해", "그", "그러나", "그러한", "그런", "그리고",
        "누가", "누구", "누구인", "대하", "대한", "대해", "되", "된", "따라", "따르", "때문",
        "또", "또는", "또한", "몇", "무슨", "무엇", "무엇이", "무엇인", "무엇인가", "뭐", "및",
        "수", "어느", "어디", "어디인", "어떤", "어떻", "어떻게", "언제", "얼마", "얼마나", "없",
        "왜", "위하", "위해", "이", "이러한", "이런", "있", "있는", "있다", "있었", "저", "통하",
        "통해", "하", "하지만", "한", "할", "해",
    };
    return words.contains(term);
}

}  // namespace nonmun
