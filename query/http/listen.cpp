// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/listen.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include <boost/algorithm/string/predicate.hpp>
#include <boost/asio/ip/address.hpp>

#include "common/error.hpp"
#include "common/text.hpp"
#include "common/unicode.hpp"
#include "query/service/options.hpp"

namespace nonmun {
namespace {

struct Authority {
    std::string_view host;
    std::optional<std::string_view> port;  // without its colon
};

// "[::1]:8080" → "::1", "8080". More than one colon without brackets is an IPv6 address.
std::optional<Authority> split_authority(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view host = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        if (rest.empty()) return Authority{host, std::nullopt};
        if (!rest.starts_with(':')) return std::nullopt;
        return Authority{host, rest.substr(1)};
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || text.find(':') != colon)
        return Authority{text, std::nullopt};
    return Authority{text.substr(0, colon), text.substr(colon + 1)};
}

std::string_view without_full_stop(std::string_view name) {
    return name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
}

}  // namespace

ListenAddress parse_listen(const std::string& text, const std::string& option) {
    ListenAddress address;
    const auto reject = [&](const char* what) {
        throw Error(ErrorKind::usage, option + " " + printable(text) + ": " + what,
                    std::string("write HOST:PORT, as ") + default_listen_address);
    };
    const Authority otherwise = *split_authority(default_listen_address);
    const auto parts = is_number(text) ? Authority{otherwise.host, text} : split_authority(text);
    if (!parts) reject("not a host with a port");
    if (parts->host.empty()) reject("there is no host");
    const bool is_host = std::all_of(parts->host.begin(), parts->host.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) ||
               std::string_view(".-:%").find(c) != std::string_view::npos;
    });
    if (!is_host) reject("not a host");
    address.host = std::string(parts->host);
    const std::string_view port = parts->port ? *parts->port : *otherwise.port;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc{} || end != port.data() + port.size() || address.port < 0 ||
        address.port > 65535) {
        reject("not a port from 0 to 65535");
    }
    return address;
}

bool is_loopback_address(const std::string& address) {
    // IPv4 addresses are mapped into IPv6.
    const bool is_v6 = address.find(':') != std::string::npos;
    in6_addr bytes = {};
    if (::inet_pton(AF_INET6, (is_v6 ? address : "::ffff:" + address).c_str(), &bytes) != 1)
        return false;
    return IN6_IS_ADDR_LOOPBACK(&bytes) ||
           (IN6_IS_ADDR_V4MAPPED(&bytes) && bytes.s6_addr[12] == 127);
}

bool names_server(std::string_view authority, std::string_view name, bool on_loopback) {
    const auto parts = split_authority(authority);
    if (!parts || parts->host.empty()) return false;
    const std::string_view host = without_full_stop(parts->host);
    if (boost::iequals(host, "localhost") || boost::iequals(host, without_full_stop(name)))
        return true;
    if (on_loopback) return is_loopback_address(std::string(host));
    boost::system::error_code error;
    boost::asio::ip::make_address(std::string(host), error);
    return !error;
}

std::string url_of(const ListenAddress& address) {
    const bool six = address.host.find(':') != std::string::npos;
    return "http://" + (six ? "[" + address.host + "]" : address.host) + ":" +
           std::to_string(address.port) + "/";
}

}  // namespace nonmun
