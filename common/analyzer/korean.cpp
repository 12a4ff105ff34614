// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/analyzer/korean.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_set>

#include "common/text.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

constexpr std::size_t least_stem = 2 * syllable_bytes;
constexpr std::size_t longest_part = 8 * syllable_bytes;
constexpr std::uint32_t least_part_count = 3;  // surface forms of a stem before it can split others

using Words = std::unordered_set<std::string_view>;

// Each list is separated by spaces.

// Particles.
constexpr std::string_view particle_list =
    "은 는 이 가 을 를 의 에 에서 에게 에게서 께 께서 한테 로 으로 로서 으로서 로써 으로써 로부터 "
    "으로부터 에서부터 에게로 "
    "까지 부터 마저 조차 밖에 처럼 만큼 보다 하고 이나 나 이랑 랑 과 와 도 만 마다 뿐 대로 이며 며 "
    "이고 고 이라 라 이라는 "
    "라는 이라고 라고 이란 란 이라도 라도 이라면 라면 이든 든 이든지 든지 이자 이면 이지만 지만 "
    "이다 다 이었다 였다 이었던 "
    "였던 이었으며 였으며 이었고 였고 입니다 입니까 이었습니다 였습니다 인 인데 인지 일 임 이므로 "
    "이기 이어서 여서 이라서 "
    "라서 이여 야 이야 에다 에다가 에서의 에의 "
    "인가 인가요 이었는가 였는가 이었나 였나 일까 일까요 이었을까 였을까 이라는데 이라면서 "
    "라면서 이라며 라며 이라던가 라던가 이라기보다 부터는 까지는 까지의 에서부터의 으로의 로의 "
    "에게는 한테서 에선 에겐 이란걸 이었지만 였지만 이었는데 였는데 이었을 였을 이자마자 에까지 "
    "에서까지";
// Particles that others follow, and those that follow: 에서 + 는.
constexpr std::string_view stacking_list =
    "에 에서 에게 로 으로 로서 으로서 로써 으로써 로부터 으로부터 까지 부터 과 와 보다 만 처럼 "
    "만큼 마다 들 뿐 께서 한테 이나 대로";
constexpr std::string_view stacked_list = "은 는 도 만 의 이 을 과 와 까지 부터 조차 뿐";
// Verbs that 하다, 되다 and 시키다 derive from nouns, and adjectives with 적.
constexpr std::string_view verbal_list =
    "하다 하는 하여 하고 하며 하면 하면서 하지 하지만 하지는 하기 하기에 하기도 하기는 하던 하도록 "
    "하려 하려고 하려는 하게 "
    "하거나 하자 하세요 하는데 하는가 하는지 하므로 하느라 하였다 하였고 하였으며 하였으나 하였던 "
    "하였습니다 하였는데 하여야 "
    "하여서 하였을 한 한다 한다는 한다고 한다면 할 할수록 할지 함 함으로써 함에 함을 함과 함께 "
    "합니다 합니까 해 해서 해야 해도 "
    "했 했다 했고 했으며 했으나 했던 했습니다 했는데 했지만 했을 했음 했음을 했다는 했다고 하는것 "
    "하기위해 하기위한 함으로 "
    "함은 함이 함의 해온 해낸 해주는 해줍니다 해야하는 해진 "
    "되다 되는 되어 되고 되며 되면 되면서 되지 되지만 되기 되기도 되던 되도록 되려 되게 되거나 "
    "되자 되는데 되는지 되므로 "
    "되었다 되었고 되었으며 되었으나 되었던 되었습니다 되었는데 되었지만 되었을 되었음 되어야 "
    "되어서 되어있다 된 된다 된다는 "
    "된다고 된다면 될 될수록 됨 됨을 됨에 됨으로써 됩니다 돼 돼서 돼야 됐다 됐고 됐으며 됐던 "
    "됐습니다 됐는데 "
    "시키다 시키는 시켜 시키고 시키며 시키면 시키면서 시키지 시키기 시키던 시키도록 시키려 "
    "시키려고 시키려는 시키게 시키거나 "
    "시켰다 시켰고 시켰으며 시켰던 시켰습니다 시켰는데 시킨 시킨다 시킬 시킴 시킴으로써 시킵니다 "
    "시켜서 시켜야 "
    "적 적인 적으로 적으로는 적이 적이고 적이며 적이다 적입니다 적이지 적이었다 적일 적인지 "
    "하는가 하는가요 했는가 했나 했나요 하였는가 하였나 하나 하나요 할까 할까요 한가 했는지 "
    "했을까 했던가 했었다 했었던 했었는가 했다가 했다면 했다며 했더니 하려던 하다가 하던데 하러 "
    "하여서는 하기까지 하기로 하는데에 한다며 한다면서 했으므로 되는가 되었는가 되었나 되었는지 "
    "됐는가 됐나 됐는지 되나 되나요 될까 된가 된다며 된다면서 되었을까 되었다가 되었다는 되다가 "
    "되었더니 되면서도 시켰는가 시켰나 시키는가 시킬까 시켰을까";
