// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FileParse.h"

#include "Inputs.h"
#include "Invocation.h"
#include "Lowering.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/TargetSelect.h"

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

// What comes of one parse.
struct Parsed {
	UnitPtr Unit;
	std::unique_ptr<Inputs> Read;
	FirstError Errors;
	double LowerMilliseconds = 0;
};

class LoweringAction : public ASTFrontendAction
{
public:
	LoweringAction(const il_command &Command, const HeaderNotes *Notes, Parsed &Out)
		: Command(Command), Notes(Notes), Out(Out)
	{
	}

private:
	class Consumer : public ASTConsumer
	{
	public:
		Consumer(LoweringAction &Owner, Preprocessor &PP) : Owner(Owner), PP(PP) {}
		void HandleTranslationUnit(ASTContext &Context) override
		{
			const Inputs *Read = Owner.Out.Read.get();
			if (Context.getDiagnostics().hasErrorOccurred() || Read->mayDiffer(nullptr))
				return;
			double Start = cpuMilliseconds();
			Owner.Out.Unit = lowerUnit(Context, PP, Owner.Command.root, [Read](const Decl *Declaration) {
				return Read->isVisible(Declaration);
			});
			Owner.Out.LowerMilliseconds = cpuMilliseconds() - Start;
		}

	private:
		LoweringAction &Owner;
		Preprocessor &PP;
	};

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef) override
	{
		Preprocessor &PP = Compiler.getPreprocessor();
		Out.Read = std::make_unique<Inputs>(PP, Notes, Command.directory, Command.file);
		PP.addPPCallbacks(std::make_unique<InputRecorder>(*Out.Read, PP));
		return std::make_unique<Consumer>(*this, PP);
	}

	const il_command &Command;
	const HeaderNotes *Notes;
	Parsed &Out;
};

std::string describe(const FirstError &Errors)
{
	if (Errors.NotUnderstood)
		return "the compile command is not understood: " + Errors.Text;
	std::string Text = "does not parse: " + (Errors.Text.empty() ? std::string("no reason given") : Errors.Text);
	if (Errors.getNumErrors() > 1)
		Text += " (and " + std::to_string(Errors.getNumErrors() - 1) + " more)";
	return Text;
}

// Takes the headers that were compiled ahead instead of those of the command, which are among them.
void useHeaders(CompilerInvocation &Invocation, const char *File)
{
	PreprocessorOptions &Options = Invocation.getPreprocessorOpts();
	Options.ImplicitPCHInclude = File;
	Options.Includes.clear();
	// Whoever names the file has seen to it that it is of these headers, and the flags differ.
	Options.DisablePCHOrModuleValidation = DisableValidationForModuleKind::PCH;
}

// Returns whether there are facts; with Notes, of the command's headers that were compiled ahead.
bool parse(const il_command &Command, Files From, const HeaderNotes *Notes, Parsed &Out)
{
	std::shared_ptr<CompilerInvocation> Invocation = invocationOf(Command, From, Out.Errors);
	if (!Invocation)
		return false;
	if (Notes)
		useHeaders(*Invocation, Command.headers);
	CompilerInstance Compiler;
	Compiler.setInvocation(Invocation);
	Compiler.createDiagnostics(&Out.Errors, false);
	Compiler.createFileManager(From);
	LoweringAction Action(Command, Notes, Out);
	return Compiler.ExecuteAction(Action) && !Out.Errors.getNumErrors() && Out.Unit;
}

void keepInputs(const Parsed &Out, il_inputs *RetInputs)
{
	for (const std::string &Name : Out.Read->names())
		addInput(RetInputs, Name);
}

} // namespace

il_parse_status openDisk(const il_command &Command, Files &Disk, il_error *Error)
{
	if (Command.argument_count == 0)
		return fail(Error, IL_PARSE_BROKEN, Command, "the compile command is empty");
	Disk = llvm::vfs::createPhysicalFileSystem().release();
	if (std::error_code Problem = Disk->setCurrentWorkingDirectory(Command.directory))
		return fail(Error, IL_PARSE_UNREADABLE, Command,
			    std::string("cannot enter ") + Command.directory + ": " + Problem.message());
	return IL_PARSE_OK;
}

il_parse_status parseFile(const il_command &Command, Files From, il_unit **RetUnit, il_inputs *RetInputs,
			  il_parse_times *RetTimes, il_error *RetError)
{
	if (auto Opened = From->openFileForRead(Command.file); !Opened)
		return fail(RetError, IL_PARSE_UNREADABLE, Command, "cannot read: " + Opened.getError().message());

	// Inline assembly is checked against the target it is written for.
	llvm::InitializeAllTargetInfos();
	llvm::InitializeAllTargetMCs();
	llvm::InitializeAllAsmParsers();

	double Start = cpuMilliseconds();
	Parsed Out;
	bool Good = false;
	if (Command.headers) {
		std::unique_ptr<HeaderNotes> Notes = HeaderNotes::read(std::string(Command.headers) + ".notes");
		Good = Notes && parse(Command, From, Notes.get(), Out) && !Out.Read->mayDiffer(Out.Unit.get());
		if (Good)
			keepInputs(Out, RetInputs);
		RetTimes->headers = Good ? IL_HEADERS_USED : IL_HEADERS_REFUSED;
	}
	if (!Good) {
		Out = Parsed();
		Good = parse(Command, From, nullptr, Out);
		if (Good)
			keepInputs(Out, RetInputs);
	}
	RetTimes->lower_ms = Out.LowerMilliseconds;
	RetTimes->parse_ms = cpuMilliseconds() - Start - RetTimes->lower_ms;
	if (!Good)
		return fail(RetError, IL_PARSE_BROKEN, Command, describe(Out.Errors));
	*RetUnit = Out.Unit.release();
	return IL_PARSE_OK;
}

} // namespace irqlint
