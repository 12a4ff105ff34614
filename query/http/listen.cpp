// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/listen.hpp"

#include <charconv>
#include <utility>

#include "common/error.hpp"
#include "common/unicode.hpp"

namespace nonmun {
namespace {

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "[::1]:8080" → "::1", "8080"; the port is "" when there is none.
std::pair<std::string_view, std::string_view> split_authority(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return {"", ""};
        const std::string_view rest = text.substr(end + 1);
        return {text.substr(1, end - 1), rest.starts_with(':') ? rest.substr(1) : ""};
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || text.find(':') != colon) return {text, ""};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

ListenAddress parse_listen(const std::string& text) {
    ListenAddress address;
    const auto [host, port] = is_number(text)
                                  ? std::pair<std::string_view, std::string_view>{"127.0.0.1", text}
                                  : split_authority(text);
    const auto reject = [&](const char* what) {
        throw Error(ErrorKind::usage, "--listen " + printable(text) + ": " + what,
                    "write HOST:PORT, as 127.0.0.1:8080");
    };
    if (host.empty()) reject("there is no host");
    for (const char c : host) {
        const bool good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == ':' || c == '%';
        if (!good) reject("not a host");
    }
    address.host = host;
    if (port.empty() && !text.ends_with(':')) return address;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc{} || end != port.data() + port.size() || address.port < 0 ||
        address.port > 65535) {
        reject("not a port from 0 to 65535");
    }
    return address;
}

bool is_loopback(std::string_view host) {
    std::string name(host);
    for (char& c : name) c = ascii_lower(c);
    if (name.ends_with('.')) name.pop_back();
    if (name == "localhost" || name == "::1") return true;
    return name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_loopback_authority(std::string_view authority) {
    return is_loopback(split_authority(authority).first);
}

std::string url_of(const ListenAddress& address) {
    const bool six = address.host.find(':') != std::string::npos;
    return "http://" + (six ? "[" + address.host + "]" : address.host) + ":" +
           std::to_string(address.port) + "/";
}

}  // namespace nonmun
