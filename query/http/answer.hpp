// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <exception>
#include <map>
#include <string>
#include <string_view>

namespace nonmun {

// What a request is answered with, before it is made an HTTP response.
struct HttpAnswer {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::string compressed;                      // the body in gzip, where that is known already
    std::string tag;                             // the entity tag; "" when there is none
    std::map<std::string, std::string> headers;  // others
    bool partial = false;
};

// A failure as RFC 9457 has it, with what to do as "hint".
HttpAnswer problem(int status, const std::string& detail, const std::string& hint = {});

// The problem that an exception is.
HttpAnswer problem_of(const std::exception_ptr& failure);

// "Not Found".
const char* status_title(int status);

// The body in gzip; "" when it cannot be made.
std::string gzip(std::string_view body);

// Whether an Accept-Encoding header takes gzip (RFC 9110).
bool accepts_gzip(std::string_view accept_encoding);

// Whether an If-None-Match header names the tag.
bool names_tag(std::string_view if_none_match, std::string_view tag);

// The two are the same; takes as long for any text of the same length.
bool same_secret(std::string_view given, std::string_view secret);

// A weak entity tag of what stands for the content.
std::string entity_tag(std::string_view content);

}  // namespace nonmun
