#include "common/analyzer/stop_words.hpp"

#include <unordered_set>

namespace nonmun {

bool is_stop_word(std::string_view term) {
    static const std::unordered_set<std::string_view> words = {
        // English: articles, pronouns, prepositions, conjunctions, auxiliaries, question words.
        "a", "about", "above", "after", "again", "against", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be",
        "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot", "could", "did", "do",
        "does", "doing", "down", "during", "each", "etc", "few", "for", "from", "further", "had", "has", "have", "having", "he",
        "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "may", "me",
        "might", "more", "most", "must", "my", "no", "nor", "not", "of", "off", "on", "once", "only", "onto", "or", "other",
        "our", "ours", "out", "over", "own", "per", "same", "shall", "she", "should", "so", "some", "such", "than", "that",
        "the", "their", "theirs", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under",
        "until", "up", "upon", "us", "very", "via", "was", "we", "were", "what", "when", "where", "whether", "which", "while",
        "who", "whom", "whose", "why", "will", "with", "within", "without", "would", "you", "your", "yours",
        // Korean question and function words, as the stemmer leaves them.
        "무엇", "무엇인가", "무엇인", "누구", "누구인가", "누구인", "어디", "어디인가", "어디인", "언제", "언제인가", "어떤",
        "어떻", "어떠", "어느", "얼마", "얼마나", "왜", "몇", "무슨", "이름", "것", "수", "그", "이", "저", "등", "및", "또는",
        "그리고", "하지만", "그러나", "대한", "대해", "위한", "위해", "통해", "따라", "있는", "있다", "있", "하는", "한", "된",
        "때", "중", "더", "가장", "어떤것", "무엇일까", "어딘가", "뭐", "무엇이",
    };
    return words.contains(term);
}

}  // namespace nonmun
