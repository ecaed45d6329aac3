// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Constants and the names they were written as.  A value says little; that it is called INT_ENABLE
// says what it is for, whichever macros it came through.
//
#include "FunctionLowering.h"

#include <algorithm>

using namespace clang;

namespace irqlint
{

// A name that is put together is not longer than this; longer ones keep one part of it.
static constexpr size_t NameLengthMax = 80;

uint32_t FunctionLowering::evaluated(const Expr *E)
{
	Expr::EvalResult Result;
	if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
	    !E->EvaluateAsInt(Result, Context, Expr::SE_NoSideEffects))
		return 0;
	return il_path_constant(Unit, Result.Val.getInt().getExtValue(), Names.type(E->getType()),
				constantName(E->getSourceRange()));
}

// The expansion that a token was written in: an argument of a macro belongs to who uses the macro.  Invalid
// outside of any.
FileID FunctionLowering::writtenIn(SourceLocation Loc)
{
	while (Loc.isMacroID()) {
		auto [File, Offset] = Names.Ids.decompose(Loc);
		const SrcMgr::ExpansionInfo &Info = SM.getSLocEntry(File).getExpansion();
		if (!Info.isMacroArgExpansion())
			return File;
		Loc = Info.getSpellingLoc().getLocWithOffset(static_cast<int>(Offset));
	}
	return FileID();
}

// The name of a macro that gives a constant its name: one without parameters, such as IRQF_SHARED,
// or one of the driver's own for a register, such as INT_ENABLE(channel).
llvm::StringRef FunctionLowering::macroName(FileID Expansion)
{
	const SrcMgr::ExpansionInfo &Info = SM.getSLocEntry(Expansion).getExpansion();
	SourceLocation Use = Info.getExpansionLocStart();
	llvm::StringRef Name = Names.Ids.identifierAt(Use);
	if (!Info.isFunctionMacroExpansion())
		return Name;
	bool Upper = std::none_of(Name.begin(), Name.end(), [](char C) { return C >= 'a' && C <= 'z'; });
	FileID File = Names.Ids.decomposeSpelling(Info.getSpellingLoc()).first;
	bool Own = File == SM.getMainFileID() || Names.isDriverFile(SM.getBufferName(SM.getLocForStartOfFile(File)));
	return Upper && Own ? Name : "";
}

// The name of the innermost macro that gives one and that the whole of Range comes out of.
uint32_t FunctionLowering::constantName(SourceRange Range)
{
	llvm::SmallVector<FileID, 8> Around;
	for (FileID Expansion = writtenIn(Range.getBegin()); Expansion.isValid();
	     Expansion = writtenIn(SM.getSLocEntry(Expansion).getExpansion().getExpansionLocStart()))
		Around.push_back(Expansion);
	if (Around.empty())
		return 0;
	for (FileID Expansion = writtenIn(Range.getEnd()); Expansion.isValid();
	     Expansion = writtenIn(SM.getSLocEntry(Expansion).getExpansion().getExpansionLocEnd())) {
		if (!llvm::is_contained(Around, Expansion))
			continue;
		if (llvm::StringRef Name = macroName(Expansion); !Name.empty())
			return Names.string(Name);
	}
	return 0;
}

uint32_t FunctionLowering::named(uint32_t Constant, llvm::StringRef Name)
{
	il_path Path = Unit->paths.at[Constant];
	return il_path_constant(Unit, Path.value, Path.type, Names.string(Name));
}

// A constant as part of a larger name.
std::string FunctionLowering::spelling(uint32_t Operand)
{
	il_path Path = Unit->paths.at[Operand];
	if (!Path.symbol)
		return std::to_string(Path.value);
	std::string Name = il_text(Unit, Path.symbol);
	return Name.find(' ') == std::string::npos ? Name : "(" + Name + ")";
}

uint32_t FunctionLowering::nameUnary(const UnaryOperator *E, uint32_t Result, uint32_t Operand)
{
	il_path Path = Unit->paths.at[Operand];
	if (Path.op != IL_PATH_CONSTANT || !Path.symbol || Unit->paths.at[Result].op != IL_PATH_CONSTANT)
		return Result;
	return named(Result, UnaryOperator::getOpcodeStr(E->getOpcode()).str() + spelling(Operand));
}

// Result, as base + INT_ENABLE is still that register.
uint32_t FunctionLowering::nameBinary(const BinaryOperator *E, uint32_t Result, uint32_t Left, uint32_t Right)
{
	if (Unit->paths.at[Result].op != IL_PATH_CONSTANT || E->isComparisonOp() || E->isLogicalOp())
		return Result;
	if (uint32_t Whole = constantName(E->getSourceRange()))
		return named(Result, il_text(Unit, Whole));
	il_path Operands[] = { Unit->paths.at[Left], Unit->paths.at[Right] };
	if (Operands[0].op != IL_PATH_CONSTANT || Operands[1].op != IL_PATH_CONSTANT ||
	    (!Operands[0].symbol && !Operands[1].symbol))
		return Result;
	std::string Name = spelling(Left) + " " + E->getOpcodeStr().str() + " " + spelling(Right);
	if (Name.size() > NameLengthMax)
		Name = il_text(Unit, Operands[1].symbol ? Operands[1].symbol : Operands[0].symbol);
	return named(Result, Name);
}

} // namespace irqlint
