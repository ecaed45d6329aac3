// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FileParse.h"

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

// With Notes, of the command's headers that were compiled ahead.
static bool parseOnce(const il_command &Command, irqlint::Files From, const irqlint::HeaderNotes *Notes,
		      irqlint::Parsed &Out)
{
	std::shared_ptr<clang::CompilerInvocation> Invocation = irqlint::invocationOf(Command, From, Out.Errors);
	if (!Invocation)
		return false;
	if (Notes)
		irqlint::useHeaders(*Invocation, Command.headers);
	return irqlint::parse({ Command, Invocation, From, Notes }, Out);
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
	if (auto Opened = Disk->openFileForRead(Command->file); !Opened)
		return fail(RetError, IL_PARSE_UNREADABLE, *Command, "cannot read: " + Opened.getError().message());
	prepareTargets();

	double Start = cpuMilliseconds();
	Parsed Out;
	bool Good = false;
	if (Command->headers) {
		std::unique_ptr<HeaderNotes> Notes = HeaderNotes::read(std::string(Command->headers) + ".notes");
		Good = Notes && parseOnce(*Command, Disk, Notes.get(), Out);
		if (Good)
			keepInputs(Out, RetInputs);
		RetTimes->headers = Good ? IL_HEADERS_USED : IL_HEADERS_REFUSED;
	}
	if (!Good) {
		Out = Parsed();
		Good = parseOnce(*Command, Disk, nullptr, Out);
		if (Good)
			keepInputs(Out, RetInputs);
	}
	RetTimes->lower_ms = Out.LowerMilliseconds;
	RetTimes->parse_ms = cpuMilliseconds() - Start - RetTimes->lower_ms;
	if (!Good)
		return fail(RetError, IL_PARSE_BROKEN, *Command, describe(Out.Errors));
	*RetUnit = Out.Unit.release();
	return IL_PARSE_OK;
}
