// SPDX-License-Identifier: GPL-2.0-or-later
#include <regex>

#include "query/http/routes.hpp"

namespace nonmun {
namespace {

Json reference(const char* schema) {
    return {{"$ref", std::string("#/components/schemas/") + schema}};
}

Json content_of(const Route& route) {
    Json schema = {{"type", "object"}};
    if (*route.schema != '\0') {
        schema = reference(route.schema);
    } else if (std::string_view(route.type) == "text/plain") {
        schema = {{"type", "string"}};
    }
    return {{route.type, {{"schema", schema}}}};
}

Json parameter_of(const Route& route, const OptionRow& row) {
    const std::string name = parameter_name(row);
    const bool in_path = std::string_view(route.path).find("{" + name + "}") != std::string::npos;
    Json schema = schema_of(row);
    if (in_path && row.many) schema = schema["items"];
    return {{"name", name},
            {"in", in_path ? "path" : "query"},
            {"required", in_path || is_required(row)},
            {"description", parameter_help(row)},
            {"schema", schema}};
}

Json refusal(const char* why) {
    return {{"description", why},
            {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
}

// "/v1/papers/{id}/related" → "get_v1_papers_id_related".
std::string id_of(const Route& route) {
    const std::string path = std::regex_replace(route.path, std::regex("\\}"), "");
    return "get" + std::regex_replace(path, std::regex("[^a-z0-9]+"), "_");
}

Json operation_of(const Route& route, bool with_token) {
    Json parameters = Json::array();
    if (route.operation != nullptr) {
        for (const OptionRow& row : route.operation->parameters)
            parameters.push_back(parameter_of(route, row));
    }
    Json responses = {{"200", {{"description", "The answer"}, {"content", content_of(route)}}},
                      {"503", refusal("Too many requests")}};
    if (route.operation != nullptr) {
        responses["200"]["headers"] = {{"ETag",
                                        {{"description",
                                          "Identifies the answer at this revision of the index; "
                                          "absent from partial answers and "
                                          "over remote databases"},
                                         {"schema", {{"type", "string"}}}}}};
        responses["304"] = {{"description", "If-None-Match names the current ETag"}};
        responses["400"] = refusal("A parameter is invalid or exceeds a limit");
        responses["404"] = refusal("There is no such paper or author");
    }
    Json operation = {{"operationId", id_of(route)},
                      {"summary", route.summary},
                      {"parameters", std::move(parameters)},
                      {"responses", std::move(responses)}};
    if (with_token && !route.open) {
        operation["security"] = Json::array({{{"token", Json::array()}}});
        operation["responses"]["401"] = refusal("The token is missing or wrong");
    }
    return operation;
}

}  // namespace

Json openapi_document(const ServerState& state) {
    const bool with_token = !state.options.token.empty();
    Json paths = Json::object();
    for (const Route& route : routes())
        paths[route.path] = {{"get", operation_of(route, with_token)}};
    Json document = {{"openapi", "3.1.0"},
                     {"info",
                      {{"title", "nonmun"},
                       {"summary", "Search and recommendation over daily digests of AI papers"},
                       {"version", state.options.version}}},
                     {"paths", std::move(paths)},
                     {"components", {{"schemas", answer_schemas()}}}};
    if (with_token) {
        document["components"]["securitySchemes"] = {
            {"token", {{"type", "http"}, {"scheme", "bearer"}}}};
    }
    return document;
}

}  // namespace nonmun
