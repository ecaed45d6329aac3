// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One parse of one file, from an invocation to facts: what il_parse() and sessions have in common.
//
#ifndef IRQLINT_CLANG_FILEPARSE_H
#define IRQLINT_CLANG_FILEPARSE_H

#include "Inputs.h"
#include "Invocation.h"
#include "Lowering.h"
#include "parse.h"

#include <vector>

namespace irqlint
{

using Files = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

// What the first directives of a file have read, when they were compiled before the rest of it.
struct ReadBefore {
	InputsSoFar Inputs;
	std::vector<std::string> Names; // of files, as the compiler calls them
};

struct FileParse {
	const il_command &Command;
	std::shared_ptr<clang::CompilerInvocation> Invocation;
	Files From;
	const HeaderNotes *Notes = nullptr; // when Invocation has headers that were compiled ahead
	const ReadBefore *Before = nullptr; // when it has a preamble
};

// What comes of it.
struct Parsed {
	UnitPtr Unit;
	std::unique_ptr<Inputs> Read;
	FirstError Errors;
	double LowerMilliseconds = 0;
};

// Opens the disk in the directory of Command.
il_parse_status openDisk(const il_command &Command, Files &Disk, il_error *Error);

// Takes the headers that were compiled ahead instead of those of the command, which are among them.
void useHeaders(clang::CompilerInvocation &Invocation, const char *File);

// Call once at least before any parse.
void prepareTargets();

// Returns whether there are facts, and they are those of a plain parse.
bool parse(const FileParse &Parse, Parsed &Out);

std::string describe(const FirstError &Errors);

// RetInputs may be null.
void keepInputs(const Parsed &Out, il_inputs *RetInputs);

// CPU time of the process.
double cpuMilliseconds();

} // namespace irqlint

#endif
