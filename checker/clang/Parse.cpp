// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FileParse.h"
#include "Invocation.h"

#include "llvm/Config/llvm-config.h"

extern "C" const char *il_llvm_version(void)
{
	return LLVM_VERSION_STRING;
}

extern "C" void il_inputs_fini(struct il_inputs *Inputs)
{
	il_array_fini(&Inputs->names);
	il_arena_fini(&Inputs->arena);
}

extern "C" enum il_parse_status il_parse(const struct il_command *Command, struct il_unit **RetUnit,
					 struct il_inputs *RetInputs, struct il_parse_times *RetTimes,
					 struct il_error *RetError)
{
	using namespace irqlint;

	Files Disk;
	*RetTimes = {};
	if (il_parse_status Status = openDisk(*Command, Disk, RetError))
		return Status;
	return parseFile(*Command, Disk, RetUnit, RetInputs, RetTimes, RetError);
}
