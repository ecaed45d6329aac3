// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a file reads.  With headers that were compiled ahead, also whether it sees of them what it
// would see if it read them itself: they know more headers than the file includes, in another
// order, and nothing of what the file defines before it includes them.
//
#ifndef IRQLINT_CLANG_INPUTS_H
#define IRQLINT_CLANG_INPUTS_H

#include "HeaderNotes.h"

#include "clang/AST/DeclBase.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include "facts/unit.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace irqlint
{

// A macro of the file, whose name headers have in them.
struct OwnMacro {
	bool OnlyDefault = true; // headers define it unless it is
	bool OnlyText = true;	 // its text is a parameter with literals around it
};

// What is known of a file so far, whoever reads the rest of it.
struct InputsSoFar {
	std::set<std::string> Own; // files that are no headers compiled ahead
	std::vector<bool> Seen;	   // headers compiled ahead that the file includes by now
	std::map<std::string, OwnMacro> Definitions;
	llvm::DenseSet<uint64_t> Watched; // functions whose bodies a macro of the file changes
	bool Differs = false;
};

class Inputs : private InputsSoFar
{
public:
	// Notes: of the headers that are there already; null without them.
	// File, absolute: the main one; headers beside it are its own, and are not compiled ahead for it.
	Inputs(clang::Preprocessor &PP, const HeaderNotes *Notes, llvm::StringRef Directory, llvm::StringRef File);
	// Goes on where another preprocessor, of the same file, has come to.
	Inputs(clang::Preprocessor &PP, const HeaderNotes *Notes, llvm::StringRef Directory, const InputsSoFar &Before);

	InputsSoFar soFar() const { return *this; }
	// Whether a plain parse would see what is there, or the declaration.
	bool isVisible(clang::SourceLocation Loc) const;
	bool isVisible(const clang::Decl *Declaration) const;
	// Whether the facts can differ from those of a plain parse.
	bool mayDiffer(const il_unit *Unit) const;
	// Plain names of all files, sorted.
	std::set<std::string> names() const;

private:
	friend class InputRecorder;
	// Once: if it was read for others, it is not read any more.
	void read(llvm::StringRef Name, bool Once);
	void readHeader(uint32_t Header);
	void compareGiven(const clang::PreprocessorOptions &Options);
	void settleDefinitions(llvm::ArrayRef<uint32_t> New);
	bool mentions(uint32_t Header, llvm::StringRef Name);
	void changeBodies(llvm::StringRef Macro, bool OnlyText);

	clang::SourceManager &SM;
	const HeaderNotes *Notes;
	std::string Directory;
	mutable llvm::DenseMap<const clang::FileEntry *, int> Headers; // index, or -1
	std::map<uint32_t, std::unique_ptr<llvm::MemoryBuffer>> Texts; // of headers that were looked into
};

class InputRecorder : public clang::PPCallbacks
{
public:
	InputRecorder(Inputs &To, clang::Preprocessor &PP) : To(To), PP(PP) {}

	void LexedFileChanged(clang::FileID File, LexedFileChangeReason Reason, clang::SrcMgr::CharacteristicKind,
			      clang::FileID, clang::SourceLocation) override;
	void InclusionDirective(clang::SourceLocation, const clang::Token &, llvm::StringRef, bool,
				clang::CharSourceRange, clang::OptionalFileEntryRef File, llvm::StringRef,
				llvm::StringRef, const clang::Module *, bool,
				clang::SrcMgr::CharacteristicKind) override;
	void MacroExpands(const clang::Token &, const clang::MacroDefinition &Definition, clang::SourceRange,
			  const clang::MacroArgs *) override;
	void MacroDefined(const clang::Token &Name, const clang::MacroDirective *Directive) override;
	void MacroUndefined(const clang::Token &Name, const clang::MacroDefinition &,
			    const clang::MacroDirective *) override;
	void Ifdef(clang::SourceLocation, const clang::Token &, const clang::MacroDefinition &Definition) override;
	void Ifndef(clang::SourceLocation, const clang::Token &, const clang::MacroDefinition &Definition) override;
	void Elifdef(clang::SourceLocation, const clang::Token &, const clang::MacroDefinition &Definition) override;
	void Elifndef(clang::SourceLocation, const clang::Token &, const clang::MacroDefinition &Definition) override;
	void Defined(const clang::Token &, const clang::MacroDefinition &Definition, clang::SourceRange) override;

private:
	void define(const clang::Token &Name, const clang::MacroDirective *Directive);
	void use(const clang::MacroDefinition &Definition);
	bool isGuarded(clang::FileEntryRef File) const;

	Inputs &To;
	clang::Preprocessor &PP;
	llvm::DenseSet<const clang::MacroInfo *> Known; // used and visible
};

} // namespace irqlint

#endif
