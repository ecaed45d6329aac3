// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "parse.h"

#include "Lowering.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Driver/Options.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/Utils.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <ctime>

using namespace clang;

namespace irqlint
{
namespace
{

double cpuMilliseconds()
{
	timespec Now = {};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &Now);
	return static_cast<double>(Now.tv_sec) * 1e3 + static_cast<double>(Now.tv_nsec) / 1e6;
}

// Keeps the first error; warnings are the compiler's business.
class FirstError : public DiagnosticConsumer
{
public:
	void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override
	{
		DiagnosticConsumer::HandleDiagnostic(Level, Info);
		if (Level < DiagnosticsEngine::Error || !Text.empty())
			return;
		llvm::SmallString<256> Message;
		Info.FormatDiagnostic(Message);
		if (Info.hasSourceManager() && Info.getLocation().isValid()) {
			PresumedLoc Loc = Info.getSourceManager().getPresumedLoc(Info.getLocation());
			if (Loc.isValid())
				Text = std::string(Loc.getFilename()) + ":" + std::to_string(Loc.getLine()) + ": ";
		}
		Text += Message.str();
	}

	std::string Text;
};

class LoweringAction : public ASTFrontendAction
{
public:
	LoweringAction(llvm::StringRef Root, UnitPtr &Unit, il_parse_times &Times)
		: Root(Root), Unit(Unit), Times(Times)
	{
	}

private:
	class Consumer : public ASTConsumer
	{
	public:
		Consumer(LoweringAction &Owner, Preprocessor &PP) : Owner(Owner), PP(PP) {}
		void HandleTranslationUnit(ASTContext &Context) override
		{
			if (Context.getDiagnostics().hasErrorOccurred())
				return;
			double Start = cpuMilliseconds();
			Owner.Unit = lowerUnit(Context, PP, Owner.Root);
			Owner.Times.lower_ms = cpuMilliseconds() - Start;
		}

	private:
		LoweringAction &Owner;
		Preprocessor &PP;
	};

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef) override
	{
		return std::make_unique<Consumer>(*this, Compiler.getPreprocessor());
	}

	llvm::StringRef Root;
	UnitPtr &Unit;
	il_parse_times &Times;
};

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

il_parse_status fail(il_error *Error, il_parse_status Status, const il_command &Command, const std::string &Reason)
{
	snprintf(Error->text, sizeof(Error->text), "%s: error: %s", Command.file, Reason.c_str());
	return Status;
}

std::string describe(const FirstError &Errors)
{
	std::string Text = "does not parse: " + (Errors.Text.empty() ? std::string("no reason given") : Errors.Text);
	if (Errors.getNumErrors() > 1)
		Text += " (and " + std::to_string(Errors.getNumErrors() - 1) + " more)";
	return Text;
}

} // namespace
} // namespace irqlint

extern "C" const char *il_llvm_version(void)
{
	return LLVM_VERSION_STRING;
}

extern "C" enum il_parse_status il_parse(const struct il_command *Command, struct il_unit **RetUnit,
					 struct il_parse_times *RetTimes, struct il_error *RetError)
{
	using namespace irqlint;

	*RetTimes = {};
	if (Command->argument_count == 0)
		return fail(RetError, IL_PARSE_BROKEN, *Command, "the compile command is empty");
	std::unique_ptr<llvm::vfs::FileSystem> Files = llvm::vfs::createPhysicalFileSystem();
	if (std::error_code Problem = Files->setCurrentWorkingDirectory(Command->directory))
		return fail(RetError, IL_PARSE_UNREADABLE, *Command,
			    std::string("cannot enter ") + Command->directory + ": " + Problem.message());
	if (auto Opened = Files->openFileForRead(Command->file); !Opened)
		return fail(RetError, IL_PARSE_UNREADABLE, *Command, "cannot read: " + Opened.getError().message());

	// Inline assembly is checked against the target it is written for.
	llvm::InitializeAllTargetInfos();
	llvm::InitializeAllTargetMCs();
	llvm::InitializeAllAsmParsers();

	double Start = cpuMilliseconds();
	FirstError Errors;
	llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shared(Files.release());
	std::vector<std::string> Line = commandLine(*Command);
	std::vector<const char *> Words;
	for (const std::string &Word : Line)
		Words.push_back(Word.c_str());
	CreateInvocationOptions Options;
	Options.VFS = Shared;
	Options.Diags = CompilerInstance::createDiagnostics(new DiagnosticOptions, &Errors, false);
	std::shared_ptr<CompilerInvocation> Invocation = createInvocation(Words, Options);
	if (!Invocation || Errors.getNumErrors())
		return fail(RetError, IL_PARSE_BROKEN, *Command,
			    "the compile command is not understood: " + Errors.Text);
	Invocation->getFrontendOpts().DisableFree = true;
	Invocation->getDiagnosticOpts().ShowCarets = false; // nor the count of errors

	CompilerInstance Compiler;
	Compiler.setInvocation(Invocation);
	Compiler.createDiagnostics(&Errors, false);
	Compiler.createFileManager(Shared);
	UnitPtr Unit;
	LoweringAction Action(Command->root, Unit, *RetTimes);
	bool Ran = Compiler.ExecuteAction(Action);
	RetTimes->parse_ms = cpuMilliseconds() - Start - RetTimes->lower_ms;
	if (!Ran || Errors.getNumErrors() || !Unit)
		return fail(RetError, IL_PARSE_BROKEN, *Command, describe(Errors));
	*RetUnit = Unit.release();
	return IL_PARSE_OK;
}
