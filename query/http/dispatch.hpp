// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>

#include "query/http/request.hpp"
#include "query/http/routes.hpp"

namespace nonmun {

// Answers a request by calling `respond` once: before this returns, or later from a thread of the
// engine pool. Checks who asks and how, finds the route or the file, and counts the request.
void dispatch(ServerState& state, HttpRequest request, std::function<void(HttpAnswer)> respond);

// Adds the headers that every answer has, those of the content, and CORS; compresses the body if
// the request allows it; removes it from 304 and from answers to HEAD.
HttpAnswer with_headers(HttpAnswer answer, const HttpRequest& request,
                        const ServerOptions& options);

}  // namespace nonmun
