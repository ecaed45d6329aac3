// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// clang::CFG as blocks of the facts.
//
#include "FunctionLowering.h"

#include "clang/Analysis/Analyses/PostOrderCFGView.h"

using namespace clang;

namespace irqlint
{

static CFG::BuildOptions cfgOptions()
{
	CFG::BuildOptions Options;
	Options.PruneTriviallyFalseEdges = true;
	Options.AddImplicitDtors = true; // also what runs __attribute__((cleanup)) functions
	Options.setAlwaysAdd(Stmt::BinaryOperatorClass)
		.setAlwaysAdd(Stmt::CompoundAssignOperatorClass)
		.setAlwaysAdd(Stmt::UnaryOperatorClass)
		.setAlwaysAdd(Stmt::CallExprClass)
		.setAlwaysAdd(Stmt::CompoundLiteralExprClass);
	return Options;
}

// With `a && b` as an `if`'s whole condition, the CFG has tested a before it tests b.
static const Expr *lastTest(const Expr *Condition)
{
	while (Condition) {
		const auto *Binary = llvm::dyn_cast<BinaryOperator>(Condition->IgnoreParens());
		if (!Binary || !Binary->isLogicalOp())
			break;
		Condition = Binary->getRHS();
	}
	return Condition;
}

void FunctionLowering::switchEdges(const CFGBlock &Source, const llvm::DenseMap<unsigned, uint32_t> &Numbers)
{
	Block &Out = Blocks[Current];
	Out.Branch = IL_BRANCH_SWITCH;
	for (const CFGBlock::AdjacentBlock &Next : Source.succs()) {
		const CFGBlock *Target = Next.getReachableBlock();
		if (!Target)
			continue;
		il_edge Edge = {};
		Edge.target = Numbers.lookup(Target->getBlockID());
		Edge.kind = IL_EDGE_DEFAULT;
		if (const auto *Case = llvm::dyn_cast_or_null<CaseStmt>(Target->getLabel())) {
			Edge.kind = IL_EDGE_CASE;
			Edge.low = Case->getLHS()->EvaluateKnownConstInt(Context).getExtValue();
			Edge.high = Case->getRHS() ? Case->getRHS()->EvaluateKnownConstInt(Context).getExtValue()
						   : Edge.low;
		}
		Out.Edges.push_back(Edge);
	}
}

void FunctionLowering::lowerBranch(const CFGBlock &Source, const llvm::DenseMap<unsigned, uint32_t> &Numbers)
{
	const Stmt *Terminator = Source.getTerminatorStmt();
	const auto *Condition = llvm::dyn_cast_or_null<Expr>(Source.getTerminatorCondition());
	if (Terminator && !llvm::isa<SwitchStmt>(Terminator))
		Condition = lastTest(Condition);
	MacroUse *Primitive = nullptr;
	if (Condition && Condition->getBeginLoc().isMacroID() && Terminator->getBeginLoc().isMacroID())
		Primitive = Macros.find(Terminator->getSourceRange());
	// What a primitive does happens before it branches within itself, so on all of its branches.
	if (Primitive)
		macroEvent(*Primitive);
	uint32_t Path = Condition && !Primitive ? path(Condition) : 0;
	Blocks[Current].Condition = Path;
	Blocks[Current].Place = Condition ? Names.place(Condition->getSourceRange()) : 0;
	if (Terminator && llvm::isa<SwitchStmt>(Terminator)) {
		switchEdges(Source, Numbers);
		return;
	}
	Block &Out = Blocks[Current];
	bool Test = Source.succ_size() == 2 && Condition;
	uint32_t Kind = Test ? IL_EDGE_TRUE : IL_EDGE_ALWAYS;
	for (const CFGBlock::AdjacentBlock &Next : Source.succs()) {
		if (const CFGBlock *Target = Next.getReachableBlock())
			Out.Edges.push_back({ Numbers.lookup(Target->getBlockID()), Kind, 0, 0 });
		Kind = Test ? IL_EDGE_FALSE : IL_EDGE_ALWAYS;
	}
	if (Out.Edges.size() == 1)
		Out.Edges[0].kind = IL_EDGE_ALWAYS;
	else if (Out.Edges.size() > 1)
		Out.Branch = Test && Path ? IL_BRANCH_TEST : IL_BRANCH_ANY;
	if (Out.Branch == IL_BRANCH_ANY) {
		for (il_edge &Edge : Out.Edges)
			Edge.kind = IL_EDGE_ALWAYS;
	}
}

void FunctionLowering::lowerBlock(const CFGBlock &Source, const llvm::DenseMap<unsigned, uint32_t> &Numbers)
{
	for (const CFGElement &Element : Source) {
		if (auto S = Element.getAs<CFGStmt>())
			lowerElement(S->getStmt());
		else if (auto Cleanup = Element.getAs<CFGCleanupFunction>())
			lowerCleanup(*Cleanup);
	}
	lowerBranch(Source, Numbers);
}

// What a primitive macro expanded to leaves blocks without events, and how many depends on
// .config.  Dropping all empty blocks makes the rest the same in every configuration.
void FunctionLowering::dropEmptyBlocks()
{
	auto Forward = [&](uint32_t Target) {
		for (size_t Steps = 0; Steps < Blocks.size(); Steps++) {
			const Block &B = Blocks[Target];
			if (!B.Events.empty() || B.Edges.size() != 1 || B.Edges[0].target == Target)
				break;
			Target = B.Edges[0].target;
		}
		return Target;
	};
	for (bool Changed = true; Changed;) {
		Changed = false;
		for (Block &B : Blocks) {
			bool Same = B.Edges.size() > 1;
			for (il_edge &Edge : B.Edges) {
				Edge.target = Forward(Edge.target);
				Same = Same && Edge.target == B.Edges[0].target;
			}
			if (!Same)
				continue;
			B.Edges.resize(1);
			B.Edges[0].kind = IL_EDGE_ALWAYS;
			B.Branch = IL_BRANCH_NONE;
			B.Condition = 0;
			B.Place = 0;
			Changed = true;
		}
	}
	Entry = Forward(Entry);

	std::vector<bool> Reached(Blocks.size());
	std::vector<uint32_t> Work { Entry };
	Reached[Entry] = true;
	while (!Work.empty()) {
		uint32_t At = Work.back();
		Work.pop_back();
		for (const il_edge &Edge : Blocks[At].Edges) {
			if (!Reached[Edge.target]) {
				Reached[Edge.target] = true;
				Work.push_back(Edge.target);
			}
		}
	}
	std::vector<uint32_t> NewNumber(Blocks.size());
	std::vector<Block> Kept;
	for (size_t I = 0; I < Blocks.size(); I++) {
		// Events keep their order and number, so a block that holds any stays.
		if (!Reached[I] && Blocks[I].Events.empty())
			continue;
		NewNumber[I] = static_cast<uint32_t>(Kept.size());
		Kept.push_back(std::move(Blocks[I]));
	}
	for (Block &B : Kept) {
		for (il_edge &Edge : B.Edges)
			Edge.target = NewNumber[Edge.target];
	}
	Entry = NewNumber[Entry];
	Blocks = std::move(Kept);
}

// Joins a block with the next one when control passes from one to the other and nowhere else.
void FunctionLowering::joinBlocks()
{
	std::vector<uint32_t> Entries(Blocks.size()), NewNumber(Blocks.size());
	for (const Block &B : Blocks) {
		for (const il_edge &Edge : B.Edges)
			Entries[Edge.target]++;
	}
	Entries[Entry]++;
	std::vector<Block> Kept;
	for (uint32_t I = 0; I < Blocks.size(); I++) {
		Block &B = Blocks[I];
		// Only neighbours are joined, as events stay in the order of blocks.
		bool Follows =
			I > 0 && Entries[I] == 1 && Kept.back().Edges.size() == 1 && Kept.back().Edges[0].target == I;
		if (!Follows) {
			NewNumber[I] = static_cast<uint32_t>(Kept.size());
			Kept.push_back(std::move(B));
			continue;
		}
		NewNumber[I] = static_cast<uint32_t>(Kept.size()) - 1;
		std::vector<il_event> Events = std::move(Kept.back().Events);
		Events.insert(Events.end(), B.Events.begin(), B.Events.end());
		Kept.back() = std::move(B);
		Kept.back().Events = std::move(Events);
	}
	for (Block &B : Kept) {
		for (il_edge &Edge : B.Edges)
			Edge.target = NewNumber[Edge.target];
	}
	Entry = NewNumber[Entry];
	Blocks = std::move(Kept);
}

void FunctionLowering::commit(uint32_t Function, const FunctionDecl *Source)
{
	uint32_t FirstBlock = il_array_add(&Unit->blocks, static_cast<uint32_t>(Blocks.size()));
	for (size_t I = 0; I < Blocks.size(); I++) {
		const Block &B = Blocks[I];
		il_block Fact = {};
		uint32_t Id = FirstBlock + static_cast<uint32_t>(I);
		Fact.function = Function;
		Fact.event_count = static_cast<uint32_t>(B.Events.size());
		Fact.first_event = il_array_add(&Unit->events, Fact.event_count);
		for (size_t K = 0; K < B.Events.size(); K++) {
			Unit->events.at[Fact.first_event + K] = B.Events[K];
			Unit->events.at[Fact.first_event + K].block = Id;
		}
		Fact.branch = B.Branch;
		Fact.condition = B.Condition;
		Fact.place = B.Place;
		Fact.edge_count = static_cast<uint32_t>(B.Edges.size());
		Fact.first_edge = il_array_add(&Unit->edges, Fact.edge_count);
		for (size_t K = 0; K < B.Edges.size(); K++) {
			Unit->edges.at[Fact.first_edge + K] = B.Edges[K];
			Unit->edges.at[Fact.first_edge + K].target += FirstBlock;
		}
		Unit->blocks.at[Id] = Fact;
	}
	il_function &Fact = Unit->functions.at[Function];
	Fact.flags |= IL_FUNCTION_DEFINED;
	Fact.first_block = FirstBlock;
	Fact.block_count = static_cast<uint32_t>(Blocks.size());
	Fact.entry = FirstBlock + Entry;
	Fact.first_event = FirstEvent;
	Fact.event_count = EventCount;
	Fact.end_line = SM.getExpansionLineNumber(Source->getEndLoc());
}

void FunctionLowering::lowerBody(const FunctionDecl *Function)
{
	uint32_t Id = Names.function(Function);
	Stmt *Body = Function->getBody();
	std::unique_ptr<CFG> Graph =
		Body && !Function->isInvalidDecl() ? CFG::buildCFG(Function, Body, &Context, cfgOptions()) : nullptr;
	if (!Graph) {
		Unit->limit_hits++;
		return;
	}
	InDriver = isInDriver(Unit->functions.at[Id].place);
	PathCache.clear();
	CallEvents.clear();
	Macros.start(Body);
	FirstEvent = Unit->events.count;
	EventCount = 0;

	// Execution order: a call is lowered before what uses its result.
	llvm::DenseMap<unsigned, uint32_t> Numbers;
	llvm::SmallVector<const CFGBlock *, 32> Order;
	PostOrderCFGView Sorted(Graph.get());
	for (const CFGBlock *B : Sorted) {
		Numbers[B->getBlockID()] = static_cast<uint32_t>(Order.size());
		Order.push_back(B);
	}
	Blocks.assign(Order.size(), Block());
	Entry = Numbers.lookup(Graph->getEntry().getBlockID());
	for (Current = 0; Current < Order.size(); Current++)
		lowerBlock(*Order[Current], Numbers);
	dropEmptyBlocks();
	joinBlocks();
	commit(Id, Function);
}

} // namespace irqlint
