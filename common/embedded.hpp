// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <string_view>

namespace nonmun {

// Files of the source tree that are part of the programs, so that they work without installation.
std::string_view embedded_lexicon();            // common/analyzer/base_lexicon.tsv
std::string_view embedded_glossary();           // common/analyzer/base_glossary.tsv
std::string_view embedded_record_dictionary();  // common/record_dictionary.jsonl
std::string_view embedded_completion_bash();    // common/cli/completion.bash
std::string_view embedded_completion_zsh();     // common/cli/completion.zsh
std::string_view embedded_completion_fish();    // common/cli/completion.fish

}  // namespace nonmun
