// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/ranked_terms.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <limits>
#include <map>
#include <memory>
#include <utility>

#include "query/index/ineb2.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

struct WeightedTerm {
    std::vector<std::string> terms;
    double weight;                // of a score of 1
    std::vector<double> weights;  // of each term of a conjunction; else empty
};

struct Column {
    std::shared_ptr<const TermScores> scores;
    double weight;
    std::size_t segment = 0;  // the first that does not end before the block
    std::size_t at = 0;       // in it, the first posting that is not before the end of the block
};

// The number of documents that have any of the terms.
std::size_t count_documents(const std::vector<Column>& terms) {
    if (terms.size() == 1) return terms.front().scores->postings;
    std::map<Xapian::docid, std::vector<const TermScores::Segment*>> by_first;
    for (const Column& term : terms) {
        for (const auto& segment : term.scores->segments)
            by_first[segment.first].push_back(&segment);
    }
    std::size_t count = 0;
    for (const auto& [first, segments] : by_first) {
        std::bitset<TermScores::segment_documents> any;
        for (const TermScores::Segment* segment : segments) {
            for (const std::uint16_t document : segment->documents) any.set(document);
        }
        count += any.count();
    }
    return count;
}

// Adds up the weights of one block of documents at a time, term by term, and then skips the
// documents below the minimum weight.
class RankedSource : public Xapian::PostingSource {
  public:
    RankedSource(std::vector<WeightedTerm> terms, double average_length, TermScoreCache& cache)
        : terms_(std::move(terms)), average_length_(average_length), cache_(cache) {}

    void init(const Xapian::Database& database) override {
        columns_.clear();
        double max_weight = 0;
        for (const WeightedTerm& term : terms_) {
            auto scores = cache_.of(database, term.terms, term.weights, average_length_);
            if (scores->postings == 0) continue;
            max_weight += term.weight * scores->max_score;
            columns_.push_back({std::move(scores), term.weight});
        }
        count_ = static_cast<Xapian::doccount>(count_documents(columns_));
        last_ = database.get_lastdocid();
        at_ = 0;
        block_ = no_block;
        set_maxweight(max_weight);
    }

    Xapian::doccount get_termfreq_min() const override { return count_; }
    Xapian::doccount get_termfreq_est() const override { return count_; }
    Xapian::doccount get_termfreq_max() const override { return count_; }

    void next(double least) override { move_to(at_ + 1, least); }
    void skip_to(Xapian::docid document, double least) override {
        if (document > at_) move_to(document, least);
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    double get_weight() const override { return weights_[at_ % block_size]; }

    Xapian::PostingSource* clone() const override {
        return new RankedSource(terms_, average_length_, cache_);
    }
    std::string get_description() const override { return "ranked terms"; }

  private:
    // The weights of a block fit into the L1 cache.
    static constexpr Xapian::docid block_size = 2048;
    static constexpr Xapian::docid no_block = std::numeric_limits<Xapian::docid>::max();
    static_assert(TermScores::segment_documents % block_size == 0);

    void move_to(Xapian::docid document, double least) {
        least = std::max(least, std::numeric_limits<double>::min());
        for (; document <= last_; document = (block_ + 1) * block_size) {
            if (document / block_size != block_) add_up(document / block_size);
            const auto from = weights_.begin() + document % block_size;
            const auto found =
                std::find_if(from, weights_.end(), [&](double weight) { return weight >= least; });
            if (found == weights_.end()) continue;
            at_ = block_ * block_size + static_cast<Xapian::docid>(found - weights_.begin());
            return;
        }
        at_ = last_ + 1;
    }

    void add_up(Xapian::docid block) {
        block_ = block;
        weights_.fill(0);
        for (Column& column : columns_) add_up(column);
    }

    void add_up(Column& column) {
        const auto& segments = column.scores->segments;
        const Xapian::docid begin = block_ * block_size;
        const Xapian::docid first = begin - begin % TermScores::segment_documents;
        while (column.segment < segments.size() && segments[column.segment].first < first) {
            ++column.segment;
            column.at = 0;
        }
        if (column.segment == segments.size() || segments[column.segment].first != first) return;
        const TermScores::Segment& segment = segments[column.segment];
        const auto& documents = segment.documents;
        const Xapian::docid before = begin - first, end = before + block_size;
        std::size_t i = column.at;
        if (i < documents.size() && documents[i] < before) {  // blocks were skipped
            i = static_cast<std::size_t>(
                std::lower_bound(documents.begin() + static_cast<std::ptrdiff_t>(i),
                                 documents.end(), before) -
                documents.begin());
        }
        for (; i < documents.size() && documents[i] < end; ++i)
            weights_[documents[i] - before] += column.weight * segment.scores[segment.numbers[i]];
        column.at = i;
    }

    std::vector<WeightedTerm> terms_;
    double average_length_;
    TermScoreCache& cache_;
    std::vector<Column> columns_;
    std::array<double, block_size> weights_;
    Xapian::docid block_ = no_block;
    Xapian::doccount count_ = 0;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
};

Query xapian_query(const Xapian::Database& database, const RankedTerm& term) {
    const auto joined = [&] {
        if (term.terms.size() == 1) return Query(term.terms.front());
        if (term.all) return Query(Query::OP_AND, term.terms.begin(), term.terms.end());
        return synonym(database, term.terms);
    };
    const Query query = joined();
    return term.factor == 1 ? query : Query(Query::OP_SCALE_WEIGHT, query, term.factor);
}

}  // namespace

Query any_ranked(const Xapian::Database& database, const std::vector<RankedTerm>& terms,
                 TermScoreCache* cache) {
    if (terms.empty()) return Query();
    if (cache == nullptr) {
        std::vector<Query> queries;
        for (const RankedTerm& term : terms) queries.push_back(xapian_query(database, term));
        return Query(Query::OP_OR, queries.begin(), queries.end());
    }
    std::vector<WeightedTerm> weighted;
    for (const RankedTerm& term : terms) {
        WeightedTerm& one = weighted.emplace_back(WeightedTerm{term.terms, term.factor, {}});
        if (!term.all) {
            one.weight *= term_weight(database, term.terms);
            continue;
        }
        for (const std::string& part : term.terms)
            one.weights.push_back(term_weight(database, {part}));
    }
    auto* source = new RankedSource(std::move(weighted), database.get_average_length(), *cache);
    return Query(source->release());
}

}  // namespace nonmun
