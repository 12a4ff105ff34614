// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nonmun {

// Where a server listens.
struct ListenAddress {
    std::string host;  // a name or address, without brackets
    int port = 0;      // 0: any free one
};

// Reads "HOST:PORT", "HOST", "PORT" or "[::1]:PORT"; a part left out has the default of --listen.
// Throws Error(usage), which names the `option`.
ListenAddress parse_listen(const std::string& text, const std::string& option = "--listen");

// Whether only this machine can connect to the address ("127.0.0.1", "::1"). False for names.
bool is_loopback_address(const std::string& address);

// Whether a request's Host header ("localhost:8080") names this server: as localhost, by the `name`
// of --listen, or by an address, which must be a loopback address if the server listens on one.
// Other names are those of foreign sites that were made to point here (DNS rebinding).
bool names_server(std::string_view authority, std::string_view name, bool on_loopback);

// "http://127.0.0.1:8080/".
std::string url_of(const ListenAddress& address);

}  // namespace nonmun
