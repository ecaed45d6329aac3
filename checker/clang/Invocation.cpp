// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Invocation.h"

#include "Inputs.h"

#include "clang/Driver/Options.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/Utils.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"

using namespace clang;

namespace irqlint
{

void FirstError::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info)
{
	DiagnosticConsumer::HandleDiagnostic(Level, Info);
	// What is declared twice or otherwise is shown by a note.
	if (Read && Info.getLocation().isValid())
		MayBeOfHeaders = MayBeOfHeaders || !Read->isVisible(Info.getLocation());
	if (Level < DiagnosticsEngine::Error || !Text.empty())
		return;
	llvm::SmallString<256> Message;
	Info.FormatDiagnostic(Message);
	if (Info.hasSourceManager() && Info.getLocation().isValid()) {
		const SourceManager &SM = Info.getSourceManager();
		PresumedLoc Loc = SM.getPresumedLoc(Info.getLocation());
		if (Loc.isValid()) {
			// In directives that were compiled before, the file has another name.
			bool Main = SM.getFileEntryForID(Loc.getFileID()) == SM.getFileEntryForID(SM.getMainFileID());
			llvm::StringRef Name = Main && Loc.getFileID() != SM.getMainFileID()
						       ? SM.getFileEntryRefForID(SM.getMainFileID())->getName()
						       : Loc.getFilename();
			Text = Name.str() + ":" + std::to_string(Loc.getLine()) + ": ";
		}
	}
	Text += Message.str();
}

namespace
{

// What clang knows but must not do here: write files, run other people's plugins, fail on
// warnings, shuffle structures, insist on tracing support that gcc-built trees ask for.
bool isUnwanted(llvm::StringRef Flag)
{
	static const llvm::StringRef Prefixes[] = {
		"-M",
		"-Wp,-M",
		"-Werror",
		"-fplugin",
		"-fpass-plugin",
		"-frandomize-layout-seed",
		"-mrecord-mcount",
		"-fdiagnostics-",
		"-ftime-",
		"--serialize-diagnostics",
		"-save-temps",
	};
	for (llvm::StringRef Prefix : Prefixes) {
		if (Flag.starts_with(Prefix))
			return true;
	}
	return Flag == "-c" || Flag == "-S" || Flag == "-E";
}

// Flags whose value is the next word.
bool takesUnwantedValue(llvm::StringRef Flag)
{
	return Flag == "-o" || Flag == "-MF" || Flag == "-MT" || Flag == "-MQ";
}

// gcc has flags that clang has never heard of; clang's own option table tells which.
std::vector<std::string> knownFlags(llvm::ArrayRef<const char *> Given)
{
	unsigned MissingIndex = 0, MissingCount = 0;
	llvm::opt::InputArgList Parsed = driver::getDriverOptTable().ParseArgs(
		Given, MissingIndex, MissingCount, llvm::opt::Visibility(driver::options::ClangOption));
	std::vector<bool> Unknown(Given.size());
	for (const llvm::opt::Arg *A : Parsed.filtered(driver::options::OPT_UNKNOWN)) {
		// The kernel compiles in many steps; a word that is no flag at all is a file.
		if (llvm::StringRef(Given[A->getIndex()]).starts_with("-"))
			Unknown[A->getIndex()] = true;
	}
	std::vector<std::string> Kept;
	for (size_t I = 0; I < Given.size(); I++) {
		if (takesUnwantedValue(Given[I])) {
			I++;
			continue;
		}
		if (!Unknown[I] && !isUnwanted(Given[I]))
			Kept.push_back(Given[I]);
	}
	return Kept;
}

std::vector<std::string> commandLine(const il_command &Command)
{
	llvm::ArrayRef<const char *> Given(Command.arguments, Command.argument_count);
	std::vector<std::string> Line { IL_CLANG_PROGRAM };
	std::vector<std::string> Kept = knownFlags(Given.drop_front());
	// aarch64-linux-gnu-gcc says its target by its name.
	auto Named = driver::ToolChain::getTargetAndModeFromProgramName(Given[0]);
	if (!Named.TargetPrefix.empty())
		Line.push_back("--target=" + Named.TargetPrefix);
	Line.insert(Line.end(), Kept.begin(), Kept.end());
	for (const char *Own :
	     { "-fsyntax-only", "-w", "-Wno-error", "-fno-spell-checking", "-resource-dir=" IL_CLANG_RESOURCES })
		Line.push_back(Own);
	return Line;
}

} // namespace

std::shared_ptr<CompilerInvocation>
invocationOf(const il_command &Command, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files, FirstError &Errors)
{
	std::vector<std::string> Line = commandLine(Command);
	std::vector<const char *> Words;
	for (const std::string &Word : Line)
		Words.push_back(Word.c_str());
	CreateInvocationOptions Options;
	Options.VFS = std::move(Files);
	Options.Diags = CompilerInstance::createDiagnostics(new DiagnosticOptions, &Errors, false);
	std::shared_ptr<CompilerInvocation> Invocation = createInvocation(Words, Options);
	if (!Invocation || Errors.getNumErrors()) {
		Errors.NotUnderstood = true;
		return nullptr;
	}
	Invocation->getFrontendOpts().DisableFree = true;
	Invocation->getDiagnosticOpts().ShowCarets = false; // nor the count of errors
	return Invocation;
}

il_parse_status fail(il_error *Error, il_parse_status Status, const il_command &Command, const std::string &Reason)
{
	snprintf(Error->text, sizeof(Error->text), "%s: error: %s", Command.file, Reason.c_str());
	return Status;
}

void addInput(il_inputs *Inputs, const std::string &Name)
{
	if (!Inputs)
		return;
	uint32_t At = il_array_add(&Inputs->names, 1);
	Inputs->names.at[At] = il_arena_text(&Inputs->arena, Name.data(), Name.size());
}

} // namespace irqlint
