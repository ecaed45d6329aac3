// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Preamble.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/PCHContainerOperations.h"

using namespace clang;

namespace irqlint
{
namespace
{

// Watches the preprocessor as a parse does.
class Watcher : public PreambleCallbacks
{
public:
	Watcher(const FileParse &Parse, ReadBefore &Out, Stamps &Unchanged)
		: Parse(Parse), Out(Out), Unchanged(Unchanged)
	{
	}

	void BeforeExecute(CompilerInstance &Compiler) override
	{
		Preprocessor &PP = Compiler.getPreprocessor();
		Read = std::make_unique<Inputs>(PP, Parse.Notes, Parse.Command.directory, Parse.Command.file);
		PP.addPPCallbacks(std::make_unique<InputRecorder>(*Read, PP));
	}

	void AfterExecute(CompilerInstance &Compiler) override
	{
		const SourceManager &SM = Compiler.getSourceManager();
		Out.Inputs = Read->soFar();
		std::string Main = plainName(Parse.Command.file, Parse.Command.directory);
		for (const std::string &Name : Read->names()) {
			if (Name != Main)
				Unchanged.add(Name);
		}
		for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It)
			Out.Names.push_back(It->first.getName().str());
	}

private:
	const FileParse &Parse;
	ReadBefore &Out;
	Stamps &Unchanged;
	std::unique_ptr<Inputs> Read;
};

} // namespace

Preamble::Preamble(const FileParse &Parse, const llvm::MemoryBuffer &Text)
{
	PreambleBounds Bounds = ComputePreambleBounds(Parse.Invocation->getLangOpts(), Text, 0);
	Bytes = Text.getBuffer().take_front(Bounds.Size).str();
	EndsAtStartOfLine = Bounds.PreambleEndsAtStartOfLine;
	if (Bounds.Size == 0)
		return;
	FirstError Errors;
	auto Diagnostics = CompilerInstance::createDiagnostics(new DiagnosticOptions, &Errors, false);
	Watcher Watch(Parse, Read, Unchanged);
	auto Built = PrecompiledPreamble::Build(*Parse.Invocation, &Text, Bounds, *Diagnostics, Parse.From,
						std::make_shared<PCHContainerOperations>(), /*StoreInMemory=*/true,
						/*StoragePath=*/"", Watch);
	if (Built && !Errors.getNumErrors())
		Compiled = std::move(*Built);
}

bool Preamble::precedes(const LangOptions &Language, const llvm::MemoryBuffer &Text) const
{
	PreambleBounds Bounds = ComputePreambleBounds(Language, Text, 0);
	return Bounds.Size == Bytes.size() && Bounds.PreambleEndsAtStartOfLine == EndsAtStartOfLine &&
	       Text.getBuffer().starts_with(Bytes);
}

void Preamble::use(FileParse &Parse, llvm::MemoryBuffer *Text) const
{
	Compiled->AddImplicitPreamble(*Parse.Invocation, Parse.From, Text);
	Parse.Before = &Read;
}

} // namespace irqlint
