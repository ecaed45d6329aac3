// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FunctionLowering.h"

#include "clang/AST/StmtVisitor.h"

using namespace clang;

namespace irqlint
{

// A table with more scalars than this is cut: nobody's handlers are in its tail, and generated
// tables of a million bytes exist.
enum { InitialiserMax = 8192 };

FunctionLowering::FunctionLowering(il_unit *Unit, ASTContext &Context, Preprocessor &PP, Symbols &Names)
	: Unit(Unit), Context(Context), SM(Context.getSourceManager()), Names(Names), Macros(PP, SM, Names.Ids)
{
}

uint32_t FunctionLowering::addEvent(il_event Event)
{
	Blocks[Current].Events.push_back(Event);
	return FirstEvent + EventCount++;
}

void FunctionLowering::assign(uint32_t Target, uint32_t Value, uint32_t Place, uint16_t Flags)
{
	il_event Event = {};
	Event.kind = IL_EVENT_ASSIGN;
	Event.flags = Flags;
	Event.target = Target;
	Event.value = Value;
	Event.place = Place;
	addEvent(Event);
}

static uint32_t addArguments(il_unit *Unit, const llvm::SmallVectorImpl<il_argument> &Arguments)
{
	uint32_t First = il_array_add(&Unit->arguments, static_cast<uint32_t>(Arguments.size()));
	for (size_t I = 0; I < Arguments.size(); I++)
		Unit->arguments.at[First + I] = Arguments[I];
	return First;
}

// Places of arguments are there to mend them: in the driver's own calls of what the model knows.
uint32_t FunctionLowering::argumentPlace(uint32_t Callee, const Expr *Argument)
{
	const char *Name = il_text(Unit, Unit->functions.at[Callee].name);
	return InDriver && il_model_is_mendable(Name) ? Names.place(Argument->getSourceRange()) : 0;
}

uint32_t FunctionLowering::callEvent(const CallExpr *E)
{
	auto It = CallEvents.find(E);
	if (It != CallEvents.end())
		return It->second;
	il_event Event = {};
	Event.kind = IL_EVENT_CALL;
	if (const FunctionDecl *Callee = E->getDirectCallee()) {
		Event.callee = Names.function(Callee);
		if (il_model_primitive(il_text(Unit, Unit->functions.at[Event.callee].name)))
			Event.flags |= IL_EVENT_MACRO;
	} else {
		Event.target = path(E->getCallee());
	}
	llvm::SmallVector<il_argument, 8> Arguments;
	for (const Expr *Argument : E->arguments())
		Arguments.push_back({ path(Argument), argumentPlace(Event.callee, Argument) });
	Event.first_argument = addArguments(Unit, Arguments);
	Event.argument_count = static_cast<uint32_t>(Arguments.size());
	Event.place = Names.place(E->getSourceRange());
	uint32_t Id = addEvent(Event);
	CallEvents[E] = Id;
	return Id;
}

uint32_t FunctionLowering::macroEvent(MacroUse &Use)
{
	if (Use.Lowered)
		return Use.Event;
	Use.Lowered = true;
	llvm::SmallVector<il_argument, 8> Arguments;
	for (const Expr *Argument : Use.Arguments)
		Arguments.push_back({ path(Argument), 0 });
	uint32_t Place = Names.place(Use.Range);
	switch (Use.Primitive->kind) {
	case IL_PRIMITIVE_VALUE: break;
	case IL_PRIMITIVE_STORE:
		if (Arguments.size() >= 2)
			assign(Arguments[0].path, Arguments[1].path, Place, 0);
		break;
	case IL_PRIMITIVE_CALL:
	case IL_PRIMITIVE_CHECK:
		il_event Event = {};
		Event.kind = IL_EVENT_CALL;
		Event.flags = IL_EVENT_MACRO;
		Event.callee = Names.functionNamed(Use.Primitive->name);
		Event.place = Place;
		Event.first_argument = addArguments(Unit, Arguments);
		Event.argument_count = static_cast<uint32_t>(Arguments.size());
		Use.Event = addEvent(Event);
		break;
	}
	return Use.Event;
}

template <typename Sink>
void FunctionLowering::eachListScalar(uint32_t Target, const InitListExpr *List, Sink Out, unsigned &Budget)
{
	if (const InitListExpr *Semantic = List->getSemanticForm())
		List = Semantic;
	QualType Type = List->getType();
	if (const RecordDecl *Record = Type->getAsRecordDecl()) {
		Names.completeRecord(Record);
		unsigned Next = 0;
		for (const FieldDecl *Field : Record->fields()) {
			if (Record->isUnion() && Field != List->getInitializedFieldInUnion())
				continue;
			if (Field->isUnnamedBitField())
				continue;
			if (Next >= List->getNumInits())
				break;
			const Expr *Init = List->getInit(Next++);
			uint32_t Inner = Target;
			if (!Field->isAnonymousStructOrUnion())
				Inner = il_path_field(Unit, Target, Names.field(Field));
			eachScalar(Inner, Init, Out, Budget);
		}
	} else if (const ArrayType *Array = Context.getAsArrayType(Type)) {
		uint32_t Element = Names.type(Array->getElementType());
		for (unsigned I = 0; I < List->getNumInits() && Budget; I++) {
			uint32_t Index = il_path_constant(Unit, I, 0, 0);
			eachScalar(il_path_index(Unit, Target, Index, Element), List->getInit(I), Out, Budget);
		}
	} else if (List->getNumInits() == 1) {
		eachScalar(Target, List->getInit(0), Out, Budget);
	}
}

template <typename Sink>
void FunctionLowering::eachScalar(uint32_t Target, const Expr *Init, Sink Out, unsigned &Budget)
{
	if (!Init || llvm::isa<ImplicitValueInitExpr>(Init))
		return;
	if (Budget == 0) {
		Unit->limit_hits++;
		return;
	}
	const Expr *Inner = Init->IgnoreParenImpCasts();
	if (const auto *Literal = llvm::dyn_cast<CompoundLiteralExpr>(Inner)) {
		eachScalar(Target, Literal->getInitializer(), Out, Budget);
	} else if (const auto *List = llvm::dyn_cast<InitListExpr>(Inner)) {
		eachListScalar(Target, List, Out, Budget);
	} else {
		Budget--;
		Out(Target, path(Init), Names.place(Init->getSourceRange()));
	}
}

// Returns whether E gives an aggregate its members one by one.
static bool isAggregateInitialiser(const Expr *E)
{
	const Expr *Inner = E->IgnoreParenImpCasts();
	if (const auto *Literal = llvm::dyn_cast<CompoundLiteralExpr>(Inner))
		Inner = Literal->getInitializer();
	return llvm::isa<InitListExpr>(Inner) && Inner->getType()->isAggregateType();
}

// Target = Init, where Init gives an aggregate its members one by one.
void FunctionLowering::initialise(uint32_t Target, const Expr *Init, uint32_t Place, uint16_t Flags)
{
	assign(Target, 0, Place, Flags | IL_EVENT_ZEROES);
	unsigned Budget = InitialiserMax;
	eachScalar(
		Target, Init, [&](uint32_t T, uint32_t V, uint32_t P) { assign(T, V, P, Flags); }, Budget);
}

// An unnamed object: a local of its own.
uint32_t FunctionLowering::compoundLiteralPath(const CompoundLiteralExpr *E)
{
	if (Static)
		return 0;
	uint32_t Id = il_array_add(&Unit->variables, 1);
	uint32_t Name = Names.string("<literal>");
	uint32_t Type = Names.type(E->getType());
	uint32_t Place = Names.place(E->getSourceRange());
	Unit->variables.at[Id].name = Name;
	Unit->variables.at[Id].type = Type;
	Unit->variables.at[Id].place = Place;
	Unit->variables.at[Id].kind = IL_VARIABLE_LOCAL;
	uint32_t Object = il_path_variable(Unit, Id);
	PathCache[E] = Object;
	initialise(Object, E->getInitializer(), Place, IL_EVENT_INITIAL);
	return Object;
}

void FunctionLowering::lowerVariable(const VarDecl *Variable)
{
	uint32_t Id = Names.variable(Variable);
	const Expr *Init = Variable->getInit();
	if (!Init || Variable->hasGlobalStorage())
		return;
	uint32_t Target = il_path_variable(Unit, Id);
	uint32_t Place = Names.place(Variable->getSourceRange());
	if (!isAggregateInitialiser(Init)) {
		assign(Target, path(Init), Place, IL_EVENT_INITIAL);
		return;
	}
	initialise(Target, Init, Place, IL_EVENT_INITIAL);
}

bool FunctionLowering::isInDriver(uint32_t Place) const
{
	return Unit->files.at[Unit->places.at[Place].file].kind != IL_FILE_HEADER;
}

void FunctionLowering::lowerInitialisers(const VarDecl *Variable)
{
	Static = true;
	PathCache.clear();
	Macros.start(Variable->getInit());
	uint32_t Id = Names.variable(Variable);
	InDriver = isInDriver(Unit->variables.at[Id].place);
	unsigned Budget = InitialiserMax;
	auto Add = [&](uint32_t Target, uint32_t Value, uint32_t Place) {
		uint32_t At = il_array_add(&Unit->initialisers, 1);
		Unit->initialisers.at[At] = il_initialiser { Id, Target, Value, Place };
	};
	eachScalar(il_path_variable(Unit, Id), Variable->getInit(), Add, Budget);
	Static = false;
}

void FunctionLowering::lowerAssignment(const BinaryOperator *E)
{
	uint32_t Target = path(E->getLHS());
	uint32_t Place = Names.place(E->getSourceRange());
	if (isAggregateInitialiser(E->getRHS())) {
		initialise(Target, E->getRHS(), Place, 0);
		return;
	}
	if (!E->isCompoundAssignmentOp()) {
		assign(Target, path(E->getRHS()), Place, 0);
		return;
	}
	static const struct {
		BinaryOperatorKind Kind;
		il_operator Code;
	} Table[] = { { BO_AddAssign, IL_OP_ADD }, { BO_SubAssign, IL_OP_SUB }, { BO_MulAssign, IL_OP_MUL },
		      { BO_DivAssign, IL_OP_DIV }, { BO_RemAssign, IL_OP_MOD }, { BO_ShlAssign, IL_OP_SHL },
		      { BO_ShrAssign, IL_OP_SHR }, { BO_AndAssign, IL_OP_AND }, { BO_OrAssign, IL_OP_OR },
		      { BO_XorAssign, IL_OP_XOR } };
	uint32_t Value = 0;
	for (const auto &Row : Table) {
		if (Row.Kind == E->getOpcode())
			Value = il_path_binary(Unit, Row.Code, Target, path(E->getRHS()), Names.type(E->getType()));
	}
	assign(Target, Value, Place, IL_EVENT_COMPOUND);
}

void FunctionLowering::lowerStep(const UnaryOperator *E)
{
	uint32_t Target = path(E->getSubExpr());
	uint32_t One = il_path_constant(Unit, 1, 0, 0);
	il_operator Code = E->isIncrementOp() ? IL_OP_ADD : IL_OP_SUB;
	uint32_t Value = il_path_binary(Unit, Code, Target, One, Names.type(E->getType()));
	assign(Target, Value, Names.place(E->getSourceRange()), IL_EVENT_COMPOUND);
}

// What assembly writes is not known.
void FunctionLowering::lowerAsm(const AsmStmt *S)
{
	const auto *Gcc = llvm::dyn_cast<GCCAsmStmt>(S);
	for (unsigned I = 0; Gcc && I < Gcc->getNumOutputs(); I++)
		assign(path(Gcc->getOutputExpr(I)), 0, Names.place(S->getSourceRange()), 0);
}

void FunctionLowering::lowerCleanup(const CFGCleanupFunction &Cleanup)
{
	const VarDecl *Variable = Cleanup.getVarDecl();
	uint32_t Object = il_path_variable(Unit, Names.variable(Variable));
	uint32_t Place = Names.place(Variable->getSourceRange());
	uint32_t Pointer = Names.type(Context.getPointerType(Variable->getType()));
	markAddressed(Object);
	llvm::SmallVector<il_argument, 1> Arguments;
	Arguments.push_back({ il_path_address(Unit, Object, Pointer), Place });
	il_event Event = {};
	Event.kind = IL_EVENT_CLEANUP;
	Event.callee = Names.function(Cleanup.getFunctionDecl());
	Event.place = Place;
	Event.first_argument = addArguments(Unit, Arguments);
	Event.argument_count = 1;
	addEvent(Event);
}

void FunctionLowering::lowerElement(const Stmt *S)
{
	if (S->getBeginLoc().isMacroID()) {
		if (MacroUse *Use = Macros.find(S->getSourceRange())) {
			macroEvent(*Use);
			return;
		}
	}
	if (const auto *Call = llvm::dyn_cast<CallExpr>(S)) {
		callPath(Call);
	} else if (const auto *Binary = llvm::dyn_cast<BinaryOperator>(S)) {
		if (Binary->isAssignmentOp())
			lowerAssignment(Binary);
	} else if (const auto *Unary = llvm::dyn_cast<UnaryOperator>(S)) {
		if (Unary->isIncrementDecrementOp())
			lowerStep(Unary);
	} else if (const auto *Decls = llvm::dyn_cast<DeclStmt>(S)) {
		for (const Decl *D : Decls->decls()) {
			if (const auto *Variable = llvm::dyn_cast<VarDecl>(D))
				lowerVariable(Variable);
		}
	} else if (const auto *Return = llvm::dyn_cast<ReturnStmt>(S)) {
		il_event Event = {};
		Event.kind = IL_EVENT_RETURN;
		Event.value = path(Return->getRetValue());
		Event.place = Names.place(S->getSourceRange());
		addEvent(Event);
	} else if (const auto *Asm = llvm::dyn_cast<AsmStmt>(S)) {
		lowerAsm(Asm);
	}
}

} // namespace irqlint
