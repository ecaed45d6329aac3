// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Expressions as access paths.
//
#include "FunctionLowering.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace irqlint
{

uint32_t FunctionLowering::path(const Expr *E)
{
	if (!E)
		return 0;
	auto It = PathCache.find(E);
	if (It != PathCache.end())
		return It->second;
	uint32_t Path = makePath(E);
	PathCache[E] = Path;
	return Path;
}

uint32_t FunctionLowering::literalPath(const Expr *E)
{
	if (const auto *Integer = llvm::dyn_cast<IntegerLiteral>(E)) {
		int64_t Value = static_cast<int64_t>(Integer->getValue().getLimitedValue());
		return il_path_constant(Unit, Value, Names.type(E->getType()), constantName(E->getSourceRange()));
	}
	if (const auto *String = llvm::dyn_cast<StringLiteral>(E)) {
		// What headers print is nobody's line or device, and may have a prefix that the file gives it.
		if (!InDriver)
			return il_path_string(Unit, 0, Names.type(Context.getArrayDecayedType(E->getType())));
		llvm::StringRef Text = String->getCharByteWidth() == 1 ? String->getString() : "";
		return il_path_string(Unit, Names.string(Text), Names.type(E->getType()));
	}
	if (const auto *Name = llvm::dyn_cast<PredefinedExpr>(E)) {
		llvm::StringRef Text = Name->getFunctionName() ? Name->getFunctionName()->getString() : "";
		return il_path_string(Unit, Names.string(Text), Names.type(E->getType()));
	}
	return evaluated(E);
}

void FunctionLowering::markAddressed(uint32_t Object)
{
	while (Unit->paths.at[Object].op == IL_PATH_FIELD || Unit->paths.at[Object].op == IL_PATH_INDEX)
		Object = Unit->paths.at[Object].a;
	if (Unit->paths.at[Object].op == IL_PATH_VARIABLE)
		Unit->variables.at[Unit->paths.at[Object].symbol].flags |= IL_VARIABLE_ADDRESSED;
}

uint32_t FunctionLowering::castPath(const CastExpr *E)
{
	uint32_t Inner = path(E->getSubExpr());
	uint32_t Type = Names.type(E->getType());
	switch (E->getCastKind()) {
	case CK_ArrayToPointerDecay: {
		if (Unit->paths.at[Inner].op == IL_PATH_STRING)
			return Inner;
		markAddressed(Inner);
		uint32_t Zero = il_path_constant(Unit, 0, 0, 0);
		uint32_t Element = il_path_index(Unit, Inner, Zero, Unit->types.at[Type].target);
		return il_path_address(Unit, Element, Type);
	}
	case CK_BitCast:
	case CK_IntegralToPointer:
	case CK_NullToPointer:
		Names.completePointee(E->getType());
		if (E->getSubExpr()->getType()->isPointerType())
			Names.completePointee(E->getSubExpr()->getType());
		return il_path_cast(Unit, Inner, Type);
	case CK_IntegralCast:
	case CK_IntegralToBoolean:
	case CK_PointerToIntegral: {
		// Conversions of integers are kept only where they change a constant, or a sign on purpose.
		il_path Constant = Unit->paths.at[Inner];
		if (Constant.op != IL_PATH_CONSTANT)
			return llvm::isa<CStyleCastExpr>(E) ? il_path_cast(Unit, Inner, Type) : Inner;
		int64_t Value = E->getCastKind() == CK_IntegralToBoolean ? Constant.value != 0 : Constant.value;
		// A converted enumerator stays what it was written as: its own type.
		if (Unit->types.at[Constant.type].kind == IL_TYPE_ENUM && Constant.symbol)
			return Inner;
		// So does an integer that is converted to an enumeration, or to the other sign: -EIO does
		// not become a large number on its way through an unsigned int.
		bool SameWidth = Unit->types.at[Type].bits == Unit->types.at[Constant.type].bits;
		if (Unit->types.at[Type].kind == IL_TYPE_ENUM || SameWidth)
			return Inner;
		return il_path_constant(Unit, Value, Type, Constant.symbol);
	}
	default: return Inner;
	}
}

uint32_t FunctionLowering::unaryPath(const UnaryOperator *E)
{
	uint32_t Type = Names.type(E->getType());
	uint32_t Inner = path(E->getSubExpr());
	switch (E->getOpcode()) {
	case UO_Deref:
		// A function pointer and what it points to are called alike.
		return E->getType()->isFunctionType() ? Inner : il_path_deref(Unit, Inner, Type);
	case UO_AddrOf: markAddressed(Inner); return il_path_address(Unit, Inner, Type);
	case UO_LNot: return il_path_unary(Unit, IL_OP_NOT, Inner, Type);
	case UO_Not: return nameUnary(E, il_path_unary(Unit, IL_OP_COMPLEMENT, Inner, Type), Inner);
	case UO_Minus: return nameUnary(E, il_path_unary(Unit, IL_OP_NEGATE, Inner, Type), Inner);
	case UO_PostInc:
	case UO_PostDec: {
		// The step is an event that has happened by now; the value is the one before it.
		if (E->getType()->isPointerType())
			return Inner;
		uint32_t One = il_path_constant(Unit, 1, 0, 0);
		return il_path_binary(Unit, E->isIncrementOp() ? IL_OP_SUB : IL_OP_ADD, Inner, One, Type);
	}
	default: return Inner; // ++x and --x are events of their own; +, __extension__ change nothing
	}
}

static il_operator operatorOf(BinaryOperatorKind Kind)
{
	switch (Kind) {
	case BO_Add:
	case BO_AddAssign: return IL_OP_ADD;
	case BO_Sub:
	case BO_SubAssign: return IL_OP_SUB;
	case BO_Mul:
	case BO_MulAssign: return IL_OP_MUL;
	case BO_Div:
	case BO_DivAssign: return IL_OP_DIV;
	case BO_Rem:
	case BO_RemAssign: return IL_OP_MOD;
	case BO_Shl:
	case BO_ShlAssign: return IL_OP_SHL;
	case BO_Shr:
	case BO_ShrAssign: return IL_OP_SHR;
	case BO_And:
	case BO_AndAssign: return IL_OP_AND;
	case BO_Or:
	case BO_OrAssign: return IL_OP_OR;
	case BO_Xor:
	case BO_XorAssign: return IL_OP_XOR;
	case BO_EQ: return IL_OP_EQ;
	case BO_NE: return IL_OP_NE;
	case BO_LT: return IL_OP_LT;
	case BO_LE: return IL_OP_LE;
	case BO_GT: return IL_OP_GT;
	case BO_GE: return IL_OP_GE;
	case BO_LAnd: return IL_OP_BOTH;
	case BO_LOr: return IL_OP_EITHER;
	default: return IL_OP_NONE;
	}
}

// container_of() in its final form: pointer - offsetof(T, member).
uint32_t FunctionLowering::containerPath(const Expr *Pointer, const OffsetOfExpr *Offset)
{
	uint32_t Chain = 0;
	for (unsigned I = 0; I < Offset->getNumComponents(); I++) {
		const OffsetOfNode &Node = Offset->getComponent(I);
		if (Node.getKind() == OffsetOfNode::Array)
			continue;
		if (Node.getKind() != OffsetOfNode::Field)
			return 0;
		if (!Node.getField()->isAnonymousStructOrUnion())
			Chain = il_path_member(Unit, Chain, Names.field(Node.getField()));
	}
	QualType Record = Offset->getTypeSourceInfo()->getType();
	QualType Result = Context.getPointerType(Record);
	Names.completePointee(Result);
	return il_path_container(Unit, path(Pointer), Chain, Names.type(Result));
}

uint32_t FunctionLowering::binaryPath(const BinaryOperator *E)
{
	if (E->isAssignmentOp())
		return path(E->getLHS());
	if (E->getOpcode() == BO_Comma)
		return path(E->getRHS());
	if (E->getOpcode() == BO_Sub && E->getLHS()->getType()->isPointerType()) {
		if (const auto *Offset = llvm::dyn_cast<OffsetOfExpr>(E->getRHS()->IgnoreParenCasts())) {
			if (uint32_t Container = containerPath(E->getLHS(), Offset))
				return Container;
		}
	}
	uint32_t Left = path(E->getLHS());
	uint32_t Right = path(E->getRHS());
	uint32_t Type = Names.type(E->getType());
	if (E->isAdditiveOp() && E->getType()->isPointerType()) {
		bool PointerFirst = E->getLHS()->getType()->isPointerType();
		uint32_t Pointer = PointerFirst ? Left : Right;
		uint32_t Step = PointerFirst ? Right : Left;
		if (E->getOpcode() == BO_Sub)
			Step = il_path_unary(Unit, IL_OP_NEGATE, Step, 0);
		uint32_t Object = Unit->types.at[Type].target;
		uint32_t Element = il_path_index(Unit, il_path_deref(Unit, Pointer, Object), Step, Object);
		return il_path_address(Unit, Element, Type);
	}
	il_operator Code = operatorOf(E->getOpcode());
	return Code ? nameBinary(E, il_path_binary(Unit, Code, Left, Right, Type), Left, Right) : evaluated(E);
}

uint32_t FunctionLowering::memberPath(const MemberExpr *E)
{
	const auto *Field = llvm::dyn_cast<FieldDecl>(E->getMemberDecl());
	uint32_t Base = path(E->getBase());
	if (!Field || !Base)
		return 0;
	if (E->isArrow()) {
		QualType Record = E->getBase()->getType()->getPointeeType();
		Base = il_path_deref(Unit, Base, Names.type(Record));
	}
	if (Field->isAnonymousStructOrUnion())
		return Base;
	uint32_t Id = Names.field(Field);
	return Id ? il_path_field(Unit, Base, Id) : 0;
}

uint32_t FunctionLowering::subscriptPath(const ArraySubscriptExpr *E)
{
	uint32_t Type = Names.type(E->getType());
	uint32_t Base = path(E->getBase());
	uint32_t Index = path(E->getIdx());
	return il_path_index(Unit, il_path_deref(Unit, Base, Type), Index, Type);
}

uint32_t FunctionLowering::callPath(const CallExpr *E)
{
	switch (E->getBuiltinCallee()) {
	case Builtin::BI__builtin_expect:
	case Builtin::BI__builtin_expect_with_probability:
	case Builtin::BI__builtin_assume_aligned: return path(E->getArg(0));
	case Builtin::BI__builtin_constant_p: return il_path_constant(Unit, 0, Names.type(E->getType()), 0);
	default: break;
	}
	if (Static)
		return 0;
	return il_path_result(Unit, callEvent(E), Names.type(E->getType()));
}

uint32_t FunctionLowering::macroPath(MacroUse &Use, const Expr *E)
{
	auto Argument = [&](size_t I) { return I < Use.Arguments.size() ? path(Use.Arguments[I]) : 0; };
	switch (Use.Primitive->kind) {
	case IL_PRIMITIVE_VALUE: return Argument(0);
	case IL_PRIMITIVE_CHECK:
		if (!Static)
			macroEvent(Use);
		return Argument(0);
	case IL_PRIMITIVE_STORE:
		if (!Static)
			macroEvent(Use);
		return Argument(1);
	case IL_PRIMITIVE_CALL: return Static ? 0 : il_path_result(Unit, macroEvent(Use), Names.type(E->getType()));
	}
	return 0;
}

uint32_t FunctionLowering::makePath(const Expr *E)
{
	if (E->getBeginLoc().isMacroID()) {
		if (MacroUse *Use = Macros.find(E->getSourceRange()))
			return macroPath(*Use, E);
	}
	if (const auto *Wrapper = llvm::dyn_cast<ParenExpr>(E))
		return path(Wrapper->getSubExpr());
	if (const auto *Cast = llvm::dyn_cast<CastExpr>(E))
		return castPath(Cast);
	if (const auto *Ref = llvm::dyn_cast<DeclRefExpr>(E)) {
		if (const auto *Variable = llvm::dyn_cast<VarDecl>(Ref->getDecl()))
			return il_path_variable(Unit, Names.variable(Variable));
		if (const auto *Function = llvm::dyn_cast<FunctionDecl>(Ref->getDecl()))
			return il_path_function(Unit, Names.function(Function));
		if (const auto *Constant = llvm::dyn_cast<EnumConstantDecl>(Ref->getDecl())) {
			QualType Enum = Context.getTypeDeclType(llvm::cast<EnumDecl>(Constant->getDeclContext()));
			return il_path_constant(Unit, Constant->getInitVal().getExtValue(), Names.type(Enum),
						Names.string(Constant->getName()));
		}
		return 0;
	}
	if (const auto *Unary = llvm::dyn_cast<UnaryOperator>(E))
		return unaryPath(Unary);
	if (const auto *Binary = llvm::dyn_cast<BinaryOperator>(E))
		return binaryPath(Binary);
	if (const auto *Member = llvm::dyn_cast<MemberExpr>(E))
		return memberPath(Member);
	if (const auto *Subscript = llvm::dyn_cast<ArraySubscriptExpr>(E))
		return subscriptPath(Subscript);
	if (const auto *Call = llvm::dyn_cast<CallExpr>(E))
		return callPath(Call);
	if (const auto *Choice = llvm::dyn_cast<AbstractConditionalOperator>(E)) {
		uint32_t Test = path(Choice->getCond());
		uint32_t True = path(Choice->getTrueExpr());
		uint32_t False = path(Choice->getFalseExpr());
		return il_path_select(Unit, Test, True, False, Names.type(E->getType()));
	}
	if (const auto *Opaque = llvm::dyn_cast<OpaqueValueExpr>(E))
		return path(Opaque->getSourceExpr());
	if (const auto *Block = llvm::dyn_cast<StmtExpr>(E)) {
		const auto *Last = llvm::dyn_cast_or_null<ValueStmt>(
			Block->getSubStmt()->body_empty() ? nullptr : Block->getSubStmt()->body_back());
		return Last ? path(Last->getExprStmt()) : 0;
	}
	if (const auto *Selection = llvm::dyn_cast<GenericSelectionExpr>(E))
		return path(Selection->getResultExpr());
	if (const auto *Choose = llvm::dyn_cast<ChooseExpr>(E))
		return path(Choose->getChosenSubExpr());
	if (const auto *Constant = llvm::dyn_cast<ConstantExpr>(E))
		return path(Constant->getSubExpr());
	if (const auto *Literal = llvm::dyn_cast<CompoundLiteralExpr>(E))
		return compoundLiteralPath(Literal);
	if (const auto *List = llvm::dyn_cast<InitListExpr>(E))
		return List->getNumInits() == 1 && !List->getType()->isAggregateType() ? path(List->getInit(0)) : 0;
	if (llvm::isa<ImplicitValueInitExpr>(E))
		return il_path_constant(Unit, 0, Names.type(E->getType()), 0);
	return literalPath(E);
}

} // namespace irqlint
