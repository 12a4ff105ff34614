#include "query/term_vectors.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "common/fields.hpp"
#include "common/schema.hpp"

namespace nonmun {
namespace {

void finish(TermVector& vector) {
    std::sort(vector.begin(), vector.end());
    double squares = 0;
    for (const auto& [term, weight] : vector) squares += static_cast<double>(weight) * weight;
    const auto length = static_cast<float>(std::sqrt(squares));
    for (auto& [term, weight] : vector) weight /= length > 0 ? length : 1;
}

// Stems and parts carry wdf; of what else does, bigrams and compounds repeat what their parts say.
bool is_content(const std::string& term, Xapian::termcount wdf) {
    return wdf > 0 && !term.starts_with(bigram_prefix) && !term.starts_with(compound_prefix);
}

}  // namespace

double dot(const TermVector& a, const TermVector& b) {
    double sum = 0;
    auto i = a.begin();
    auto j = b.begin();
    while (i != a.end() && j != b.end()) {
        if (i->first < j->first) {
            ++i;
        } else if (j->first < i->first) {
            ++j;
        } else {
            sum += static_cast<double>(i++->second) * (j++)->second;
        }
    }
    return sum;
}

std::uint32_t TermVectors::number_of(const std::string& term) {
    const auto found = numbers_.find(term);
    if (found != numbers_.end()) return found->second;
    const double frequency = database_.get_termfreq(term);
    const double documents = database_.get_doccount();
    const double idf = frequency >= 2 ? std::log((1 + documents) / (1 + frequency)) : 0;
    const auto number = static_cast<std::uint32_t>(terms_.size());
    terms_.push_back({term, idf});
    numbers_.emplace(term, number);
    return number;
}

double TermVectors::weight(std::uint32_t number, Xapian::termcount wdf) const {
    return (1 + std::log(static_cast<double>(wdf))) * terms_[number].idf;
}

void TermVectors::add(TermVector& vector, const std::string& term, Xapian::termcount wdf) {
    const std::uint32_t number = number_of(term);
    if (terms_[number].idf > 0)
        vector.emplace_back(number, static_cast<float>(weight(number, wdf)));
}

void TermVectors::add_words(Xapian::docid document,
                            std::unordered_map<std::string, std::string>& words) const {
    for (auto term = database_.termlist_begin(document); term != database_.termlist_end(document);
         ++term) {
        const std::string word = *term;
        if (word.empty() || word.front() < 'a' || word.front() > 'z') continue;
        std::string& known = words[english_stem(word)];
        if (known.empty() || word.size() < known.size()) known = word;
    }
}

const TermVector& TermVectors::of_paper(Xapian::docid document) {
    const auto found = papers_.find(document);
    if (found != papers_.end()) return found->second;
    TermVector vector;
    for (auto term = database_.termlist_begin(document); term != database_.termlist_end(document);
         ++term) {
        if (is_content(*term, term.get_wdf())) add(vector, *term, term.get_wdf());
    }
    finish(vector);
    return papers_.emplace(document, std::move(vector)).first->second;
}

TermVector TermVectors::of_text(const std::string& text, Analyzer& analyzer) {
    const Tokens tokens = analyzer.analyze(text);
    const FieldRow& general = row_of(Field::any);
    std::map<std::string, Xapian::termcount> counts;
    for (const Token& token : tokens.list) {
        const bool content = token.kind == TokenKind::stem || token.kind == TokenKind::part;
        if (!content || token.compound) continue;
        std::string term(token.kind == TokenKind::stem ? general.stem_prefix : general.prefix);
        ++counts[term += tokens.term(token)];
    }
    TermVector vector;
    for (const auto& [term, count] : counts) add(vector, term, count);
    finish(vector);
    return vector;
}

TermVector TermVectors::centroid(const std::vector<Xapian::docid>& documents) {
    std::map<std::uint32_t, float> sum;
    for (const Xapian::docid document : documents) {
        for (const auto& [term, weight] : of_paper(document)) sum[term] += weight;
    }
    TermVector vector(sum.begin(), sum.end());
    finish(vector);
    return vector;
}

std::vector<std::uint32_t> TermVectors::shared(const TermVector& a, const TermVector& b,
                                               std::size_t count) const {
    std::vector<std::pair<float, std::uint32_t>> products;
    auto j = b.begin();
    for (const auto& [term, weight] : a) {
        while (j != b.end() && j->first < term) ++j;
        if (j != b.end() && j->first == term) products.emplace_back(weight * j->second, term);
    }
    const auto better = [&](const auto& x, const auto& y) {
        return x.first != y.first ? x.first > y.first
                                  : terms_[x.second].term < terms_[y.second].term;
    };
    const auto end =
        products.begin() + static_cast<std::ptrdiff_t>(std::min(count, products.size()));
    std::partial_sort(products.begin(), end, products.end(), better);
    std::vector<std::uint32_t> best;
    for (auto it = products.begin(); it != end; ++it) best.push_back(it->second);
    return best;
}

std::string readable_term(const std::string& term) {
    const std::string_view prefix = row_of(Field::any).stem_prefix;
    return term.starts_with(prefix) ? term.substr(prefix.size()) : term;
}

}  // namespace nonmun
