#include "common/schema.hpp"

#include <algorithm>
#include <cmath>

#include "common/analyzer/analyzer.hpp"
#include "common/error.hpp"

namespace nonmun {

std::string date_value(const Date& date) {
    std::string value = to_string(date);
    std::erase(value, '-');
    return value;
}

std::optional<Date> date_of_value(std::string_view value) {
    if (value.size() != 8) return std::nullopt;
    const std::string text(value);
    return parse_date(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6));
}

double vote_level(const std::optional<std::int64_t>& votes) {
    if (!votes) return 0.5;
    return std::min(1.0, std::log1p(static_cast<double>(*votes)) / std::log1p(80.0));
}

void check_version(const Xapian::Database& database, const std::string& path) {
    const std::string schema = database.get_metadata(schema_key);
    const std::string analyzer = database.get_metadata(analyzer_key);
    if (schema.empty()) {
        throw Error(ErrorKind::version, path + " is a Xapian database, but not one of nonmun's",
                    "name another directory, or make one with: nonmun-index --db DIR PATH");
    }
    if (schema != std::to_string(schema_version) || analyzer != std::to_string(analyzer_version)) {
        throw Error(ErrorKind::version,
                    path + " was written with schema " + schema + " and analyzer " + analyzer +
                        ", this program reads " + std::to_string(schema_version) + " and " +
                        std::to_string(analyzer_version),
                    "rebuild it with: nonmun-index --db " + path + " --rebuild PATH");
    }
}

}  // namespace nonmun
