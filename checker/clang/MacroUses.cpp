// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "MacroUses.h"

#include "clang/AST/Expr.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

#include <tuple>
#include <utility>

using namespace clang;

namespace irqlint
{

// All tokens of one expansion have the same answer, so each is looked at once.
MacroUses::Expansion MacroUses::expansion(SourceLocation Loc)
{
	if (!Loc.isMacroID())
		return {};
	FileID File = Ids.of(Loc);
	auto It = Expansions.find(File);
	if (It != Expansions.end())
		return It->second;
	Expansion Found = lookUp(File);
	Expansions[File] = Found;
	return Found;
}

MacroUses::Expansion MacroUses::lookUp(FileID File)
{
	const SrcMgr::ExpansionInfo &Info = SM.getSLocEntry(File).getExpansion();
	Expansion Found;
	if (Info.isMacroArgExpansion()) {
		// An argument is not in the macro's text: it belongs to whoever wrote it.
		SourceLocation Parameter = Info.getExpansionLocStart();
		Found = expansion(Info.getSpellingLoc());
		FileID Use = Parameter.isMacroID() ? Ids.of(Parameter) : FileID();
		if (Use.isValid() && expansion(Parameter).Primitive == Use) {
			Arguments.push_back({ Use, Ids.identifierAt(Parameter) });
			Found.Of = &Arguments.back();
		}
	} else {
		Found = expansion(Info.getExpansionLocStart());
		// An object-like macro of such a name (#define readl readl) is no primitive.
		if (Found.Primitive.isInvalid() && Info.isFunctionMacroExpansion()) {
			llvm::StringRef Name = Ids.identifierAt(Info.getExpansionLocStart());
			if (const il_primitive *Primitive = il_model_primitive(Name.str().c_str())) {
				Found.Primitive = File;
				Primitives[File] = { Primitive, SourceRange(Info.getExpansionLocStart(),
									    Info.getExpansionLocEnd()) };
			}
		}
	}
	return Found;
}

// The macro that was expanded.  It is told by where its text is, as headers that were compiled ahead and
// those compiled on top of them have no order between their places.
static const MacroInfo *macroOf(const Preprocessor &PP, const SourceManager &SM, const IdentifierInfo *Name,
				FileID Expansion)
{
	SourceLocation Text = SM.getSLocEntry(Expansion).getExpansion().getSpellingLoc();
	const MacroInfo *Latest = nullptr;
	for (const MacroDirective *D = PP.getLocalMacroDirectiveHistory(Name); D; D = D->getPrevious()) {
		const auto *Defining = llvm::dyn_cast<DefMacroDirective>(D);
		if (!Defining)
			continue;
		const MacroInfo *Info = Defining->getInfo();
		if (Info->getDefinitionLoc() <= Text && Text <= Info->getDefinitionEndLoc())
			return Info;
		Latest = Latest ? Latest : Info;
	}
	return Latest;
}

MacroUse &MacroUses::use(FileID Expansion)
{
	auto It = Uses.find(Expansion);
	if (It != Uses.end())
		return It->second;
	MacroUse Use = {};
	std::tie(Use.Primitive, Use.Range) = Primitives.lookup(Expansion);
	if (const IdentifierInfo *Identifier = PP.getIdentifierInfo(Use.Primitive->name)) {
		if (const MacroInfo *Info = macroOf(PP, SM, Identifier, Expansion)) {
			Use.Variadic = Info->isVariadic();
			for (const IdentifierInfo *Parameter : Info->params())
				Use.Parameters.push_back(Parameter->getName().str());
		}
	}
	Use.Arguments.resize(Use.Parameters.size());
	return Uses.emplace(Expansion, std::move(Use)).first->second;
}

void MacroUses::addArgument(const Argument &Of, const Expr *Value)
{
	MacroUse &Use = use(Of.Use);
	for (size_t I = 0; I < Use.Parameters.size(); I++) {
		if (Use.Parameters[I] != Of.Parameter)
			continue;
		if (!Use.Arguments[I]) {
			Use.Arguments[I] = Value;
			return;
		}
		// The variable arguments share a name and come last; a macro may use them twice.
		if (I + 1 != Use.Parameters.size() || !Use.Variadic)
			return;
		SourceLocation Spelled = SM.getSpellingLoc(Value->getBeginLoc());
		for (const Expr *Known : llvm::ArrayRef<const Expr *>(Use.Arguments).drop_front(I)) {
			if (SM.getSpellingLoc(Known->getBeginLoc()) == Spelled)
				return;
		}
		Use.Arguments.push_back(Value);
		return;
	}
}

// Around: the argument that Node is a part of, if any: parts of an argument are no arguments.
void MacroUses::visit(const Stmt *Node, const Argument *Around)
{
	if (!Node)
		return;
	const auto *E = llvm::dyn_cast<Expr>(Node);
	const Argument *First = E ? expansion(E->getBeginLoc()).Of : nullptr;
	const Argument *Last = First ? expansion(E->getEndLoc()).Of : nullptr;
	if (Last && *First == *Last) {
		if (!Around || !(*Around == *First))
			addArgument(*First, E);
		Around = First;
	}
	if (llvm::isa<UnaryExprOrTypeTraitExpr>(Node))
		return;
	for (const Stmt *Child : Node->children())
		visit(Child, Around);
}

void MacroUses::start(const Stmt *Given)
{
	Uses.clear();
	Body = Given;
}

MacroUse *MacroUses::find(SourceRange Range)
{
	FileID First = expansion(Range.getBegin()).Primitive;
	if (First.isInvalid() || expansion(Range.getEnd()).Primitive != First)
		return nullptr;
	// Most functions use no primitive; the others are searched for arguments once.
	if (Body)
		visit(std::exchange(Body, nullptr), nullptr);
	return &use(First);
}

} // namespace irqlint
