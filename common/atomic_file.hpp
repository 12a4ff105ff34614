// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>

// Files that readers see whole: the new content is written beside the file, then renamed over it.
namespace nonmun {

// Makes an empty file in the folder of `path`, with the mode of any new file (0666 less the umask),
// and returns its path. Throws Error(io).
std::string make_file_beside(const std::string& path);

// Renames a file. Without `replace`, a file that is at `to` already stays; this also holds on file
// systems without RENAME_NOREPLACE, such as NFS. Returns false, with the reason in errno, when that
// fails.
bool rename_file(const std::string& from, const std::string& to, bool replace);

// The device and inode of the folder at the path; they change when another folder takes its place.
// Zeros when there is none.
std::pair<dev_t, ino_t> folder_identity(const std::string& path);

// Writes a file or a folder's list of names through to the disk. Does nothing for a folder that may
// not be read, or whose file system cannot sync folders. Throws Error(io).
void sync_to_disk(const std::string& path);

// Replaces the file, or makes it and its folders. After a crash either the old or the new content
// is there, whole. Throws Error(io); the old content stays then.
void write_file_atomically(const std::string& path, std::string_view text);

}  // namespace nonmun
