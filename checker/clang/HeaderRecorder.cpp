// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "HeaderRecorder.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

using namespace clang;

namespace irqlint
{

// Includes of the list of headers that is compiled ahead are nobody's: a file has its own.
void HeaderRecorder::InclusionDirective(SourceLocation HashLoc, const Token &, llvm::StringRef, bool, CharSourceRange,
					OptionalFileEntryRef File, llvm::StringRef, llvm::StringRef, const Module *,
					bool, SrcMgr::CharacteristicKind)
{
	const SourceManager &SM = PP.getSourceManager();
	if (!File)
		return;
	std::string Name = plainName(File->getName(), Record.Directory);
	Record.Includes[Name];
	FileID Includer = SM.getFileID(HashLoc);
	if (Includer == SM.getMainFileID())
		return;
	OptionalFileEntryRef From = SM.getFileEntryRefForID(Includer);
	Record.Includes[From ? plainName(From->getName(), Record.Directory) : ""].insert(Name);
}

void HeaderRecorder::MacroExpands(const Token &Name, const MacroDefinition &, SourceRange, const MacroArgs *)
{
	Record.Expanded.emplace_back(Name.getIdentifierInfo(),
				     PP.getSourceManager().getExpansionLoc(Name.getLocation()));
}

void HeaderRecorder::MacroDefined(const Token &Name, const MacroDirective *)
{
	Record.Defined[Name.getIdentifierInfo()]++;
}

void HeaderRecorder::MacroUndefined(const Token &Name, const MacroDefinition &, const MacroDirective *)
{
	Record.Tested.insert(Name.getIdentifierInfo());
}

// Of a macro that is defined nobody learns anything new when the file has defined it as well.
void HeaderRecorder::test(const Token &Name, const MacroDefinition &Definition)
{
	if (!Definition)
		Record.Tested.insert(Name.getIdentifierInfo());
}

void HeaderRecorder::Ifndef(SourceLocation Loc, const Token &Name, const MacroDefinition &Definition)
{
	if (!Definition)
		Open[Loc] = Name.getIdentifierInfo();
}

void HeaderRecorder::Ifdef(SourceLocation, const Token &Name, const MacroDefinition &Definition)
{
	test(Name, Definition);
}

void HeaderRecorder::Elifdef(SourceLocation, const Token &Name, const MacroDefinition &Definition)
{
	test(Name, Definition);
}

void HeaderRecorder::Elifndef(SourceLocation, const Token &Name, const MacroDefinition &Definition)
{
	test(Name, Definition);
}

void HeaderRecorder::Defined(const Token &Name, const MacroDefinition &Definition, SourceRange)
{
	test(Name, Definition);
}

// Returns whether what is between is one definition and nothing else.
bool HeaderRecorder::onlyDefines(SourceLocation IfLoc, SourceLocation EndifLoc) const
{
	const SourceManager &SM = PP.getSourceManager();
	auto [File, Begin] = SM.getDecomposedLoc(IfLoc);
	auto [EndFile, End] = SM.getDecomposedLoc(EndifLoc);
	if (File != EndFile || End <= Begin)
		return false;
	llvm::StringRef Text = SM.getBufferData(File);
	Lexer Raw(SM.getLocForStartOfFile(File), PP.getLangOpts(), Text.begin(), Text.begin() + Begin, Text.end());
	std::vector<std::string> Directives;
	Token Tok;
	bool First = true, AfterHash = false, AtEnd = false;
	for (; !AtEnd; First = false) {
		AtEnd = Raw.LexFromRawLexer(Tok) || SM.getDecomposedLoc(Tok.getLocation()).second >= End;
		if (AfterHash)
			Directives.push_back(Tok.is(tok::raw_identifier) ? Tok.getRawIdentifier().str() : "");
		AfterHash = Tok.isAtStartOfLine() && Tok.is(tok::hash);
		if (Tok.isAtStartOfLine() && !AfterHash && !First && !AtEnd)
			return false;
	}
	return Directives.size() == 2 && Directives[0] == "define";
}

void HeaderRecorder::Endif(SourceLocation Loc, SourceLocation IfLoc)
{
	auto It = Open.find(IfLoc);
	if (It == Open.end())
		return;
	(onlyDefines(IfLoc, Loc) ? Record.Defaults : Record.Tested).insert(It->second);
	Open.erase(It);
}

namespace
{

struct Body {
	unsigned Begin, End; // places in files
	uint64_t Function;
};

std::vector<Body> bodiesOf(ASTContext &Context)
{
	const SourceManager &SM = Context.getSourceManager();
	std::vector<Body> Bodies;
	for (const Decl *D : Context.getTranslationUnitDecl()->decls()) {
		const auto *Function = llvm::dyn_cast<FunctionDecl>(D);
		if (!Function || !Function->doesThisDeclarationHaveABody() || !Function->getIdentifier())
			continue;
		SourceRange Range = Function->getBody()->getSourceRange();
		Bodies.push_back({ SM.getExpansionLoc(Range.getBegin()).getRawEncoding(),
				   SM.getExpansionRange(Range.getEnd()).getEnd().getRawEncoding(),
				   hashOf(Function->getName()) });
	}
	llvm::sort(Bodies, [](const Body &A, const Body &B) { return A.Begin < B.Begin; });
	return Bodies;
}

// Returns the hash of the function whose body Place is in; 0 when it is in none, or in several
// that one macro makes.
uint64_t functionAt(const std::vector<Body> &Bodies, unsigned Place)
{
	auto After = llvm::upper_bound(Bodies, Place, [](unsigned Value, const Body &B) { return Value < B.Begin; });
	if (After == Bodies.begin())
		return 0;
	const Body &Last = *std::prev(After);
	if (Last.End < Place)
		return 0;
	bool Several = std::prev(After) != Bodies.begin() && std::prev(After, 2)->End >= Place;
	return Several ? 0 : Last.Function;
}

template <typename Element> void put(llvm::raw_ostream &Out, llvm::ArrayRef<Element> Values)
{
	Out.write(reinterpret_cast<const char *>(Values.data()), Values.size() * sizeof(Element));
}

} // namespace

bool HeaderRecord::write(llvm::StringRef File, ASTContext &Context, Preprocessor &PP) const
{
	std::vector<HeaderFile> Files;
	std::map<std::string, uint32_t> Order;
	std::vector<std::pair<uint64_t, const std::string *>> Hashes;
	std::vector<uint32_t> Edges;
	std::string Texts;
	for (const auto &[Name, To] : Includes) {
		if (!Name.empty())
			Hashes.emplace_back(hashOf(Name), &Name);
	}
	llvm::sort(Hashes);
	for (size_t I = 0; I < Hashes.size(); I++)
		Order[*Hashes[I].second] = static_cast<uint32_t>(I);
	auto Command = Includes.find("");
	for (const auto &[Hash, Name] : Hashes) {
		const std::set<std::string> &To = Includes.at(*Name);
		bool Always = Command != Includes.end() && Command->second.count(*Name);
		Files.push_back({ Hash, static_cast<uint32_t>(Texts.size()), Always,
				  static_cast<uint32_t>(Edges.size()), static_cast<uint32_t>(To.size()) });
		for (const std::string &Included : To)
			Edges.push_back(Order.at(Included));
		Texts += *Name;
		Texts += '\0';
	}

	std::vector<HeaderName> Names;
	for (const auto &Entry : PP.getIdentifierTable()) {
		const IdentifierInfo *Identifier = Entry.getValue();
		bool Default =
			Defaults.count(Identifier) && !Tested.count(Identifier) && Defined.lookup(Identifier) == 1;
		Names.push_back({ hashOf(Entry.getKey()), Default });
	}
	llvm::sort(Names, [](const HeaderName &A, const HeaderName &B) { return A.Name < B.Name; });

	std::vector<Body> Ranges = bodiesOf(Context);
	std::set<std::pair<uint64_t, uint64_t>> Pairs;
	for (const auto &[Macro, Place] : Expanded)
		Pairs.emplace(hashOf(Macro->getName()), functionAt(Ranges, Place.getRawEncoding()));
	std::vector<MacroInBody> Bodies;
	for (const auto &[Macro, Function] : Pairs)
		Bodies.push_back({ Macro, Function });

	std::vector<GivenMacro> Given;
	for (const auto &[Text, Undefined] : PP.getPreprocessorOpts().Macros)
		Given.push_back(givenMacro(Text, Undefined));

	std::error_code Problem;
	llvm::raw_fd_ostream Out(File, Problem);
	if (Problem)
		return false;
	put<HeaderNotesStart>(Out, { { HeaderNotesStart::Expected, Files.size(), Names.size(), Bodies.size(),
				       Given.size(), Edges.size() } });
	put<HeaderFile>(Out, Files);
	put<HeaderName>(Out, Names);
	put<MacroInBody>(Out, Bodies);
	put<GivenMacro>(Out, Given);
	put<uint32_t>(Out, Edges);
	Out << Texts;
	Out.close();
	bool Written = !Out.has_error();
	Out.clear_error();
	return Written;
}

} // namespace irqlint
