// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "common/cli/terminal.hpp"
#include "common/unicode.hpp"

namespace nonmun {

Progress::Progress(std::string unit) : unit_(std::move(unit)), enabled_(::isatty(STDERR_FILENO)) {}

Progress::~Progress() {
    clear();
}

void Progress::clear() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
    shown_ = false;
}

void Progress::update(std::size_t done, std::size_t all) {
    if (!enabled_) return;
    const auto now = Clock::now();
    const bool early =
        now - start_ < std::chrono::seconds(1) || now - last_ < std::chrono::milliseconds(100);
    if (early) return;
    last_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::fprintf(stderr, "\r%s\x1b[K",
                 line(done, all, seconds, unit_, style_of(STDERR_FILENO).width - 1).c_str());
    std::fflush(stderr);
}

std::string Progress::line(std::size_t done, std::size_t all, double seconds,
                           const std::string& unit, int width) {
    const double share =
        all > 0 ? std::min(1.0, static_cast<double>(done) / static_cast<double>(all)) : 0;
    const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
    const double seconds_left =
        rate > 0 ? static_cast<double>(all - std::min(done, all)) / rate : 0;
    const auto left = static_cast<int>(std::min(seconds_left, 1e9));
    char text[160];
    std::snprintf(text, sizeof text, " %3.0f%% %zu/%zu %s, %.0f/s, %d:%02d left", 100 * share, done,
                  all, unit.c_str(), rate, left / 60, left % 60);
    const int room = std::min(30, width - display_width(text) - 2);
    if (room < 5) return cut_to_width(text, width);
    const int filled = static_cast<int>(share * room);
    return "[" + std::string(static_cast<std::size_t>(filled), '#') +
           std::string(static_cast<std::size_t>(room - filled), '.') + "]" + text;
}

}  // namespace nonmun
