// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Preamble.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/ASTWriter.h"

using namespace clang;

namespace irqlint
{
namespace
{

// Of a file that is in memory only.
constexpr const char *CompiledName = "/irqlint-preamble.pch";

class CompileDirectives : public ASTFrontendAction
{
public:
	CompileDirectives(const FileParse &Parse, ReadBefore &Read, Stamps &Unchanged,
			  std::shared_ptr<PCHBuffer> Compiled)
		: Parse(Parse), Read(Read), Unchanged(Unchanged), Compiled(std::move(Compiled))
	{
	}

private:
	// Comes before the writer.
	class Completer : public ASTConsumer
	{
	public:
		Completer(CompileDirectives &Owner, Preprocessor &PP) : Owner(Owner), PP(PP) {}
		void HandleTranslationUnit(ASTContext &Context) override
		{
			keepMacros(PP);
			Owner.conclude(Context.getSourceManager());
		}

	private:
		CompileDirectives &Owner;
		Preprocessor &PP;
	};

	// When a name of headers compiled ahead gets another meaning, Clang 19 writes all its meanings, but
	// its macro only when that has changed: without it the name would be no macro any more.
	static void keepMacros(Preprocessor &PP)
	{
		for (const auto &Entry : PP.getIdentifierTable()) {
			IdentifierInfo *Name = Entry.getValue();
			if (Name->isFromAST() && Name->hadMacroDefinition() &&
			    Name->hasFETokenInfoChangedSinceDeserialization())
				Name->setChangedSinceDeserialization();
		}
	}

	void conclude(const SourceManager &SM)
	{
		Read.Inputs = Watched->soFar();
		std::string Main = plainName(Parse.Command.file, Parse.Command.directory);
		for (const std::string &Name : Read.Inputs.Own) {
			if (Name != Main)
				Unchanged.add(Name);
		}
		for (FileEntryRef Entry : filesReadHere(SM))
			Read.Names.push_back(Entry.getName().str());
	}

	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef) override
	{
		Preprocessor &PP = Compiler.getPreprocessor();
		Watched = std::make_unique<Inputs>(PP, Parse.Notes, Parse.Command.directory, Parse.Command.file);
		PP.addPPCallbacks(std::make_unique<InputRecorder>(*Watched, PP));
		std::vector<std::unique_ptr<ASTConsumer>> Both;
		Both.push_back(std::make_unique<Completer>(*this, PP));
		Both.push_back(std::make_unique<PCHGenerator>(PP, Compiler.getModuleCache(), CompiledName, "", Compiled,
							      llvm::ArrayRef<std::shared_ptr<ModuleFileExtension>>()));
		return std::make_unique<MultiplexConsumer>(std::move(Both));
	}

	TranslationUnitKind getTranslationUnitKind() override { return TU_Prefix; }

	const FileParse &Parse;
	ReadBefore &Read;
	Stamps &Unchanged;
	std::shared_ptr<PCHBuffer> Compiled;
	std::unique_ptr<Inputs> Watched;
};

} // namespace

Files withFile(Files Others, llvm::StringRef Name, llvm::StringRef Bytes)
{
	auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
	Memory->addFile(Name, 0, llvm::MemoryBuffer::getMemBuffer(Bytes, Name, false));
	auto Both = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(std::move(Others));
	Both->pushOverlay(std::move(Memory));
	return Both;
}

void useText(FileParse &Parse, const llvm::MemoryBuffer &Text)
{
	llvm::StringRef Main = Parse.Invocation->getFrontendOpts().Inputs[0].getFile();
	// A file that is there is one file, whether the compiler calls it by this name or by its absolute one.
	Parse.From = withFile(Parse.From, plainName(Main, Parse.Command.directory), Text.getBuffer());
	// One whose text is given may be another than when its directives were compiled.
	auto Copy = llvm::MemoryBuffer::getMemBufferCopy(Text.getBuffer(), Main);
	Parse.Invocation->getPreprocessorOpts().addRemappedFile(Main, Copy.release());
}

Preamble::Preamble(const FileParse &Given, const llvm::MemoryBuffer &Text)
{
	PreambleBounds Bounds = Lexer::ComputePreamble(Text.getBuffer(), Given.Invocation->getLangOpts());
	Bytes = Text.getBuffer().take_front(Bounds.Size).str();
	EndsAtStartOfLine = Bounds.PreambleEndsAtStartOfLine;
	if (Bounds.Size == 0)
		return;
	FileParse Parse = Given;
	Parse.Invocation = std::make_shared<CompilerInvocation>(*Given.Invocation);
	Parse.Invocation->getFrontendOpts().ProgramAction = frontend::GeneratePCH;
	Parse.Invocation->getLangOpts().CompilingPCH = true;
	// Conditions may be open where it ends.
	Parse.Invocation->getPreprocessorOpts().GeneratePreamble = true;
	auto Beginning = llvm::MemoryBuffer::getMemBuffer(Bytes);
	useText(Parse, *Beginning);

	auto Buffer = std::make_shared<PCHBuffer>();
	FirstError Errors;
	CompilerInstance Compiler;
	Compiler.setInvocation(Parse.Invocation);
	Compiler.createDiagnostics(&Errors, false);
	Compiler.createFileManager(Parse.From);
	CompileDirectives Action(Parse, Read, Unchanged, Buffer);
	if (Compiler.ExecuteAction(Action) && !Errors.getNumErrors() && Buffer->IsComplete)
		Compiled = Buffer;
}

bool Preamble::precedes(const LangOptions &Language, const llvm::MemoryBuffer &Text) const
{
	PreambleBounds Bounds = Lexer::ComputePreamble(Text.getBuffer(), Language);
	return Bounds.Size == Bytes.size() && Bounds.PreambleEndsAtStartOfLine == EndsAtStartOfLine &&
	       Text.getBuffer().starts_with(Bytes);
}

void Preamble::use(FileParse &Parse) const
{
	PreprocessorOptions &Options = Parse.Invocation->getPreprocessorOpts();
	Options.ImplicitPCHInclude = CompiledName;
	Options.PrecompiledPreambleBytes = { static_cast<unsigned>(Bytes.size()), EndsAtStartOfLine };
	Options.DisablePCHOrModuleValidation = DisableValidationForModuleKind::PCH;
	Options.UsePredefines = false;
	Parse.From = withFile(Parse.From, CompiledName, llvm::StringRef(Compiled->Data.data(), Compiled->Data.size()));
	Parse.Before = &Read;
}

} // namespace irqlint