// Endings of other verbs and adjectives.
constexpr std::string_view ending_list =
    "았다 었다 였다 았습니다 었습니다 였습니다 았으며 었으며 았고 었고 았던 었던 았지만 었지만 "
    "았을 었을 았음 었음 았음을 "
    "었음을 습니다 니다 는다 는다는 으며 으면 으면서 으로써 으려고 으려는 으므로 은데 는데 는지 던 "
    "도록 게 거나 지만 지는 지 "
    "기 기에 기도 기는 기를 기가 기의 려고 려는 려면 면서 면 며 고 고자 아서 어서 여서 아야 어야 "
    "자 네 니 니까 으니 나요 세요 "
    "어요 아요 음 음을 음으로써 을수록 할수록 수록 "
    "는가 는가요 았는가 었는가 였는가 았나 었나 였나 을까 은가 나요 던가 았을까 었을까 였을까 "
    "았는지 었는지 였는지 았는데 었는데 였는데 았다가 었다가 아서는 어서는 려던 러 다가 았다는 "
    "었다는 았다고 었다고 았으나 었으나 였으나 았지만 었지만 는데도 면서도";
// Particles with two forms: after a final consonant, and after a vowel.
constexpr std::string_view after_consonant_list =
    "은 이 을 과 으로 이나 이랑 이며 이고 이라 이라는 이라고 이란 이라도 이라면 이든 이든지 이자 "
    "이면 이지만 이다 이었다 "
    "이었던 이었으며 이었고 이므로 이어서 이라서 이야 "
    "이었는가 이었나 이었을까 이라는데 이라면서 이라며 이라던가 이었지만 이었는데 이었을 으로의";
constexpr std::string_view after_vowel_list =
    "는 가 를 와 나 랑 며 고 라 라는 라고 란 라도 라면 든 든지 다 였다 였던 였으며 였고 여서 라서 "
    "야 지만 였습니다 "
    "였는가 였나 였을까 라면서 라며 라던가 였지만 였는데 였을";
constexpr std::size_t longest_ending = 4 * syllable_bytes;

struct Suffixes {
    Words particles;
    Words particles_and_verbals;
    Words endings;
    Words after_consonant;
    Words after_vowel;
    std::size_t longest = 0;  // bytes

    Suffixes() {
        const split simple(particle_list, ' ');
        const split stacking(stacking_list, ' ');
        const split stacked(stacked_list, ' ');
        for (const auto particle : simple) add_particle(std::string(particle));
        for (const auto first : stacking) {
            for (const auto second : stacked) {
                if (first != second) add_particle(std::string(first) + std::string(second));
            }
        }
        // The plural 들 may precede any particle, and two particles.
        add_particle("들");
        for (const auto particle : simple) add_particle("들" + std::string(particle));
        for (const auto particle : stacking) add_particle("들" + std::string(particle));
        for (const char* first : {"에", "에서", "에게", "로", "과"}) {
            for (const char* second : {"는", "도", "의", "만"})
                add_particle(std::string("들") + first + second);
        }
        for (const auto verbal : split(verbal_list, ' '))
            add(particles_and_verbals, std::string(verbal));
        for (const auto ending : split(ending_list, ' ')) endings.insert(ending);
        for (const auto suffix : split(after_consonant_list, ' ')) after_consonant.insert(suffix);
        for (const auto suffix : split(after_vowel_list, ' ')) after_vowel.insert(suffix);
    }

  private:
    void add_particle(const std::string& suffix) {
        add(particles_and_verbals, suffix);
        add(particles, suffix);
    }

    void add(Words& to, const std::string& suffix) {
        longest = std::max(longest, suffix.size());
        to.insert(*owned_.insert(suffix).first);
    }

    std::unordered_set<std::string> owned_;  // node based: views into it stay valid
};

const Suffixes& suffixes() {
    static const Suffixes instance;
    return instance;
}

// The final consonant of the last syllable: 0 none, 8 ㄹ (The Unicode Standard, section 3.12).
int final_consonant(std::string_view word) {
    return static_cast<int>(
        (code_point_at(word, word.size() - syllable_bytes).value - first_syllable) % 28);
}

// Whether the suffix has the form for the last sound of the stem: a consonant, a vowel, or ㄹ.
bool agrees(std::string_view stem, std::string_view suffix) {
    const Suffixes& table = suffixes();
    const int final = final_consonant(stem);
    const auto is_particle_with = [&](std::string_view beginning) {
        return suffix.starts_with(beginning) && table.particles.contains(suffix);
    };
    if (suffix.starts_with("으로")) return final > 0 && final != 8;
    if (table.after_consonant.contains(suffix) || is_particle_with("과")) return final > 0;
    if (table.after_vowel.contains(suffix) || is_particle_with("와")) return final == 0;
    return !is_particle_with("로") || final == 0 || final == 8;
}

