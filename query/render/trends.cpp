// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/render/trends.hpp"

#include <algorithm>
#include <iomanip>

#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/render/csv.hpp"
#include "query/render/markdown.hpp"
#include "query/render/score.hpp"

namespace nonmun {
namespace {

// "mamba 5, kan 4"; growing terms with their average before: "agents 9 (2.5)".
std::string list_of(const std::vector<MonthTerm>& terms) {
    std::vector<std::string> items;
    for (const MonthTerm& term : terms) {
        items.push_back(term.term + " " + std::to_string(term.papers));
        if (term.before > 0) items.back() += " (" + fixed(term.before, 1) + ")";
    }
    return joined(items);
}

// A bar for each month, at least an eighth of a line high unless it has no paper.
std::string bars(const std::vector<std::size_t>& counts) {
    static constexpr const char* heights[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const std::size_t most = std::max<std::size_t>(
        1, counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end()));
    std::string text;
    for (const std::size_t count : counts) text += heights[(count * 8 + most - 1) / most];
    return text;
}

std::string padded(const std::string& text, int columns) {
    const std::string cut = cut_to_width(text, columns);
    return cut + std::string(static_cast<std::size_t>(columns - display_width(cut)), ' ');
}

void topic_lines(const Trends& trends, const Style& style, std::ostream& out) {
    int widest = 0;
    for (const TopicTrend& topic : trends.topics)
        widest = std::max(widest, display_width(printable(topic.term)));
    widest = std::min(widest, std::max(8, style.width / 3));
    // The last months, if not all fit.
    const std::size_t room = static_cast<std::size_t>(std::max(1, style.width - widest - 9));
    const std::size_t from = trends.months.size() - std::min(room, trends.months.size());
    out << bold("Topics by month, " + trends.months[from].month + " to " +
                    trends.months.back().month,
                style)
        << "\n\n";
    for (const TopicTrend& topic : trends.topics) {
        const auto begin = topic.months.begin() + static_cast<std::ptrdiff_t>(from);
        out << padded(printable(topic.term), widest) << ' ' << std::setw(6) << topic.papers << ' '
            << bars({begin, topic.months.end()}) << '\n';
    }
}

}  // namespace

void render_trends_text(const Trends& trends, const Style& style, std::ostream& out) {
    for (const MonthTrend& month : trends.months) {
        out << bold(month.month, style) << ", " << plural(month.papers, "paper") << '\n';
        const auto row = [&](const char* label, const std::vector<MonthTerm>& terms) {
            if (terms.empty()) return;
            std::string text = wrap(printable(list_of(terms)), style.width - 11, "           ");
            const std::string head = dim(label, style);
            out << "  " << head << text.substr(2 + std::string(label).size()) << '\n';
        };
        row("new", month.fresh);
        row("growing", month.growing);
    }
    if (trends.topics.empty() || trends.months.empty()) return;
    out << '\n';
    topic_lines(trends, style, out);
}

void render_trends_csv(const Trends& trends, std::ostream& out) {
    out << "month,papers,kind,term,term_papers,before\r\n";
    for (std::size_t i = 0; i < trends.months.size(); ++i) {
        const MonthTrend& month = trends.months[i];
        const auto row = [&](const char* kind, const std::string& term, std::size_t papers,
                             const std::string& before) {
            out << month.month << ',' << month.papers << ',' << kind << ',' << csv_cell(term) << ','
                << papers << ',' << before << "\r\n";
        };
        for (const MonthTerm& term : month.fresh) row("new", term.term, term.papers, "0");
        for (const MonthTerm& term : month.growing)
            row("growing", term.term, term.papers, fixed(term.before, 2));
        for (const TopicTrend& topic : trends.topics) row("topic", topic.term, topic.months[i], "");
    }
}

void render_trends_markdown(const Trends& trends, std::ostream& out) {
    out << "## Months\n\n| month | papers | new | growing (a month before) |\n|---|---|---|---|\n";
    for (const MonthTrend& month : trends.months) {
        out << "| " << month.month << " | " << month.papers << " | "
            << markdown_text(list_of(month.fresh)) << " | " << markdown_text(list_of(month.growing))
            << " |\n";
    }
    if (trends.topics.empty()) return;
    out << "\n## Topics\n\n| topic | papers |";
    for (const MonthTrend& month : trends.months) out << ' ' << month.month << " |";
    out << "\n|---|---|";
    for (std::size_t i = 0; i < trends.months.size(); ++i) out << "---|";
    out << '\n';
    for (const TopicTrend& topic : trends.topics) {
        out << "| " << markdown_text(topic.term) << " | " << topic.papers << " |";
        for (const std::size_t papers : topic.months) out << ' ' << papers << " |";
        out << '\n';
    }
}

Json month_json(const MonthTrend& month) {
    Json json = {{"month", month.month}, {"papers", month.papers}};
    json["new"] = Json::array();
    for (const MonthTerm& term : month.fresh)
        json["new"].push_back({{"term", term.term}, {"papers", term.papers}});
    json["growing"] = Json::array();
    for (const MonthTerm& term : month.growing) {
        json["growing"].push_back(
            {{"term", term.term}, {"papers", term.papers}, {"before", term.before}});
    }
    return json;
}

Json trends_json(const Trends& trends) {
    Json json = {{"papers", trends.papers}, {"months", Json::array()}, {"topics", Json::array()}};
    for (const MonthTrend& month : trends.months) json["months"].push_back(month_json(month));
    for (const TopicTrend& topic : trends.topics) {
        json["topics"].push_back(
            {{"term", topic.term}, {"papers", topic.papers}, {"months", topic.months}});
    }
    return json;
}

}  // namespace nonmun
