// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Takes HeaderNotes while headers are compiled ahead.
//
#ifndef IRQLINT_CLANG_HEADERRECORDER_H
#define IRQLINT_CLANG_HEADERRECORDER_H

#include "HeaderNotes.h"

#include "clang/AST/ASTContext.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <map>
#include <set>
#include <vector>

namespace irqlint
{

// What came together; lives longer than the preprocessor.
struct HeaderRecord {
	std::string Directory;
	std::map<std::string, std::set<std::string>> Includes; // by includer; "" for the command
	std::vector<std::pair<const clang::IdentifierInfo *, clang::SourceLocation>> Expanded;
	llvm::DenseMap<const clang::IdentifierInfo *, unsigned> Defined; // how often
	llvm::DenseSet<const clang::IdentifierInfo *> Defaults, Tested;

	// Writes notes of all that was recorded.  Returns whether they could be written.
	bool write(llvm::StringRef File, clang::ASTContext &Context, clang::Preprocessor &PP) const;
};

class HeaderRecorder : public clang::PPCallbacks
{
public:
	HeaderRecorder(HeaderRecord &Record, clang::Preprocessor &PP) : Record(Record), PP(PP) {}

	void InclusionDirective(clang::SourceLocation HashLoc, const clang::Token &, llvm::StringRef, bool,
				clang::CharSourceRange, clang::OptionalFileEntryRef File, llvm::StringRef,
				llvm::StringRef, const clang::Module *, bool,
				clang::SrcMgr::CharacteristicKind) override;
	void MacroExpands(const clang::Token &Name, const clang::MacroDefinition &, clang::SourceRange,
			  const clang::MacroArgs *) override;
	void MacroDefined(const clang::Token &Name, const clang::MacroDirective *) override;
	void MacroUndefined(const clang::Token &Name, const clang::MacroDefinition &,
			    const clang::MacroDirective *) override;
	void Ifdef(clang::SourceLocation, const clang::Token &Name, const clang::MacroDefinition &) override;
	void Ifndef(clang::SourceLocation Loc, const clang::Token &Name, const clang::MacroDefinition &) override;
	void Elifdef(clang::SourceLocation, const clang::Token &Name, const clang::MacroDefinition &) override;
	void Elifndef(clang::SourceLocation, const clang::Token &Name, const clang::MacroDefinition &) override;
	void Defined(const clang::Token &Name, const clang::MacroDefinition &, clang::SourceRange) override;
	void Endif(clang::SourceLocation Loc, clang::SourceLocation IfLoc) override;

private:
	void test(const clang::Token &Name, const clang::MacroDefinition &Definition);
	bool onlyDefines(clang::SourceLocation IfLoc, clang::SourceLocation EndifLoc) const;

	HeaderRecord &Record;
	clang::Preprocessor &PP;
	llvm::DenseMap<clang::SourceLocation, const clang::IdentifierInfo *> Open; // of #ifndef
};

} // namespace irqlint

#endif
