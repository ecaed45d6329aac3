// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Lowering.h"

#include "FunctionLowering.h"
#include "facts/suppress.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace irqlint
{

// Kbuild names the module that a file becomes part of: -D__KBUILD_MODNAME=kmod_NAME, and
// KBUILD_MODNAME='"NAME"' in older trees.
static std::string moduleName(Preprocessor &PP)
{
	for (const char *Macro : { "__KBUILD_MODNAME", "KBUILD_MODNAME" }) {
		IdentifierInfo *Identifier = PP.getIdentifierInfo(Macro);
		const MacroInfo *Info = Identifier ? PP.getMacroInfo(Identifier) : nullptr;
		if (!Info || Info->getNumTokens() == 0)
			continue;
		std::string Text = PP.getSpelling(Info->getReplacementToken(0));
		std::string Name = llvm::StringRef(Text).trim('"').str();
		if (llvm::StringRef(Name).starts_with("kmod_"))
			Name = Name.substr(5);
		return Name;
	}
	return "";
}

// A function made by a macro belongs to the file that uses the macro.
static bool inMainFile(const SourceManager &SM, const Decl *D)
{
	SourceLocation Loc = D->getLocation();
	// Asked of every declaration of every header, so looking the file up would be too slow.
	return SM.isInFileID(Loc.isMacroID() ? SM.getExpansionLoc(Loc) : Loc, SM.getMainFileID());
}

std::vector<FileEntryRef> filesReadHere(const SourceManager &SM)
{
	std::vector<FileEntryRef> Files;
	for (unsigned I = 1; I < SM.local_sloc_entry_size(); I++) {
		const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
		if (Entry.isFile() && Entry.getFile().getContentCache().OrigEntry)
			Files.push_back(*Entry.getFile().getContentCache().OrigEntry);
	}
	return Files;
}

// Headers of others are theirs to lint; what is said there about our rules does not count.
static void scanSuppressions(il_unit *Unit, SourceManager &SM, Symbols &Names, llvm::ArrayRef<std::string> Before)
{
	llvm::MapVector<const FileEntry *, FileEntryRef> Found;
	auto Find = [&](FileEntryRef Entry) {
		if (Names.isDriverFile(Entry.getName()))
			Found.insert({ &Entry.getFileEntry(), Entry });
	};
	for (const std::string &Name : Before) {
		if (OptionalFileEntryRef Entry = SM.getFileManager().getOptionalFileRef(Name))
			Find(*Entry);
	}
	for (FileEntryRef Entry : filesReadHere(SM))
		Find(Entry);
	auto Sorted = Found.takeVector();
	llvm::sort(Sorted, [](const auto &A, const auto &B) { return A.second.getName() < B.second.getName(); });
	for (const auto &[Entry, Named] : Sorted) {
		if (auto Buffer = SM.getMemoryBufferForFileOrNone(Named))
			il_suppress_scan(Unit, Names.file(Named), Buffer->getBufferStart(), Buffer->getBufferSize());
	}
}

UnitPtr lowerUnit(ASTContext &Context, Preprocessor &PP, llvm::StringRef Root, const Visibility &Sees,
		  llvm::ArrayRef<std::string> Before)
{
	UnitPtr Unit(il_unit_create());
	const SourceManager &SM = Context.getSourceManager();
	Symbols Names(Unit.get(), Context, Root, Sees);
	uint32_t Main = Names.file(SM.getMainFileID());
	Unit->root = Names.string(Root);
	Unit->main_file = Unit->files.at[Main].name;
	Unit->module = Names.string(moduleName(PP));
	Unit->target = Names.string(Context.getTargetInfo().getTriple().str());
	Unit->error_count =
		Context.getDiagnostics().getClient() ? Context.getDiagnostics().getClient()->getNumErrors() : 0;

	for (const Decl *D : Context.getTranslationUnitDecl()->noload_decls()) {
		if (!inMainFile(SM, D))
			continue;
		if (const auto *Function = llvm::dyn_cast<FunctionDecl>(D)) {
			if (Function->doesThisDeclarationHaveABody())
				Names.function(Function);
		} else if (const auto *Variable = llvm::dyn_cast<VarDecl>(D)) {
			Names.variable(Variable);
		} else if (const auto *Record = llvm::dyn_cast<RecordDecl>(D)) {
			if (Record->isCompleteDefinition())
				Names.completeRecord(Record);
		}
	}
	FunctionLowering Bodies(Unit.get(), Context, PP, Names);
	while (!Names.PendingFunctions.empty() || !Names.PendingInitialisers.empty()) {
		if (!Names.PendingFunctions.empty()) {
			const FunctionDecl *Next = Names.PendingFunctions.front();
			Names.PendingFunctions.pop_front();
			Bodies.lowerBody(Next);
		} else {
			const VarDecl *Next = Names.PendingInitialisers.front();
			Names.PendingInitialisers.pop_front();
			Bodies.lowerInitialisers(Next);
		}
	}
	scanSuppressions(Unit.get(), Context.getSourceManager(), Names, Before);
	return Unit;
}

} // namespace irqlint
