// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clang's AST and CFG to facts.  The only lowering: every front door calls lowerUnit().
//
#ifndef IRQLINT_CLANG_LOWERING_H
#define IRQLINT_CLANG_LOWERING_H

#include "facts/unit.h"

#include "clang/Basic/FileEntry.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace clang
{
class ASTContext;
class Decl;
class Preprocessor;
class SourceManager;
} // namespace clang

namespace irqlint
{

using Visibility = std::function<bool(const clang::Decl *)>;

struct UnitDeleter {
	void operator()(il_unit *Unit) const { il_unit_destroy(Unit); }
};
using UnitPtr = std::unique_ptr<il_unit, UnitDeleter>;

// The files that are read, without those of headers that were compiled before; one may be there several times.
std::vector<clang::FileEntryRef> filesReadHere(const clang::SourceManager &SM);

// Lowers the functions of the main file and everything reachable from them.
// Root: directory that file names in the facts are relative to; empty for the working directory.
// Sees: whether the file would see a declaration, when headers were compiled ahead that it may not
// include; else empty.
// Before: files that a preamble has read.
UnitPtr lowerUnit(clang::ASTContext &Context, clang::Preprocessor &PP, llvm::StringRef Root,
		  const Visibility &Sees = {}, llvm::ArrayRef<std::string> Before = {});

} // namespace irqlint

#endif
