// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/fields.hpp"

#include <gtest/gtest.h>

namespace nonmun {
namespace {

TEST(Fields, RowsStandInTheOrderOfTheEnumeration) {
    for (std::size_t i = 0; i < field_table.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(field_table[i].field), i);
        EXPECT_EQ(&row_of(field_table[i].field), &field_table[i]);
    }
}

TEST(Fields, AreFoundByName) {
    for (const FieldRow& row : field_table) {
        EXPECT_EQ(find_field(row.name), row.name.empty() ? nullptr : &row) << row.name;
    }
    EXPECT_EQ(find_field("colour"), nullptr);
    EXPECT_EQ(find_field("Title"), nullptr);
}

}  // namespace
}  // namespace nonmun
