// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Inputs.h"

#include "clang/Basic/CharInfo.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/PreprocessorOptions.h"

using namespace clang;

namespace irqlint
{

Inputs::Inputs(Preprocessor &PP, const HeaderNotes *Notes, llvm::StringRef Directory, llvm::StringRef File)
	: SM(PP.getSourceManager()), Notes(Notes), Directory(Directory)
{
	if (!Notes)
		return;
	Seen.resize(Notes->Files.size());
	llvm::StringRef Beside = File.take_front(File.rfind('/') + 1);
	for (uint32_t I = 0; I < Notes->Files.size(); I++)
		Differs = Differs || Notes->name(I).starts_with(Beside);
	for (uint32_t I = 0; I < Notes->Files.size(); I++) {
		if (Notes->Files[I].Always)
			readHeader(I);
	}
	compareGiven(PP.getPreprocessorOpts());
}

Inputs::Inputs(Preprocessor &PP, const HeaderNotes *Notes, llvm::StringRef Directory, const InputsSoFar &Before)
	: InputsSoFar(Before), SM(PP.getSourceManager()), Notes(Notes), Directory(Directory)
{
}

// Macros of the command may have another value here, as those that name the module have.
void Inputs::compareGiven(const PreprocessorOptions &Options)
{
	size_t Shared = 0;
	for (const auto &[Text, Undefined] : Options.Macros) {
		GivenMacro Here = givenMacro(Text, Undefined);
		const GivenMacro *There =
			llvm::find_if(Notes->Given, [&](const GivenMacro &Macro) { return Macro.Name == Here.Name; });
		llvm::StringRef Name = llvm::StringRef(Text).take_until([](char C) { return C == '=' || C == '('; });
		Shared += There != Notes->Given.end();
		if (There == Notes->Given.end())
			Differs = Differs || Notes->identifier(Name);
		else if (There->Text != Here.Text)
			changeBodies(Name, false);
	}
	Differs = Differs || Shared != Notes->Given.size();
}

void Inputs::read(llvm::StringRef Name, bool Once)
{
	std::string Plain = plainName(Name, Directory);
	int Header = Notes ? Notes->find(Plain) : -1;
	if (Header < 0)
		Own.insert(std::move(Plain));
	else if (!Once)
		// It is read again now, with what is defined now, and what it includes is met then.
		Seen[Header] = true;
	else if (!Seen[Header])
		readHeader(static_cast<uint32_t>(Header));
}

// Also what that header includes.
void Inputs::readHeader(uint32_t Header)
{
	std::vector<uint32_t> New { Header };
	Seen[Header] = true;
	for (size_t I = 0; I < New.size(); I++) {
		for (uint32_t Included : Notes->includes(New[I])) {
			if (!Seen[Included])
				New.push_back(Included);
			Seen[Included] = true;
		}
	}
	settleDefinitions(New);
}

// What the file has defined by now has an effect on headers that are New to it.
void Inputs::settleDefinitions(llvm::ArrayRef<uint32_t> New)
{
	for (const auto &[Name, Macro] : Definitions) {
		if (Differs)
			return;
		if (Macro.OnlyDefault) {
			changeBodies(Name, Macro.OnlyText);
			continue;
		}
		for (uint32_t Header : New)
			Differs = Differs || mentions(Header, Name);
	}
}

bool Inputs::mentions(uint32_t Header, llvm::StringRef Name)
{
	std::unique_ptr<llvm::MemoryBuffer> &Text = Texts[Header];
	if (!Text) {
		auto Buffer = llvm::MemoryBuffer::getFile(Notes->name(Header));
		if (!Buffer)
			return true;
		Text = std::move(*Buffer);
	}
	llvm::StringRef All = Text->getBuffer();
	for (size_t At = All.find(Name); At != llvm::StringRef::npos; At = All.find(Name, At + 1)) {
		bool Inner = At > 0 && isAsciiIdentifierContinue(All[At - 1]);
		size_t End = At + Name.size();
		if (!Inner && (End == All.size() || !isAsciiIdentifierContinue(All[End])))
			return true;
	}
	return false;
}

// Macro is another one in the bodies that expand it; nothing else may.  What inlines print is not in facts.
void Inputs::changeBodies(llvm::StringRef Macro, bool OnlyText)
{
	for (const MacroInBody &Use : Notes->bodiesWith(Macro)) {
		Differs = Differs || !Use.Function;
		if (!OnlyText)
			Watched.insert(Use.Function);
	}
}

bool Inputs::isVisible(SourceLocation Loc) const
{
	if (!Notes || !SM.isLoadedSourceLocation(Loc))
		return true;
	OptionalFileEntryRef Named = SM.getFileEntryRefForID(SM.getFileID(SM.getExpansionLoc(Loc)));
	if (!Named)
		return true;
	auto [It, New] = Headers.try_emplace(&Named->getFileEntry(), -1);
	if (New)
		It->second = Notes->find(plainName(Named->getName(), Directory));
	return It->second < 0 || Seen[It->second];
}

bool Inputs::isVisible(const Decl *Declaration) const
{
	return isVisible(Declaration->getLocation());
}

bool Inputs::mayDiffer(const il_unit *Unit) const
{
	if (Differs || Watched.empty() || !Unit)
		return Differs;
	for (uint32_t I = 1; I < Unit->functions.count; I++) {
		const il_function &Function = Unit->functions.at[I];
		if ((Function.flags & IL_FUNCTION_DEFINED) && Watched.count(hashOf(il_text(Unit, Function.name))))
			return true;
	}
	return false;
}

std::set<std::string> Inputs::names() const
{
	std::set<std::string> All = Own;
	for (uint32_t I = 0; I < Seen.size(); I++) {
		if (Seen[I])
			All.insert(Notes->name(I).str());
	}
	return All;
}

// Returns whether a header that was read once is not read again.
bool InputRecorder::isGuarded(FileEntryRef File) const
{
	const HeaderFileInfo *Info = PP.getHeaderSearchInfo().getExistingFileInfo(File);
	return !Info || Info->isPragmaOnce || Info->isImport || Info->LazyControllingMacro.isValid();
}

void InputRecorder::LexedFileChanged(FileID File, LexedFileChangeReason Reason, SrcMgr::CharacteristicKind, FileID,
				     SourceLocation)
{
	if (Reason != LexedFileChangeReason::EnterFile)
		return;
	if (OptionalFileEntryRef Entry = PP.getSourceManager().getFileEntryRefForID(File))
		To.read(Entry->getName(), isGuarded(*Entry));
}

void InputRecorder::InclusionDirective(SourceLocation, const Token &, llvm::StringRef, bool, CharSourceRange,
				       OptionalFileEntryRef File, llvm::StringRef, llvm::StringRef, const Module *,
				       bool, SrcMgr::CharacteristicKind)
{
	if (File)
		To.read(File->getName(), isGuarded(*File));
}

// Returns whether nothing of the macro is left in facts, so that one is as good as another.
static bool leavesNothing(const MacroInfo &Macro)
{
	static constexpr tok::TokenKind Kinds[] = { tok::kw___attribute, tok::l_paren, tok::l_paren,
						    tok::identifier,	 tok::r_paren, tok::r_paren };
	if (Macro.getNumTokens() != std::size(Kinds))
		return false;
	for (unsigned I = 0; I < std::size(Kinds); I++) {
		if (!Macro.getReplacementToken(I).is(Kinds[I]))
			return false;
	}
	const IdentifierInfo *Attribute = Macro.getReplacementToken(3).getIdentifierInfo();
	return Attribute && Attribute->getName().trim('_') == "no_instrument_function";
}

// A macro of a header that the file does not include would not be there.
void InputRecorder::use(const MacroDefinition &Definition)
{
	const MacroInfo *Info = Definition.getMacroInfo();
	if (!To.Notes || !Info || To.Differs || !Known.insert(Info).second)
		return;
	To.Differs = !To.isVisible(Info->getDefinitionLoc()) && !leavesNothing(*Info);
}

void InputRecorder::MacroExpands(const Token &, const MacroDefinition &Definition, SourceRange, const MacroArgs *)
{
	use(Definition);
}

// Returns whether all that a use of the macro comes to is its arguments, in the middle of literals.
static bool isOnlyText(const Preprocessor &PP, const MacroInfo &Macro, unsigned Depth = 0)
{
	constexpr unsigned DepthMax = 4;
	for (const Token &Part : Macro.tokens()) {
		const IdentifierInfo *Name = Part.getIdentifierInfo();
		if (Part.is(tok::string_literal) || (Name && llvm::is_contained(Macro.params(), Name)))
			continue;
		const MacroInfo *Inner = Name ? PP.getMacroInfo(Name) : nullptr;
		if (!Inner || Inner->isFunctionLike() || Depth == DepthMax || !isOnlyText(PP, *Inner, Depth + 1))
			return false;
	}
	return true;
}

void InputRecorder::define(const Token &Name, const MacroDirective *Directive)
{
	const SourceManager &SM = PP.getSourceManager();
	SourceLocation Loc = Name.getLocation();
	if (!To.Notes || SM.isWrittenInBuiltinFile(Loc) || SM.isWrittenInCommandLineFile(Loc))
		return;
	llvm::StringRef Macro = Name.getIdentifierInfo()->getName();
	const HeaderName *There = To.Notes->identifier(Macro);
	if (!There)
		return;
	OwnMacro &Own = To.Definitions[Macro.str()];
	Own.OnlyDefault = Own.OnlyDefault && Directive && There->HasDefault;
	Own.OnlyText = Own.OnlyText && Directive && isOnlyText(PP, *Directive->getMacroInfo());
}

void InputRecorder::MacroDefined(const Token &Name, const MacroDirective *Directive)
{
	define(Name, Directive);
}

void InputRecorder::MacroUndefined(const Token &Name, const MacroDefinition &, const MacroDirective *)
{
	define(Name, nullptr);
}

void InputRecorder::Ifdef(SourceLocation, const Token &, const MacroDefinition &Definition)
{
	use(Definition);
}

void InputRecorder::Ifndef(SourceLocation, const Token &, const MacroDefinition &Definition)
{
	use(Definition);
}

void InputRecorder::Elifdef(SourceLocation, const Token &, const MacroDefinition &Definition)
{
	use(Definition);
}

void InputRecorder::Elifndef(SourceLocation, const Token &, const MacroDefinition &Definition)
{
	use(Definition);
}

void InputRecorder::Defined(const Token &, const MacroDefinition &Definition, SourceRange)
{
	use(Definition);
}

} // namespace irqlint
