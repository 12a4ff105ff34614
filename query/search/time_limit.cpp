// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/search/time_limit.hpp"

namespace nonmun {
namespace {

// The number of papers between two checks of the clock: some microseconds.
constexpr unsigned check_interval = 64;

}  // namespace

// All documents, until the limit is reached.
class TimeLimit::Source : public Xapian::PostingSource {
  public:
    explicit Source(std::shared_ptr<State> state) : state_(std::move(state)) {}

    void init(const Xapian::Database& database) override {
        last_ = database.get_lastdocid();
        count_ = database.get_doccount();
        at_ = 0;
        passed_ = 0;
        set_maxweight(0);
    }

    // The minimum must be exact, so that totals stay exact.
    Xapian::doccount get_termfreq_min() const override { return count_; }
    Xapian::doccount get_termfreq_est() const override { return count_; }
    Xapian::doccount get_termfreq_max() const override { return count_; }

    void next(double) override { move_to(at_ + 1); }
    void skip_to(Xapian::docid document, double) override {
        if (document > at_) move_to(document);
    }
    bool at_end() const override { return at_ > last_; }
    Xapian::docid get_docid() const override { return at_; }

    Xapian::PostingSource* clone() const override { return new Source(state_); }
    std::string get_description() const override { return "time limit"; }

  private:
    void move_to(Xapian::docid document) {
        at_ = document;
        if (passed_++ % check_interval == 0 && at_ <= last_ && Clock::now() >= state_->end)
            state_->over = true;
        if (state_->over) at_ = last_ + 1;
    }

    std::shared_ptr<State> state_;
    Xapian::docid last_ = 0;
    Xapian::docid at_ = 0;
    Xapian::doccount count_ = 0;
    unsigned passed_ = 0;
};

TimeLimit::TimeLimit(std::optional<std::chrono::milliseconds> limit, bool remote)
    : limit_(limit), remote_(remote) {
    restart();
}

void TimeLimit::restart() {
    state_->over = false;
    state_->end = Clock::now() + limit_.value_or(std::chrono::milliseconds(0));
}

void TimeLimit::put_on(Xapian::Enquire& enquire, Xapian::Query& query) const {
    if (!limit_) return;
    if (remote_) {
        enquire.set_time_limit(std::chrono::duration<double>(*limit_).count());
    } else if (!query.empty()) {
        auto* clock = new Source(state_);
        query = Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(clock->release()));
    }
}

bool TimeLimit::is_over() const {
    return state_->over || (limit_ && remote_ && Clock::now() >= state_->end);
}

}  // namespace nonmun
