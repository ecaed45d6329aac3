// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "session.h"

#include "Preamble.h"

#include <map>
#include <optional>

using namespace clang;
using namespace irqlint;

struct il_session {
	explicit il_session(const il_command &Given);

	bool isUnsavedAhead() const;
	bool understand(Files Disk, FirstError &Errors);
	bool mayUseHeaders(const llvm::MemoryBuffer &Text);
	bool parseText(const llvm::MemoryBuffer &Text, Files Disk, bool Ahead, Parsed &Out);
	bool parse(const llvm::MemoryBuffer &Text, Files Disk, Parsed &Out, il_headers_use &Use);

	std::string Directory, File, Root, Headers;
	std::vector<std::string> Arguments;
	std::vector<const char *> Words; // of Arguments
	il_command Command = {};
	std::map<std::string, std::string> Unsaved; // texts of files that are not what is on the disk

	std::shared_ptr<CompilerInvocation> Plain; // what the command asks for
	std::unique_ptr<HeaderNotes> Notes;	   // of headers that were compiled ahead
	std::optional<Stamps> HeadersUnchanged;
	std::unique_ptr<llvm::MemoryBuffer> CompiledHeaders; // mapped once for all parses
	std::unique_ptr<Preamble> Start;		     // of the last text
	bool StartsAhead = false;			     // it was compiled on those headers
	bool Refused = false;				     // they did not serve for the text that begins with Start
};

il_session::il_session(const il_command &Given)
	: Directory(Given.directory), File(Given.file), Root(Given.root ? Given.root : ""),
	  Headers(Given.headers ? Given.headers : ""),
	  Arguments(Given.arguments, Given.arguments + Given.argument_count)
{
	for (const std::string &Argument : Arguments)
		Words.push_back(Argument.c_str());
	Command.directory = Directory.c_str();
	Command.file = File.c_str();
	Command.arguments = Words.data();
	Command.argument_count = Words.size();
	Command.root = Root.c_str();
	Command.headers = Given.headers ? Headers.c_str() : nullptr;
	if (!Given.headers)
		return;
	HeadersUnchanged.emplace();
	Notes = HeaderNotes::read(Headers + ".notes");
	if (auto Buffer = llvm::MemoryBuffer::getFile(Headers, false, false))
		CompiledHeaders = std::move(*Buffer);
	else
		Notes.reset();
	for (uint32_t I = 0; Notes && I < Notes->Files.size(); I++)
		HeadersUnchanged->add(Notes->name(I));
}

bool il_session::understand(Files Disk, FirstError &Errors)
{
	if (!Plain)
		Plain = invocationOf(Command, Disk, Errors);
	if (!Plain)
		return false;
	// One process parses very often.
	Plain->getFrontendOpts().DisableFree = false;
	return true;
}

// Whether one of the headers that were compiled ahead has another text now.
bool il_session::isUnsavedAhead() const
{
	for (const auto &[Name, Text] : Unsaved) {
		if (Notes->find(Name) >= 0)
			return true;
	}
	return false;
}

// Whether headers that were compiled ahead may be tried.
bool il_session::mayUseHeaders(const llvm::MemoryBuffer &Text)
{
	// Compiled headers are of what headers were when the session began.
	if (Notes && !HeadersUnchanged->hold())
		Notes.reset();
	if (Refused && !(Start && Start->precedes(Plain->getLangOpts(), Text)))
		Refused = false;
	return Notes && !Refused && !isUnsavedAhead();
}

