// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <httplib.h>

#include "query/http/listen.hpp"
#include "query/http/routes.hpp"

namespace nonmun {

// Headers that a connection adds to a request for dispatch(): what Accept-Encoding was, which
// httplib would act on, and that there is a body, which nothing here reads.
inline constexpr const char* accept_encoding_header = "X-Nonmun-Accept-Encoding";
inline constexpr const char* has_body_header = "X-Nonmun-Has-Body";

// Answers a request: checks who asks and how, finds the route or the file, counts it, and sets the
// headers. Throws nothing but std::bad_alloc.
void dispatch(ServerState& state, const httplib::Request& request, httplib::Response& response);

// Fills the response of a request that httplib has refused with its status.
void fill_refusal(const ServerOptions& options, httplib::Response& response);

// A whole response of a problem, for a connection whose request is none; it is closed after this.
std::string closing_response(const HttpAnswer& answer);

}  // namespace nonmun
