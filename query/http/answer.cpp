// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/answer.hpp"

#include <xxhash.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <new>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/paper_json.hpp"
#include "common/unicode.hpp"
#include "query/http/ascii_case.hpp"

namespace nonmun {
namespace {

struct StatusRow {
    int status;
    const char* title;
};
constexpr StatusRow status_table[] = {
    {200, "OK"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {421, "Misdirected Request"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

struct KindRow {
    ErrorKind kind;
    int status;
};
constexpr KindRow kind_table[] = {
    {ErrorKind::usage, 400},
    {ErrorKind::missing, 404},
};

// The level at which answers shrink to nearly the least, at a third of the time of the least.
constexpr int gzip_level = 5;

// The elements of a header's list, without blanks around them.
template <typename Body>
void for_each_element(std::string_view list, Body body) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        const std::string_view element = trim(list.substr(0, comma));
        if (!element.empty()) body(element);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

// Whether the weight of an element is 0, as in "gzip;q=0".
bool is_refused(std::string_view element) {
    const std::string parameters =
        lower_ascii(element.substr(std::min(element.find(';'), element.size())));
    const auto weight = parameters.find("q=");
    if (weight == std::string::npos) return false;
    return parameters.find_first_of("123456789", weight) == std::string::npos;
}

}  // namespace

const char* status_title(int status) {
    for (const StatusRow& row : status_table) {
        if (row.status == status) return row.title;
    }
    return "Error";
}

HttpAnswer problem(int status, const std::string& detail, const std::string& hint) {
    Json json = {{"type", "about:blank"},
                 {"title", status_title(status)},
                 {"status", status},
                 {"detail", one_line(detail)}};
    if (!hint.empty()) json["hint"] = one_line(hint);
    HttpAnswer answer;
    answer.status = status;
    answer.type = "application/problem+json";
    answer.body = to_line(json) + "\n";
    if (status == 503) answer.headers["Retry-After"] = "1";
    return answer;
}

HttpAnswer problem_of(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Error& error) {
        for (const KindRow& row : kind_table) {
            if (row.kind == error.kind) return problem(row.status, error.what(), error.hint);
        }
        return problem(500, error.what(), error.hint);
    } catch (const std::bad_alloc&) {
        return problem(503, "out of memory");
    } catch (const std::exception& error) {
        return problem(500, error.what());
    } catch (...) {
        return problem(500, "unknown failure");
    }
}

std::string gzip(std::string_view body) {
    constexpr int gzip_window = 15 + 16;  // zlib's way to say: gzip, not zlib
    z_stream stream = {};
    if (::deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string out(::deflateBound(&stream, static_cast<uLong>(body.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool done = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(done ? stream.total_out : 0);
    ::deflateEnd(&stream);
    return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
    bool any = false;
    bool named = false;
    bool named_well = false;
    for_each_element(accept_encoding, [&](std::string_view element) {
        const std::string coding =
            lower_ascii(trim(element.substr(0, std::min(element.find(';'), element.size()))));
        if (coding == "gzip" || coding == "x-gzip") {
            named = true;
            named_well = named_well || !is_refused(element);
        } else if (coding == "*") {
            any = !is_refused(element);
        }
    });
    return named ? named_well : any;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    if (tag.empty()) return false;
    const auto opaque = [](std::string_view one) {
        return one.starts_with("W/") ? one.substr(2) : one;
    };
    bool found = false;
    for_each_element(if_none_match, [&](std::string_view element) {
        found = found || element == "*" || opaque(element) == opaque(tag);
    });
    return found;
}

bool same_secret(std::string_view given, std::string_view secret) {
    volatile unsigned char differs = given.size() == secret.size() ? 0 : 1;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const char other = secret.empty() ? '\0' : secret[i % secret.size()];
        differs = static_cast<unsigned char>(differs | (given[i] ^ other));
    }
    return differs == 0;
}

std::string entity_tag(std::string_view content) {
    char tag[32];
    std::snprintf(tag, sizeof tag, "W/\"%016llx\"",
                  static_cast<unsigned long long>(::XXH3_64bits(content.data(), content.size())));
    return tag;
}

}  // namespace nonmun
