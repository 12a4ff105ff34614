// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/metrics.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace nonmun {
namespace {

void head(std::ostream& out, const char* name, const char* kind, const char* help) {
    out << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << kind << '\n';
}

template <typename Number>
void single(std::ostream& out, const char* name, const char* kind, const char* help, Number value) {
    head(out, name, kind, help);
    out << name << ' ' << value << '\n';
}

// The fewest digits that stand for this very number: of six, as streams write, a sum of many days
// would lack the last requests.
std::string shortest(double number) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

}  // namespace

void Metrics::count(std::size_t route, int status, double seconds, bool partial) {
    const auto place = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
    const std::lock_guard lock(mutex_);
    Route& row = routes_[route];
    ++row.by_time[static_cast<std::size_t>(place)];
    ++row.by_status[status];
    row.seconds += seconds;
    if (partial) ++partial_;
}

std::string Metrics::text(const std::vector<std::string>& names, const Gauges& gauges) const {
    std::ostringstream out;
    const std::lock_guard lock(mutex_);
    head(out, "nonmun_http_requests_total", "counter", "Requests answered, by route and status");
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        for (const auto& [status, count] : routes_[i].by_status) {
            out << "nonmun_http_requests_total{route=\"" << names[i] << "\",status=\"" << status
                << "\"} " << count << '\n';
        }
    }
    head(out, "nonmun_http_request_seconds", "histogram", "Time to make an answer, by route");
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        std::uint64_t sum = 0;
        const auto bucket = [&](const auto& bound, std::uint64_t count) {
            sum += count;
            out << "nonmun_http_request_seconds_bucket{route=\"" << names[i] << "\",le=\"" << bound
                << "\"} " << sum << '\n';
        };
        for (std::size_t j = 0; j < bounds.size(); ++j) bucket(bounds[j], routes_[i].by_time[j]);
        bucket("+Inf", routes_[i].by_time.back());
        out << "nonmun_http_request_seconds_sum{route=\"" << names[i] << "\"} "
            << shortest(routes_[i].seconds) << "\nnonmun_http_request_seconds_count{route=\""
            << names[i] << "\"} " << sum << '\n';
    }
    single(out, "nonmun_partial_answers_total", "counter", "Answers that the time limit cut short",
           partial_);
    single(out, "nonmun_refused_connections_total", "counter",
           "Connections that there was no room for", refused_.load());
    single(out, "nonmun_malformed_requests_total", "counter",
           "Connections closed for a request that was none, too large or too slow",
           malformed_.load());
    single(out, "nonmun_connections", "gauge", "Open connections", gauges.connections);
    single(out, "nonmun_waiting_requests", "gauge", "Requests that wait for an engine",
           gauges.waiting);
    single(out, "nonmun_index_refreshes_total", "counter",
           "How often an engine opened what a writer had committed", gauges.refreshes);
    single(out, "nonmun_index_refresh_failures_total", "counter",
           "How often an engine could not open what is there now, and stayed with what it has",
           gauges.refresh_failures);
    if (gauges.papers)
        single(out, "nonmun_index_papers", "gauge", "Papers in the index", *gauges.papers);
    return out.str();
}

}  // namespace nonmun
