// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/ranked_terms.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <utility>

#include "query/ineb2.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

struct WeightedTerm {
    std::vector<std::string> terms;
    double weight;  // of a share of 1
};

// Adds up the weights of a block of documents at a time, term by term, and then passes over the
// documents below the weight that is asked for.
class RankedSource : public Xapian::PostingSource {
  public:
    RankedSource(std::vector<WeightedTerm> terms, double average_length, TermShareCache& shares)
        : terms_(std::move(terms)), average_length_(average_length), shares_(shares) {}

    void init(const Xapian::Database& database) override {
        columns_.clear();
        double greatest = 0;
        std::size_t postings = 0;
        most_ = 0;
        for (const WeightedTerm& term : terms_) {
            auto shares = shares_.of(database, term.terms, average_length_);
            greatest += term.weight * shares->greatest;
            postings += shares->postings;
            most_ = std::max(most_, shares->postings);
            if (shares->postings > 0) columns_.push_back({std::move(shares), term.weight, 0, 0});
        }
        all_ = std::min<std::size_t>(postings, database.get_doccount());
        last_ = database.get_lastdocid();
        at_ = 0;
        block_ = no_block;
        set_maxweight(greatest);
    }

    Xapian::doccount get_termfreq_min() const override {
        return static_cast<Xapian::doccount>(most_);
    }
    Xapian::doccount get_termfreq_est() const override {
        return static_cast<Xapian::doccount>(all_);
    }
    Xapian::doccount get_termfreq_max() const override {
        return static_cast<Xapian::doccount>(all_);
    }

    void next(double least) override { move_to(at_ + 1, least); }
    void skip_to(Xapian::docid document, double least) override {
        if (document > at_) move_to(document, least);
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }
    double get_weight() const override { return weights_[at_ % block_size]; }

    // One for each of several databases.
    Xapian::PostingSource* clone() const override {
        return new RankedSource(terms_, average_length_, shares_);
    }
    std::string get_description() const override { return "ranked terms"; }

  private:
    struct Column {
        std::shared_ptr<const TermShares> shares;
        double weight;
        std::size_t segment;  // the first that does not end before the block
        std::size_t at;       // in it, the first posting that is not before the end of the block
    };

    // Documents whose weights fit the processor's first cache; a part of a segment.
    static constexpr Xapian::docid block_size = 2048;
    static constexpr Xapian::docid no_block = std::numeric_limits<Xapian::docid>::max();
    static_assert(TermShares::segment_documents % block_size == 0);

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
        const auto& segments = column.shares->segments;
        const Xapian::docid begin = block_ * block_size;
        const Xapian::docid first = begin - begin % TermShares::segment_documents;
        while (column.segment < segments.size() && segments[column.segment].first < first) {
            ++column.segment;
            column.at = 0;
        }
        if (column.segment == segments.size() || segments[column.segment].first != first) return;
        const TermShares::Segment& segment = segments[column.segment];
        const auto& documents = segment.documents;
        const Xapian::docid before = begin - first, end = before + block_size;
        std::size_t i = column.at;
        if (i < documents.size() && documents[i] < before) {  // blocks were passed over
            i = static_cast<std::size_t>(
                std::lower_bound(documents.begin() + static_cast<std::ptrdiff_t>(i),
                                 documents.end(), before) -
                documents.begin());
        }
        for (; i < documents.size() && documents[i] < end; ++i)
            weights_[documents[i] - before] += column.weight * segment.shares[segment.numbers[i]];
        column.at = i;
    }

    std::vector<WeightedTerm> terms_;
    double average_length_;
    TermShareCache& shares_;
    std::vector<Column> columns_;
    std::array<double, block_size> weights_;
    Xapian::docid block_ = no_block;
    std::size_t most_ = 0, all_ = 0;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
};

Query xapian_query(const RankedTerm& term) {
    std::vector<Query> parts(term.terms.begin(), term.terms.end());
    const Query query =
        parts.size() == 1 ? parts.front() : Query(Query::OP_SYNONYM, parts.begin(), parts.end());
    return term.factor == 1 ? query : Query(Query::OP_SCALE_WEIGHT, query, term.factor);
}

}  // namespace

Query any_ranked(const Xapian::Database& database, const std::vector<RankedTerm>& terms,
                 TermShareCache* shares) {
    if (terms.empty()) return Query();
    if (shares == nullptr) {
        std::vector<Query> queries;
        for (const RankedTerm& term : terms) queries.push_back(xapian_query(term));
        return Query(Query::OP_OR, queries.begin(), queries.end());
    }
    std::vector<WeightedTerm> weighted;
    for (const RankedTerm& term : terms) {
        weighted.push_back(
            {term.terms,
             term.factor * single_weight(database, joint_statistics(database, term.terms))});
    }
    auto* source = new RankedSource(std::move(weighted), database.get_average_length(), *shares);
    return Query(source->release());
}

}  // namespace nonmun
