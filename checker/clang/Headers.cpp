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

// Which line of the list each error comes from: the header that stands there is left out.
class FaultyLines : public DiagnosticConsumer
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
		Lines.insert(Line);
	}

	std::set<unsigned> Lines; // 0: not in the list
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

// Returns whether all was written; else Faulty has lines of List, if any are to blame.
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
	FaultyLines Errors;
	CompilerInstance Compiler;
	Compiler.setInvocation(Invocation);
	Compiler.createDiagnostics(&Errors, false);
	Compiler.createFileManager(Files);
	bool Written = false;
	CompileHeaders Action(Record, Output + ".notes", Written);
	bool Ran = Compiler.ExecuteAction(Action);
	Faulty = Errors.Lines;
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
	std::vector<std::string> Lines;
	for (size_t I = 0; I < Count; I++)
		Lines.push_back(std::string("#include <") + Headers[I] + ">\n");
	for (unsigned Attempt = 0; Attempt < AttemptsMax; Attempt++) {
		HeaderRecord Record;
		Record.Directory = Command->directory;
		std::set<unsigned> Faulty;
		std::string List;
		for (const std::string &Line : Lines)
			List += Line;
		if (compile(*Command, List, Output, Record, Faulty)) {
			for (const auto &[Name, To] : Record.Includes) {
				if (!Name.empty())
					addInput(RetInputs, Name);
			}
			return true;
		}
		if (Faulty.empty() || Faulty.count(0))
			return false;
		for (unsigned Line : Faulty)
			Lines[Line - 1] = "\n";
	}
	return false;
}
