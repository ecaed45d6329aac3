// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "HeaderRecorder.h"
#include "Invocation.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/TargetSelect.h"

#include <optional>

using namespace clang;

namespace irqlint
{
namespace
{

constexpr unsigned AttemptsMax = 4;
// Of each header in the list: it is no error when files have it beside themselves.
constexpr unsigned LinesOfHeader = 3;

// Which header of the list each error comes from: it is left out.
class FaultyHeaders : public DiagnosticConsumer
{
public:
	void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override
	{
		DiagnosticConsumer::HandleDiagnostic(Level, Info);
		if (Level < DiagnosticsEngine::Error)
			return;
		unsigned Line = 0;
		if (Info.hasSourceManager() && Info.getLocation().isValid()) {
			const SourceManager &SM = Info.getSourceManager();
			SourceLocation Loc = SM.getExpansionLoc(Info.getLocation());
			while (Loc.isValid() && SM.getFileID(Loc) != SM.getMainFileID())
				Loc = SM.getIncludeLoc(SM.getFileID(Loc));
			Line = Loc.isValid() ? SM.getExpansionLineNumber(Loc) : 0;
		}
		Headers.insert((Line + LinesOfHeader - 1) / LinesOfHeader);
	}

	std::set<unsigned> Headers; // from 1; 0: not in the list
};

class CompileHeaders : public GeneratePCHAction
{
public:
	CompileHeaders(HeaderRecord &Record, const std::string &Notes, bool &Written)
		: Record(Record), Notes(Notes), Written(Written)
	{
	}

private:
	class Writer : public ASTConsumer
	{
	public:
		Writer(CompileHeaders &Owner, Preprocessor &PP) : Owner(Owner), PP(PP) {}
		void HandleTranslationUnit(ASTContext &Context) override
		{
			if (!Context.getDiagnostics().hasErrorOccurred())
				Owner.Written = Owner.Record.write(Owner.Notes, Context, PP);
		}

	private:
		CompileHeaders &Owner;
		Preprocessor &PP;
	};

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef File) override
	{
		std::unique_ptr<ASTConsumer> Compiled = GeneratePCHAction::CreateASTConsumer(Compiler, File);
		if (!Compiled)
			return nullptr;
		Preprocessor &PP = Compiler.getPreprocessor();
		PP.addPPCallbacks(std::make_unique<HeaderRecorder>(Record, PP));
		std::vector<std::unique_ptr<ASTConsumer>> Both;
		Both.push_back(std::move(Compiled));
		Both.push_back(std::make_unique<Writer>(*this, PP));
		return std::make_unique<MultiplexConsumer>(std::move(Both));
	}

	HeaderRecord &Record;
	std::string Notes; // file
	bool &Written;
};

// Returns whether all was written; else Faulty has headers of List, if any are to blame.
bool compile(const il_command &Command, const std::string &List, const std::string &Output, HeaderRecord &Record,
	     std::set<unsigned> &Faulty)
{
	llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files(llvm::vfs::createPhysicalFileSystem().release());
	if (Files->setCurrentWorkingDirectory(Command.directory))
		return false;
	FirstError CommandErrors;
	std::shared_ptr<CompilerInvocation> Invocation = invocationOf(Command, Files, CommandErrors);
	if (!Invocation)
		return false;
	Invocation->getPreprocessorOpts().addRemappedFile(Command.file,
							  llvm::MemoryBuffer::getMemBufferCopy(List).release());
	Invocation->getFrontendOpts().OutputFile = Output;
	FaultyHeaders Errors;
	CompilerInstance Compiler;
	Compiler.setInvocation(Invocation);
	Compiler.createDiagnostics(&Errors, false);
	// One faulty header is no reason not to hear of others.
	Compiler.getDiagnostics().setFatalsAsError(true);
	Compiler.createFileManager(Files);
	bool Written = false;
	CompileHeaders Action(Record, Output + ".notes", Written);
	bool Ran = Compiler.ExecuteAction(Action);
	Faulty = Errors.Headers;
	return Ran && Written && !Errors.getNumErrors();
}

} // namespace
} // namespace irqlint

extern "C" bool il_compile_headers(const struct il_command *Command, const char *const *Headers, size_t Count,
				   const char *Output, struct il_inputs *RetInputs)
{
	using namespace irqlint;

	llvm::InitializeAllTargetInfos();
	llvm::InitializeAllTargetMCs();
	llvm::InitializeAllAsmParsers();
	std::vector<std::string> Parts;
	for (size_t I = 0; I < Count; I++) {
		std::string Name = std::string("<") + Headers[I] + ">";
		Parts.push_back("#if __has_include(" + Name + ")\n#include " + Name + "\n#endif\n");
	}
	for (unsigned Attempt = 0; Attempt < AttemptsMax; Attempt++) {
		HeaderRecord Record;
		Record.Directory = Command->directory;
		std::set<unsigned> Faulty;
		std::string List;
		for (const std::string &Part : Parts)
			List += Part;
		if (compile(*Command, List, Output, Record, Faulty)) {
			for (const auto &[Name, To] : Record.Includes) {
				if (!Name.empty())
					addInput(RetInputs, Name);
			}
			return true;
		}
		if (Faulty.empty() || Faulty.count(0))
			return false;
		for (unsigned Header : Faulty)
			Parts[Header - 1] = "\n\n\n";
	}
	return false;
}