// The bytes of the word before its longest suffix that `accepts` allows, at least two syllables; 0
// if there is no such suffix.
template <typename Accepts>
std::size_t strip(std::string_view word, std::size_t longest, Accepts accepts) {
    if (word.size() <= least_stem) return 0;
    for (std::size_t size = std::min(longest, word.size() - least_stem); size > 0;
         size -= syllable_bytes) {
        const std::string_view stem = word.substr(0, word.size() - size);
        if (accepts(stem, word.substr(stem.size()))) return stem.size();
    }
    return 0;
}

// A noun of one syllable and its particle: 곡은, 책에서. The lexicon requires more evidence for
// such a noun, and only a particle may follow.
bool is_one_syllable_noun(std::string_view word, const Lexicon& lexicon) {
    if (word.size() < 2 * syllable_bytes || word.size() > 3 * syllable_bytes ||
        lexicon.is_noun(word))
        return false;
    const std::string_view noun = word.substr(0, syllable_bytes);
    const std::string_view rest = word.substr(syllable_bytes);
    return lexicon.is_noun(noun) && suffixes().particles.contains(rest) && agrees(noun, rest);
}

}  // namespace

std::size_t stem_length(std::string_view word, const Lexicon& lexicon) {
    if (is_one_syllable_noun(word, lexicon)) return syllable_bytes;
    const Suffixes& table = suffixes();
    const auto particle = [&](std::string_view stem, std::string_view suffix) {
        return table.particles_and_verbals.contains(suffix) && agrees(stem, suffix);
    };
    // Four rounds: 연구자들에게서는 → … → 연구자. Korean words have no more than four suffixes.
    for (int round = 0; round < 4; ++round) {
        if (word.size() > least_stem && word.ends_with("들")) {
            word.remove_suffix(syllable_bytes);
            continue;
        }
        if (lexicon.is_noun(word)) break;
        std::size_t size =
            strip(word, table.longest, [&](std::string_view stem, std::string_view suffix) {
                return particle(stem, suffix) && lexicon.is_noun(stem);
            });
        if (size == 0) size = strip(word, table.longest, particle);
        if (size == 0) {
            size = strip(word, longest_ending, [&](std::string_view, std::string_view suffix) {
                return table.endings.contains(suffix);
            });
        }
        if (size == 0) break;
        word = word.substr(0, size);
    }
    return word.size();
}

bool is_ending(std::string_view word) {
    return suffixes().particles_and_verbals.contains(word);
}

StemParts split_stem(std::string_view stem, const Lexicon& lexicon) {
    const std::size_t count = stem.size() / syllable_bytes;
    if (stem.size() < 2 * least_stem || lexicon.total_count() == 0) return {{stem.size()}};
    constexpr double unreachable = -std::numeric_limits<double>::infinity();
    struct State {
        double score = unreachable;
        std::size_t from = 0;
    };
    std::vector<State> states(count + 1);
    states[0].score = 0;
    const double total = static_cast<double>(lexicon.total_count());
    for (std::size_t begin = 0; begin < count; ++begin) {
        if (states[begin].score == unreachable) continue;
        for (std::size_t size = 2; size <= std::min(longest_part / syllable_bytes, count - begin);
             ++size) {
            if (size == count) continue;
            const auto seen =
                lexicon.stem_count(stem.substr(begin * syllable_bytes, size * syllable_bytes));
            if (seen < least_part_count) continue;
            const double score = states[begin].score + std::log(seen / total);
            if (score > states[begin + size].score) states[begin + size] = {score, begin};
        }
    }
    const auto whole_count = lexicon.stem_count(stem);
    const double whole =
        whole_count >= least_part_count ? std::log(whole_count / total) : unreachable;
    if (states[count].score == unreachable) return {{stem.size()}};
    StemParts parts;
    for (std::size_t at = count; at > 0; at = states[at].from)
        parts.ends.push_back(at * syllable_bytes);
    std::reverse(parts.ends.begin(), parts.ends.end());
    parts.whole_known = whole >= states[count].score;
    return parts;
}

bool may_hide_words(std::string_view part, const Lexicon& lexicon) {
    return part.size() > least_stem && lexicon.stem_count(part) < least_part_count;
}

std::vector<CaseReading> case_readings(std::string_view word) {
    // 을/를, 은/는, 과/와 and 으로/로 are one particle each, in two forms.
    struct Case {
        std::string_view form;
        int kind;
    };
    static constexpr std::array cases = {
        Case{"을", 0}, Case{"를", 0}, Case{"은", 1},   Case{"는", 1},
        Case{"의", 2}, Case{"에", 3}, Case{"에서", 4}, Case{"으로", 5},
        Case{"로", 5}, Case{"과", 6}, Case{"와", 6},
    };
    std::vector<CaseReading> readings;
    for (const Case& particle : cases) {
        if (word.size() <= particle.form.size() || !word.ends_with(particle.form)) continue;
        const std::string_view noun = word.substr(0, word.size() - particle.form.size());
        if (agrees(noun, particle.form)) readings.push_back({noun, particle.kind});
    }
    return readings;
}

}  // namespace nonmun