// Parses with the preamble, which is made when there is none that serves.  Ahead: on headers that were
// compiled ahead.
bool il_session::parseText(const llvm::MemoryBuffer &Text, Files Disk, bool Ahead, Parsed &Out)
{
	auto Invocation = std::make_shared<CompilerInvocation>(*Plain);
	if (Ahead) {
		useHeaders(*Invocation, Headers.c_str());
		Disk = withFile(Disk, Headers, CompiledHeaders->getBuffer());
	}
	FileParse Parse { Command, Invocation, Disk, Ahead ? Notes.get() : nullptr };
	bool Serves = Start && StartsAhead == Ahead && Start->precedes(Plain->getLangOpts(), Text);
	if (!Serves || !Start->isCurrent()) {
		Start.reset();
		Start = std::make_unique<Preamble>(Parse, Text);
		StartsAhead = Ahead;
	}
	if (Start->inputs().Differs)
		return false;
	useText(Parse, Text);
	if (Start->isGood()) {
		Start->use(Parse);
		return irqlint::parse(Parse, Out);
	}
	bool Good = irqlint::parse(Parse, Out);
	if (Good)
		Start.reset(); // what was missing is there
	return Good;
}

bool il_session::parse(const llvm::MemoryBuffer &Text, Files Disk, Parsed &Out, il_headers_use &Use)
{
	if (!understand(Disk, Out.Errors))
		return false;
	if (mayUseHeaders(Text)) {
		Use = IL_HEADERS_USED;
		if (parseText(Text, Disk, true, Out))
			return true;
		// While somebody types there are errors most of the time, which nobody needs twice.
		bool Differs = !Out.Read || Out.Read->mayDiffer(nullptr);
		if (Out.Errors.getNumErrors() && !Out.Errors.MayBeOfHeaders && !Differs)
			return false;
		Out = Parsed();
		Use = IL_HEADERS_REFUSED;
		Refused = true;
	}
	return parseText(Text, Disk, false, Out);
}

extern "C" struct il_session *il_session_create(const struct il_command *Command)
{
	return new il_session(*Command);
}

extern "C" void il_session_overlay(struct il_session *Session, const struct il_overlay *Files, size_t Count)
{
	std::map<std::string, std::string> Unsaved;

	for (size_t I = 0; I < Count; I++)
		Unsaved.emplace(Files[I].file, std::string(Files[I].text, Files[I].size));
	if (Unsaved == Session->Unsaved)
		return;
	Session->Unsaved = std::move(Unsaved);
	// It was compiled with what they were.
	Session->Start.reset();
	Session->Refused = false;
}

extern "C" enum il_parse_status il_session_parse(struct il_session *Session, const char *Text, size_t Size,
						 struct il_unit **RetUnit, struct il_inputs *RetInputs,
						 struct il_parse_times *RetTimes, struct il_error *RetError)
{
	const il_command &Command = Session->Command;
	std::unique_ptr<llvm::MemoryBuffer> Buffer;
	Files Disk;

	*RetTimes = {};
	if (il_parse_status Status = openDisk(Command, Disk, RetError))
		return Status;
	for (const auto &[Name, Unsaved] : Session->Unsaved)
		Disk = withFile(Disk, Name, Unsaved);
	if (Text) {
		Buffer = llvm::MemoryBuffer::getMemBufferCopy(llvm::StringRef(Text, Size), Command.file);
	} else {
		auto Read = Disk->getBufferForFile(Command.file);
		if (!Read)
			return fail(RetError, IL_PARSE_UNREADABLE, Command,
				    "cannot read: " + Read.getError().message());
		Buffer = std::move(*Read);
	}
	prepareTargets();

	double Begin = cpuMilliseconds();
	Parsed Out;
	bool Good = Session->parse(*Buffer, Disk, Out, RetTimes->headers);
	RetTimes->lower_ms = Out.LowerMilliseconds;
	RetTimes->parse_ms = cpuMilliseconds() - Begin - RetTimes->lower_ms;
	if (!Good)
		return fail(RetError, IL_PARSE_BROKEN, Command, describe(Out.Errors));
	keepInputs(Out, RetInputs);
	*RetUnit = Out.Unit.release();
	return IL_PARSE_OK;
}

extern "C" void il_session_destroy(struct il_session *Session)
{
	delete Session;
}
