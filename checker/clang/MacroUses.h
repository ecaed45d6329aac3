// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Uses of primitive macros in a function: which statements come out of which, and with which
// arguments.  Clang's AST knows neither, only the locations of tokens.
//
#ifndef IRQLINT_CLANG_MACROUSES_H
#define IRQLINT_CLANG_MACROUSES_H

#include "FileIds.h"
#include "model/model.h"

#include "clang/AST/Stmt.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <deque>
#include <map>
#include <string>

namespace clang
{
class Expr;
class Preprocessor;
} // namespace clang

namespace irqlint
{

struct MacroUse {
	const il_primitive *Primitive;
	clang::SourceRange Range; // of the use, in the file or in the macro that uses it
	llvm::SmallVector<std::string, 4> Parameters;
	llvm::SmallVector<const clang::Expr *, 4> Arguments; // null where the expansion drops one
	bool Variadic = false;
	bool Lowered = false;
	uint32_t Event = 0;
};

class MacroUses
{
public:
	MacroUses(clang::Preprocessor &PP, const clang::SourceManager &SM, FileIds &Ids) : PP(PP), SM(SM), Ids(Ids) {}

	// Forgets the last function; the uses in Given are next.
	void start(const clang::Stmt *Given);

	// The use that the whole of Range comes out of, arguments excepted, or null.
	MacroUse *find(clang::SourceRange Range);

private:
	struct Argument {
		clang::FileID Use; // expansion of the primitive
		llvm::StringRef Parameter;
		bool operator==(const Argument &Other) const
		{
			return Use == Other.Use && Parameter == Other.Parameter;
		}
	};
	struct Expansion {
		clang::FileID Primitive;      // the outermost one that the tokens are in the text of
		const Argument *Of = nullptr; // the argument of a primitive that they belong to
	};

	Expansion expansion(clang::SourceLocation Loc);
	Expansion lookUp(clang::FileID File);
	void visit(const clang::Stmt *Node, const Argument *Around);
	void addArgument(const Argument &Of, const clang::Expr *Value);
	MacroUse &use(clang::FileID Expansion);

	clang::Preprocessor &PP;
	const clang::SourceManager &SM;
	FileIds &Ids;
	const clang::Stmt *Body = nullptr; // still to be searched for arguments
	llvm::DenseMap<clang::FileID, Expansion> Expansions;
	std::deque<Argument> Arguments; // a deque, as its elements stay where they are
	// What each of those outermost expansions is, and where it is used.
	llvm::DenseMap<clang::FileID, std::pair<const il_primitive *, clang::SourceRange>> Primitives;
	std::map<clang::FileID, MacroUse> Uses; // a map, as its elements stay where they are
};

} // namespace irqlint

#endif
