// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/metrics.hpp"

#include <algorithm>
#include <charconv>

namespace nonmun {
namespace {

// The shortest digits for exactly this number: the six that streams write would lose the last
// requests of a long sum.
std::string digits(double number) {
    std::array<char, 32> text;
    return {text.data(),
            std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed)
                .ptr};
}

std::string head(const char* name, const char* kind, const char* help) {
    return std::string("# HELP ") + name + ' ' + help + "\n# TYPE " + name + ' ' + kind + '\n';
}

}  // namespace

Metrics::Metrics(std::vector<std::string> route_names) {
    for (std::string& name : route_names) routes_.push_back({std::move(name)});
}

void Metrics::count(std::size_t route, int status, double seconds) {
    const auto place = std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin();
    const std::lock_guard lock(mutex_);
    Route& row = routes_[route];
    ++row.by_time[static_cast<std::size_t>(place)];
    ++row.by_status[status];
    row.seconds += seconds;
}

std::string Metrics::text(const std::vector<Sample>& samples) const {
    const std::lock_guard lock(mutex_);
    std::string out =
        head("nonmun_http_requests_total", "counter", "Requests answered, by route and status");
    for (const Route& route : routes_) {
        for (const auto& [status, count] : route.by_status) {
            out += "nonmun_http_requests_total{route=\"" + route.name + "\",status=\"" +
                   std::to_string(status) + "\"} " + std::to_string(count) + '\n';
        }
    }
    const std::string time = "nonmun_http_request_seconds";
    out += head(time.c_str(), "histogram", "Time to make an answer, by route");
    for (const Route& route : routes_) {
        const std::string label = "{route=\"" + route.name + '"';
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i <= bounds.size(); ++i) {
            sum += route.by_time[i];
            out += time + "_bucket" + label + ",le=\"" +
                   (i < bounds.size() ? digits(bounds[i]) : "+Inf") + "\"} " + std::to_string(sum) +
                   '\n';
        }
        out += time + "_sum" + label + "} " + digits(route.seconds) + '\n';
        out += time + "_count" + label + "} " + std::to_string(sum) + '\n';
    }
    for (const Sample& sample : samples) {
        out += head(sample.name, sample.kind, sample.help);
        out += sample.name + (' ' + std::to_string(sample.value)) + '\n';
    }
    return out;
}

}  // namespace nonmun
