// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "common/cli/options.hpp"

namespace nonmun {

inline constexpr OptionRow listen_option = {
    "listen", "HOST:PORT",
    "Where to listen; HOST alone and PORT alone leave the other as it is by default. Host 0.0.0.0 "
    "is for all machines that can reach this one, port 0 is any free one",
    "127.0.0.1:8080"};

// Where a server listens.
struct ListenAddress {
    std::string host;  // a name or address, without brackets
    int port = 0;      // 0: any free one
};

// "HOST:PORT", "HOST", "PORT", "[::1]:PORT"; what is left out is listen_option's default. Throws
// Error(usage).
ListenAddress parse_listen(const std::string& text, const std::string& option = "--listen");

// Whether the address that a socket is bound to can be reached from this machine alone, whatever
// name it was looked up by.
bool is_bound_to_loopback(int socket);

// Whether a request's Host header ("localhost:8080") names a server that is reached over loopback,
// as localhost, by its address, or by the `name` that it was told to listen on: a page of another
// site whose name was made to point here (DNS rebinding) does not.
bool is_loopback_authority(std::string_view authority, std::string_view name = "localhost");

// "http://127.0.0.1:8080/".
std::string url_of(const ListenAddress& address);

}  // namespace nonmun
