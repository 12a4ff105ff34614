// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/mcp/tools.hpp"

#include <algorithm>
#include <set>

namespace nonmun {
namespace {

Json input_schema(const Operation& operation) {
    Json schema = {{"type", "object"}, {"properties", Json::object()}};
    Json required = Json::array();
    for (const OptionRow& row : operation.parameters) {
        Json parameter = schema_of(row);
        parameter["description"] = parameter_help(row);
        schema["properties"][parameter_name(row)] = std::move(parameter);
        if (is_required(row)) required.push_back(parameter_name(row));
    }
    if (!required.empty()) schema["required"] = std::move(required);
    schema["additionalProperties"] = false;
    return schema;
}

// Rewrites references to the API's schemas as references within the same document, and collects
// their names.
void localize(Json& schema, std::set<std::string>& named) {
    constexpr std::string_view from = "#/components/schemas/";
    if (schema.is_object()) {
        for (auto& [key, value] : schema.items()) {
            if (key == "$ref" && value.is_string()) {
                const std::string name = value.get<std::string>().substr(from.size());
                named.insert(name);
                value = "#/$defs/" + name;
            } else {
                localize(value, named);
            }
        }
    } else if (schema.is_array()) {
        for (Json& item : schema) localize(item, named);
    }
}

Json output_schema(const Operation& operation) {
    Json schema = answer_schemas().at(operation.answer);
    std::set<std::string> named;
    localize(schema, named);
    Json definitions = Json::object();
    while (definitions.size() < named.size()) {
        for (const std::string& name : std::set<std::string>(named)) {
            if (definitions.contains(name)) continue;
            Json definition = answer_schemas().at(name);
            localize(definition, named);
            definitions[name] = std::move(definition);
        }
    }
    if (!definitions.empty()) schema["$defs"] = std::move(definitions);
    return schema;
}

}  // namespace

const std::vector<Tool>& tools() {
    static const std::vector<Tool> table = {
        {"search_papers", "search",
         "Searches AI papers listed in daily digests, with summaries in Korean. English words find "
         "Korean text too. Each paper comes with a rank, a score and its parts, and a snippet"},
        {"get_paper", "paper", "Gets one paper by its arXiv id: authors, votes, days and summary"},
        {"related_papers", "related",
         "Finds papers like one or several, like an author's, or like a text, and says why: shared "
         "terms, shared authors, parts of the score. Give one of id, author and text"},
        {"author_papers", "author",
         "Gets an author's papers, newest first, co-authors, and related papers by others. A name "
         "that may stand for several people gives these under \"possible\""},
        {"trends", "trends",
         "Counts topics by month: what is new in a month, what grows, and how many papers have the "
         "given words"},
    };
    return table;
}

const Tool* find_tool(const std::string& name) {
    const auto found = std::find_if(tools().begin(), tools().end(),
                                    [&](const Tool& tool) { return tool.name == name; });
    return found == tools().end() ? nullptr : &*found;
}

Json tool_json(const Tool& tool) {
    const Operation& operation = operation_called(tool.operation);
    return {{"name", tool.name},
            {"title", operation.title},
            {"description", tool.description},
            {"inputSchema", input_schema(operation)},
            {"outputSchema", output_schema(operation)},
            {"annotations",
             {{"title", operation.title},
              {"readOnlyHint", true},
              {"destructiveHint", false},
              {"idempotentHint", true},
              {"openWorldHint", false}}}};
}

}  // namespace nonmun
