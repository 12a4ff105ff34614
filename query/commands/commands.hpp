// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include "common/cli/configuration.hpp"
#include "common/cli/description.hpp"

namespace nonmun {

// nonmun with all its commands. The options of a command are the rows of query/service/options.cpp
// that name it.
const ProgramDescription& nonmun_description();

// What the configuration file may contain: a section for each command.
ConfigurationForm configuration_form();

}  // namespace nonmun
