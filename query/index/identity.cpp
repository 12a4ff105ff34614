// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/identity.hpp"

namespace nonmun {

std::string identity_of(const Xapian::Database& database) {
    std::string identity = database.get_uuid() + ":";
    try {
        identity += std::to_string(database.get_revision()) + ":";
    } catch (const Xapian::InvalidOperationError&) {  // several
    } catch (const Xapian::UnimplementedError&) {     // a remote one
    }
    return identity + std::to_string(database.get_doccount()) + "," +
           std::to_string(database.get_lastdocid()) + "," +
           std::to_string(database.get_total_length());
}

}  // namespace nonmun
