// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "MacroUses.h"

#include "clang/AST/Expr.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/MacroInfo.h"
#include "clang/Lex/Preprocessor.h"

#include <tuple>

using namespace clang;

namespace irqlint
{

// Returns the outermost primitive expansion that Loc is in the text of.  An argument of a macro
// is not in its text: it belongs to whoever wrote it.
FileID MacroUses::primitive(SourceLocation Loc)
{
	if (!Loc.isMacroID())
		return FileID();
	FileID Expansion = SM.getFileID(Loc);
	auto It = Outermost.find(Expansion);
	if (It != Outermost.end())
		return It->second;
	FileID Found;
	if (SM.isMacroArgExpansion(Loc)) {
		Found = primitive(SM.getImmediateSpellingLoc(Loc));
	} else {
		Found = primitive(SM.getImmediateExpansionRange(Loc).getBegin());
		if (Found.isInvalid()) {
			llvm::StringRef Name = Lexer::getImmediateMacroName(Loc, SM, PP.getLangOpts());
			// Object-like macros of such a name (#define readl readl) are no primitives.
			CharSourceRange Range = SM.getImmediateExpansionRange(Loc);
			bool FunctionLike = Range.getBegin() != Range.getEnd();
			const il_primitive *Primitive = il_model_primitive(Name.str().c_str());
			if (FunctionLike && Primitive) {
				Found = Expansion;
				Primitives[Expansion] = { Primitive, Range.getAsRange() };
			}
		}
	}
	Outermost[Expansion] = Found;
	return Found;
}

// Returns which argument of which primitive Loc is in, seen through inner macros.  All tokens of
// one expansion give the same answer.
const MacroUses::Argument *MacroUses::argument(SourceLocation Loc)
{
	if (!Loc.isMacroID())
		return nullptr;
	FileID Expansion = SM.getFileID(Loc);
	auto It = Arguments.find(Expansion);
	if (It != Arguments.end())
		return It->second.get();
	std::shared_ptr<const Argument> Found;
	SourceLocation Parameter;
	bool IsArgument = SM.isMacroArgExpansion(Loc, &Parameter);
	if (IsArgument && Parameter.isMacroID() && SM.getFileID(Parameter) == primitive(Parameter)) {
		llvm::SmallString<32> Text;
		SourceLocation Spelled = SM.getSpellingLoc(Parameter);
		Found = std::make_shared<Argument>(Argument {
			SM.getFileID(Parameter), Lexer::getSpelling(Spelled, Text, SM, PP.getLangOpts()).str() });
	} else {
		SourceLocation Outer =
			IsArgument ? SM.getImmediateSpellingLoc(Loc) : SM.getImmediateExpansionRange(Loc).getBegin();
		if (argument(Outer))
			Found = Arguments[SM.getFileID(Outer)];
	}
	Arguments[Expansion] = Found;
	return Found.get();
}

MacroUse &MacroUses::use(FileID Expansion)
{
	auto It = Uses.find(Expansion);
	if (It != Uses.end())
		return It->second;
	MacroUse Use = {};
	std::tie(Use.Primitive, Use.Range) = Primitives.lookup(Expansion);
	if (IdentifierInfo *Identifier = PP.getIdentifierInfo(Use.Primitive->name)) {
		SourceLocation At = SM.getFileLoc(Use.Range.getBegin());
		MacroDefinition Definition = PP.getMacroDefinitionAtLoc(Identifier, At);
		if (const MacroInfo *Info = Definition.getMacroInfo()) {
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
	const Argument *First = E ? argument(E->getBeginLoc()) : nullptr;
	const Argument *Last = First ? argument(E->getEndLoc()) : nullptr;
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

void MacroUses::collect(const Stmt *Body)
{
	Uses.clear();
	visit(Body, nullptr);
}

MacroUse *MacroUses::find(SourceRange Range)
{
	FileID First = primitive(Range.getBegin());
	if (First.isInvalid() || primitive(Range.getEnd()) != First)
		return nullptr;
	return &use(First);
}

} // namespace irqlint
