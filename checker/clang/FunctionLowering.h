// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Bodies of functions and static initialisers as blocks, events and paths.
//
#ifndef IRQLINT_CLANG_FUNCTIONLOWERING_H
#define IRQLINT_CLANG_FUNCTIONLOWERING_H

#include "MacroUses.h"
#include "Symbols.h"

#include "clang/AST/Expr.h"
#include "clang/Analysis/CFG.h"

namespace irqlint
{

class FunctionLowering
{
public:
	FunctionLowering(il_unit *Unit, clang::ASTContext &Context, clang::Preprocessor &PP, Symbols &Names);

	void lowerBody(const clang::FunctionDecl *Function);
	void lowerInitialisers(const clang::VarDecl *Variable);

private:
	bool isInDriver(uint32_t Place) const;
	// Blocks of the function being lowered, before empty ones are dropped.
	struct Block {
		std::vector<il_event> Events;
		std::vector<il_edge> Edges; // targets count from 0 within the function
		uint32_t Branch = IL_BRANCH_NONE;
		uint32_t Condition = 0;
		uint32_t Place = 0;
	};

	// Paths.cpp
	uint32_t path(const clang::Expr *E);
	uint32_t makePath(const clang::Expr *E);
	uint32_t castPath(const clang::CastExpr *E);
	uint32_t unaryPath(const clang::UnaryOperator *E);
	uint32_t binaryPath(const clang::BinaryOperator *E);
	uint32_t memberPath(const clang::MemberExpr *E);
	uint32_t subscriptPath(const clang::ArraySubscriptExpr *E);
	uint32_t containerPath(const clang::Expr *Pointer, const clang::OffsetOfExpr *Offset);
	uint32_t callPath(const clang::CallExpr *E);
	uint32_t literalPath(const clang::Expr *E);
	uint32_t macroPath(MacroUse &Use, const clang::Expr *E);
	uint32_t compoundLiteralPath(const clang::CompoundLiteralExpr *E);
	void markAddressed(uint32_t Object);

	// Constants.cpp
	uint32_t evaluated(const clang::Expr *E);
	uint32_t constantName(clang::SourceRange Range);
	uint32_t nameUnary(const clang::UnaryOperator *E, uint32_t Result, uint32_t Operand);
	uint32_t nameBinary(const clang::BinaryOperator *E, uint32_t Result, uint32_t Left, uint32_t Right);
	uint32_t named(uint32_t Constant, llvm::StringRef Name);
	std::string spelling(uint32_t Operand);
	clang::FileID writtenIn(clang::SourceLocation Loc);
	llvm::StringRef macroName(clang::FileID Expansion);

	// FunctionLowering.cpp
	void lowerElement(const clang::Stmt *S);
	void initialise(uint32_t Target, const clang::Expr *Init, uint32_t Place, uint16_t Flags);
	void lowerVariable(const clang::VarDecl *Variable);
	void lowerAssignment(const clang::BinaryOperator *E);
	void lowerStep(const clang::UnaryOperator *E);
	void lowerAsm(const clang::AsmStmt *S);
	void lowerCleanup(const clang::CFGCleanupFunction &Cleanup);
	void lowerBlock(const clang::CFGBlock &Source, const llvm::DenseMap<unsigned, uint32_t> &Numbers);
	void lowerBranch(const clang::CFGBlock &Source, const llvm::DenseMap<unsigned, uint32_t> &Numbers);
	void switchEdges(const clang::CFGBlock &Source, const llvm::DenseMap<unsigned, uint32_t> &Numbers);
	uint32_t argumentPlace(uint32_t Callee, const clang::Expr *Argument);
	uint32_t callEvent(const clang::CallExpr *E);
	uint32_t macroEvent(MacroUse &Use);
	void assign(uint32_t Target, uint32_t Value, uint32_t Place, uint16_t Flags);
	// Hands each scalar of Init to Sink(target, value, place).
	template <typename Sink> void eachScalar(uint32_t Target, const clang::Expr *Init, Sink Out, unsigned &Budget);
	template <typename Sink>
	void eachListScalar(uint32_t Target, const clang::InitListExpr *List, Sink Out, unsigned &Budget);
	uint32_t addEvent(il_event Event);
	void dropEmptyBlocks();
	void joinBlocks();
	void commit(uint32_t Function, const clang::FunctionDecl *Source);

	il_unit *Unit;
	clang::ASTContext &Context;
	const clang::SourceManager &SM;
	Symbols &Names;
	MacroUses Macros;

	uint32_t FirstEvent = 0; // id that the function's first event gets
	uint32_t EventCount = 0;
	std::vector<Block> Blocks;
	uint32_t Current = 0; // index into Blocks
	uint32_t Entry = 0;
	llvm::DenseMap<const clang::Expr *, uint32_t> PathCache;
	llvm::DenseMap<const clang::Expr *, uint32_t> CallEvents;
	bool InDriver = false; // what is lowered is the driver's own, no inline or table of a header
	bool Static = false;   // lowering a static initialiser: there are no events
};

} // namespace irqlint

#endif
