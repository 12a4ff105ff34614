// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/number_column.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "query/index/identity.hpp"

namespace nonmun {
namespace {

// Stands on every document, also on those without a number, whose weight is 0.
class ColumnSource : public Xapian::PostingSource {
  public:
    ColumnSource(Xapian::valueno slot, NumberColumns& columns) : slot_(slot), columns_(columns) {}

    void init(const Xapian::Database& database) override {
        column_ = columns_.of(database, slot_);
        values_ = database.valuestream_begin(slot_);
        end_ = database.valuestream_end(slot_);
        last_ = database.get_lastdocid();
        count_ = database.get_doccount();
        at_ = 0;
        const std::string most = database.get_value_upper_bound(slot_);
        set_maxweight(most.empty() ? 0 : std::max(0.0, Xapian::sortable_unserialise(most)));
    }

    Xapian::doccount get_termfreq_min() const override { return 0; }
    Xapian::doccount get_termfreq_est() const override { return count_; }
    Xapian::doccount get_termfreq_max() const override { return count_; }

    void next(double) override { ++at_; }
    void skip_to(Xapian::docid document, double) override { at_ = std::max(at_, document); }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }

    double get_weight() const override {
        double& number = (*column_)[at_];
        if (std::isnan(number)) {
            if (values_ != end_ && values_.get_docid() < at_) values_.skip_to(at_);
            const bool has_number = values_ != end_ && values_.get_docid() == at_;
            number = has_number ? Xapian::sortable_unserialise(*values_) : 0;
        }
        return number;
    }

    // One for each of several databases.
    Xapian::PostingSource* clone() const override { return new ColumnSource(slot_, columns_); }
    std::string get_description() const override { return "number column"; }

  private:
    Xapian::valueno slot_;
    NumberColumns& columns_;
    std::shared_ptr<NumberColumn> column_;
    mutable Xapian::ValueIterator values_;
    Xapian::ValueIterator end_;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
    Xapian::doccount count_ = 0;
};

}  // namespace

std::shared_ptr<NumberColumn> NumberColumns::of(const Xapian::Database& database,
                                                Xapian::valueno slot) {
    std::shared_ptr<NumberColumn>& column = columns_[{identity_of(database), slot}];
    if (!column) {
        column = std::make_shared<NumberColumn>(database.get_lastdocid() + 1,
                                                std::numeric_limits<double>::quiet_NaN());
    }
    return column;
}

Xapian::Query number_as_weight(Xapian::valueno slot, NumberColumns* columns) {
    Xapian::PostingSource* source = nullptr;
    if (columns == nullptr) {
        source = new Xapian::ValueWeightPostingSource(slot);
    } else {
        source = new ColumnSource(slot, *columns);
    }
    return Xapian::Query(source->release());
}

}  // namespace nonmun
