// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FileParse.h"

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

class LoweringAction : public ASTFrontendAction
{
public:
	LoweringAction(const FileParse &Parse, Parsed &Out) : Parse(Parse), Out(Out) {}

private:
	class Consumer : public ASTConsumer
	{
	public:
		Consumer(LoweringAction &Owner, Preprocessor &PP) : Owner(Owner), PP(PP) {}
		void HandleTranslationUnit(ASTContext &Context) override { Owner.lower(Context, PP); }

	private:
		LoweringAction &Owner;
		Preprocessor &PP;
	};

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef) override
	{
		Preprocessor &PP = Compiler.getPreprocessor();
		const il_command &Command = Parse.Command;
		Out.Read = Parse.Before
				   ? std::make_unique<Inputs>(PP, Parse.Notes, Command.directory, Parse.Before->Inputs)
				   : std::make_unique<Inputs>(PP, Parse.Notes, Command.directory, Command.file);
		PP.addPPCallbacks(std::make_unique<InputRecorder>(*Out.Read, PP));
		Out.Errors.Read = Out.Read.get();
		return std::make_unique<Consumer>(*this, PP);
	}

	void lower(ASTContext &Context, Preprocessor &PP)
	{
		const Inputs *Read = Out.Read.get();
		if (Context.getDiagnostics().hasErrorOccurred() || Read->mayDiffer(nullptr))
			return;
		double Start = cpuMilliseconds();
		auto Sees = [Read](const Decl *Declaration) { return Read->isVisible(Declaration); };
		llvm::ArrayRef<std::string> Before;
		if (Parse.Before)
			Before = Parse.Before->Names;
		Out.Unit = lowerUnit(Context, PP, Parse.Command.root, Sees, Before);
		Out.LowerMilliseconds = cpuMilliseconds() - Start;
	}

	const FileParse &Parse;
	Parsed &Out;
};

} // namespace

double cpuMilliseconds()
{
	timespec Now = {};
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &Now);
	return static_cast<double>(Now.tv_sec) * 1e3 + static_cast<double>(Now.tv_nsec) / 1e6;
}

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

void useHeaders(CompilerInvocation &Invocation, const char *File)
{
	PreprocessorOptions &Options = Invocation.getPreprocessorOpts();
	Options.ImplicitPCHInclude = File;
	Options.Includes.clear();
	// Whoever names the file has seen to it that it is of these headers, and the flags differ.
	Options.DisablePCHOrModuleValidation = DisableValidationForModuleKind::PCH;
}

// Inline assembly is checked against the target it is written for.
void prepareTargets()
{
	llvm::InitializeAllTargetInfos();
	llvm::InitializeAllTargetMCs();
	llvm::InitializeAllAsmParsers();
}

bool parse(const FileParse &Parse, Parsed &Out)
{
	CompilerInstance Compiler;
	Compiler.setInvocation(Parse.Invocation);
	Compiler.createDiagnostics(&Out.Errors, false);
	Compiler.createFileManager(Parse.From);
	LoweringAction Action(Parse, Out);
	bool Good = Compiler.ExecuteAction(Action) && !Out.Errors.getNumErrors() && Out.Unit;
	return Good && !Out.Read->mayDiffer(Out.Unit.get());
}

std::string describe(const FirstError &Errors)
{
	if (Errors.NotUnderstood)
		return "the compile command is not understood: " + Errors.Text;
	std::string Text = "does not parse: " + (Errors.Text.empty() ? std::string("no reason given") : Errors.Text);
	if (Errors.getNumErrors() > 1)
		Text += " (and " + std::to_string(Errors.getNumErrors() - 1) + " more)";
	return Text;
}

void keepInputs(const Parsed &Out, il_inputs *RetInputs)
{
	for (const std::string &Name : Out.Read->names())
		addInput(RetInputs, Name);
}

} // namespace irqlint
