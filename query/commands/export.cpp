// SPDX-License-Identifier: GPL-2.0-or-later
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>

#include "common/cli/program.hpp"
#include "common/schema.hpp"
#include "query/commands/command.hpp"

namespace nonmun {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void fail(const char* do_what) {
    throw Error(ErrorKind::io,
                std::string("cannot ") + do_what + " a temporary file: " + std::strerror(errno),
                "an export is gathered there first; check the disk");
}

void write_records(const Xapian::Database& database, std::FILE* to) {
    const std::string prefix(id_prefix);
    for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix);
         ++term) {
        const std::string id = (*term).substr(prefix.size());
        std::string record = stored_line(database.get_document(find_paper(database, id)));
        record += '\n';
        if (std::fwrite(record.data(), 1, record.size(), to) != record.size()) fail("write");
    }
    if (std::fflush(to) != 0) fail("write");
}

}  // namespace

// In the order of the ids, as the database has them sorted: equal indexes are equal bytes. Gathered
// first, in a file without a name, so that what is printed is of one revision whatever a writer
// does meanwhile.
int run_export(const Arguments& arguments) {
    refuse_words(arguments, "export");
    Index index = open_index(arguments);
    const File file(std::tmpfile(), std::fclose);
    if (!file) fail("write");
    index.read([&](const Xapian::Database& database) {
        std::rewind(file.get());
        if (::ftruncate(::fileno(file.get()), 0) != 0) fail("write");
        write_records(database, file.get());
    });
    std::rewind(file.get());
    bool any = false;
    std::array<char, 1 << 16> block;
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), file.get())) {
        std::cout.write(block.data(), static_cast<std::streamsize>(size));
        any = true;
    }
    if (std::ferror(file.get())) fail("read");
    return any ? exit_found : exit_nothing;
}

}  // namespace nonmun
