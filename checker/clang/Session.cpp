// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "session.h"

#include "FileParse.h"

#include <string>
#include <vector>

using namespace irqlint;

struct il_session {
	std::string Directory, File, Root, Headers;
	std::vector<std::string> Arguments;
	std::vector<const char *> Words; // of Arguments
	il_command Command = {};
};

extern "C" struct il_session *il_session_create(const struct il_command *Command)
{
	il_session *Session = new il_session;
	Session->Directory = Command->directory;
	Session->File = Command->file;
	Session->Root = Command->root ? Command->root : "";
	Session->Headers = Command->headers ? Command->headers : "";
	Session->Arguments.assign(Command->arguments, Command->arguments + Command->argument_count);
	for (const std::string &Argument : Session->Arguments)
		Session->Words.push_back(Argument.c_str());
	Session->Command.directory = Session->Directory.c_str();
	Session->Command.file = Session->File.c_str();
	Session->Command.arguments = Session->Words.data();
	Session->Command.argument_count = Session->Words.size();
	Session->Command.root = Session->Root.c_str();
	Session->Command.headers = Command->headers ? Session->Headers.c_str() : nullptr;
	return Session;
}

// Lays the text over the file of the same name.
static Files overlay(const il_command &Command, Files Disk, llvm::StringRef Text)
{
	auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
	Memory->setCurrentWorkingDirectory(Command.directory);
	Memory->addFile(Command.file, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
	auto Both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(std::move(Disk));
	Both->pushOverlay(std::move(Memory));
	return Both;
}

extern "C" enum il_parse_status il_session_parse(struct il_session *Session, const char *Text, size_t Size,
						 struct il_unit **RetUnit, struct il_inputs *RetInputs,
						 struct il_parse_times *RetTimes, struct il_error *RetError)
{
	Files From;

	*RetTimes = {};
	if (il_parse_status Status = openDisk(Session->Command, From, RetError))
		return Status;
	if (Text)
		From = overlay(Session->Command, From, llvm::StringRef(Text, Size));
	return parseFile(Session->Command, From, RetUnit, RetInputs, RetTimes, RetError);
}

extern "C" void il_session_destroy(struct il_session *Session)
{
	delete Session;
}
