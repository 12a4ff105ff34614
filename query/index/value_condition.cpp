// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/value_condition.hpp"

#include <utility>
#include <vector>

#include "common/schema.hpp"

namespace nonmun {
namespace {

using Xapian::Query;

// The documents whose value passes the test.
class ConditionSource : public Xapian::ValuePostingSource {
  public:
    ConditionSource(Xapian::valueno slot, ValueTest test)
        : Xapian::ValuePostingSource(slot), slot_(slot), test_(std::move(test)) {}

    Xapian::doccount get_termfreq_min() const override { return 0; }

    void next(double least_weight) override {
        Xapian::ValuePostingSource::next(least_weight);
        skip(least_weight);
    }

    void skip_to(Xapian::docid document, double least_weight) override {
        Xapian::ValuePostingSource::skip_to(document, least_weight);
        skip(least_weight);
    }

    bool check(Xapian::docid document, double least_weight) override {
        if (!Xapian::ValuePostingSource::check(document, least_weight)) return false;
        return at_end() || (get_docid() == document && test_(get_value()));
    }

    Xapian::PostingSource* clone() const override { return new ConditionSource(slot_, test_); }

    std::string get_description() const override { return "value condition"; }

  private:
    void skip(double least_weight) {
        while (!at_end() && !test_(get_value())) Xapian::ValuePostingSource::next(least_weight);
    }

    Xapian::valueno slot_;
    ValueTest test_;
};

// Whether the database runs posting sources of this process: a match on a remote one throws.
bool is_local(const Xapian::Database& database, const Query& sources) {
    try {
        Xapian::Enquire enquire(database);
        enquire.set_query(sources);
        enquire.get_mset(0, 0);
        return true;
    } catch (const Xapian::UnimplementedError&) {
        return false;
    }
}

// Sorts the match by the value, so that remote databases send it.
Query passing_ids(const Xapian::Database& database, const Query& candidates, Xapian::valueno slot,
                  const ValueTest& test, bool& cut) {
    Xapian::Enquire enquire(database);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_query(candidates);
    enquire.set_sort_by_value(slot, false);
    const Xapian::MSet found = enquire.get_mset(0, most_tested_remotely, most_tested_remotely + 1);
    cut = cut || found.get_matches_lower_bound() > found.size();
    std::vector<Query> passed;
    for (auto match = found.begin(); match != found.end(); ++match) {
        if (test(match.get_sort_key()))
            passed.emplace_back(std::string(id_prefix) + stored_id(match.get_document()));
    }
    // Operators treat an empty query as no condition. No paper has the empty id.
    if (passed.empty()) passed.emplace_back(std::string(id_prefix));
    return Query(Query::OP_OR, passed.begin(), passed.end());
}

}  // namespace

Query with_value(const Xapian::Database& database, const Query& candidates, Xapian::valueno slot,
                 const ValueTest& test, bool& cut) {
    if (candidates.empty()) return candidates;
    Query passing((new ConditionSource(slot, test))->release());
    if (!is_local(database, passing)) passing = passing_ids(database, candidates, slot, test, cut);
    return Query(Query::OP_FILTER, candidates, passing);
}

}  // namespace nonmun
