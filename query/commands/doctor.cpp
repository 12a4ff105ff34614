// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/doctor.hpp"

#include <unistd.h>

#include <iostream>

#include "common/cli/program.hpp"
#include "query/commands/command.hpp"
#include "query/render/json.hpp"
#include "query/render/text.hpp"

namespace nonmun {

int run_doctor(const Arguments& arguments) {
    const std::string format = choice_of(arguments, plain_format_option);
    refuse_words(arguments, "doctor");
    bool whole = true;
    for (const std::string& path : database_paths(arguments)) {
        const Diagnosis diagnosis = diagnose(path, arguments.has("verbose"));
        whole = whole && diagnosis.whole();
        if (format == "json") {
            std::cout << to_line(diagnosis_json(diagnosis)) << '\n';
        } else {
            render_diagnosis_text(diagnosis, std::cout);
        }
    }
    return whole ? exit_found : exit_error;
}

}  // namespace nonmun
