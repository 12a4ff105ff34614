// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/http/answer.hpp"

#include <xxhash.h>
#include <zlib.h>

#include <cstdio>
#include <new>

#include <boost/beast/http/status.hpp>

#include "common/cli/terminal.hpp"
#include "common/error.hpp"
#include "common/paper_json.hpp"

namespace nonmun {
namespace {

// Compresses nearly as well as the best level, in a third of its time.
constexpr int gzip_level = 5;

}  // namespace

std::string reason_of(int status) {
    namespace http = boost::beast::http;
    const auto known = http::int_to_status(static_cast<unsigned>(status));
    return http::obsolete_reason(known).to_string();
}

HttpAnswer problem(int status, const std::string& detail, const std::string& hint) {
    Json json = {{"type", "about:blank"},
                 {"title", reason_of(status)},
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
        const bool missing = error.kind == ErrorKind::missing;
        const int status = error.kind == ErrorKind::usage ? 400 : missing ? 404 : 500;
        return problem(status, error.what(), error.hint);
    } catch (const std::bad_alloc&) {
        return problem(503, "out of memory");
    } catch (const std::exception& error) {
        return problem(500, error.what());
    }
}

std::string gzip(std::string_view body) {
    constexpr int gzip_window = 15 + 16;  // makes zlib write gzip
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

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    if (tag.empty()) return false;
    const std::string_view quoted = tag.substr(2);  // without W/: the comparison is weak
    return if_none_match == "*" || if_none_match.find(quoted) != std::string_view::npos;
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
