// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nonmun {

// Where a server listens.
struct ListenAddress {
    std::string host;  // a name or address, without brackets
    int port = 8080;   // 0: any free one
};

// "HOST:PORT", "HOST", "PORT", "[::1]:PORT". Throws Error(usage).
ListenAddress parse_listen(const std::string& text);

// Whether only this machine can connect there.
bool is_loopback(std::string_view host);

// Whether a request's Host header ("localhost:8080") names a server that is reached over loopback:
// a page of another site whose name was made to point here (DNS rebinding) does not.
bool is_loopback_authority(std::string_view authority);

// "http://127.0.0.1:8080/".
std::string url_of(const ListenAddress& address);

}  // namespace nonmun
