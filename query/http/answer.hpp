// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <exception>
#include <map>
#include <string>
#include <string_view>

namespace nonmun {

// The answer to a request. dispatch() turns `type`, `tag` and the body's length into headers, and
// then only status, headers and body are sent.
struct HttpAnswer {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    std::string compressed;  // the body in gzip, if that is made already
    std::string tag;         // the entity tag; "" if it has none
    std::map<std::string, std::string> headers;
    bool partial = false;  // a time limit cut it short
};

// "Not Found".
std::string reason_of(int status);

// An error in the form of RFC 9457, with what to do as "hint".
HttpAnswer problem(int status, const std::string& detail, const std::string& hint = {});

// The problem that stands for an exception.
HttpAnswer problem_of(const std::exception_ptr& failure);

// The body in gzip; "" if it cannot be made.
std::string gzip(std::string_view body);

// Whether an If-None-Match header contains the tag, which entity_tag() made.
bool names_tag(std::string_view if_none_match, std::string_view tag);

// Compares in a time that depends on the lengths alone.
bool same_secret(std::string_view given, std::string_view secret);

// A weak entity tag for whatever `content` identifies.
std::string entity_tag(std::string_view content);

}  // namespace nonmun
