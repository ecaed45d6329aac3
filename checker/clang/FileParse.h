// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From one file's text to facts, with the headers that were compiled ahead if they serve.
//
#ifndef IRQLINT_CLANG_FILEPARSE_H
#define IRQLINT_CLANG_FILEPARSE_H

#include "parse.h"

#include "llvm/Support/VirtualFileSystem.h"

namespace irqlint
{

using Files = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

// Opens the disk in the directory of Command.
il_parse_status openDisk(const il_command &Command, Files &Disk, il_error *Error);

// As il_parse(), of a command whose file can be read in From, which is in its directory.
il_parse_status parseFile(const il_command &Command, Files From, il_unit **RetUnit, il_inputs *RetInputs,
			  il_parse_times *RetTimes, il_error *RetError);

} // namespace irqlint

#endif
