// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Declarations of the AST as ids of the unit: files, places, types, records, variables, functions.
//
#ifndef IRQLINT_CLANG_SYMBOLS_H
#define IRQLINT_CLANG_SYMBOLS_H

#include "FileIds.h"
#include "Lowering.h"
#include "facts/unit.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

#include <deque>
#include <string>

namespace irqlint
{

class Symbols
{
public:
	Symbols(il_unit *Unit, clang::ASTContext &Context, llvm::StringRef Root, const Visibility &Sees);

	uint32_t file(clang::FileID File);
	uint32_t file(clang::FileEntryRef Entry);
	// Whether a file of that name lies beside the main file or below.
	bool isDriverFile(llvm::StringRef Name);
	uint32_t place(clang::SourceRange Range);
	uint32_t type(clang::QualType Type);
	// Also enters the fields; for records that are looked into.
	uint32_t completeRecord(const clang::RecordDecl *Record);
	// The record that a pointer of type Type points to, so that casts can be judged by layout.
	void completePointee(clang::QualType Type);
	uint32_t field(const clang::FieldDecl *Field);
	uint32_t variable(const clang::VarDecl *Variable);
	uint32_t function(const clang::FunctionDecl *Function);
	// A function that has no declaration: the name of a primitive macro.
	uint32_t functionNamed(llvm::StringRef Name);
	uint32_t string(llvm::StringRef Text);

	FileIds Ids;

	// What came into sight and is still to be lowered.
	std::deque<const clang::FunctionDecl *> PendingFunctions;
	std::deque<const clang::VarDecl *> PendingInitialisers;

private:
	std::string absoluteName(llvm::StringRef Name) const;
	bool isVisible(const clang::Decl *Declaration) const;
	const clang::RecordDecl *steadyDeclaration(const clang::RecordDecl *Record) const;
	const clang::RecordDecl *definition(const clang::RecordDecl *Record) const;
	uint32_t record(const clang::RecordDecl *Record);
	std::string recordName(const clang::RecordDecl *Record) const;
	void collectFields(const clang::RecordDecl *Record, bool First,
			   llvm::SmallVectorImpl<std::pair<const clang::FieldDecl *, bool>> &Fields) const;
	void annotate(const clang::Decl *Decl, il_annotated Kind, uint32_t Id);
	void annotateParameters(const clang::FunctionDecl *Function, uint32_t Id);
	uint32_t addFile(llvm::StringRef Name, il_file_kind Kind);
	il_place filePlace(clang::SourceLocation Begin, clang::SourceLocation End);

	il_unit *Unit;
	clang::ASTContext &Context;
	const clang::SourceManager &SM;
	const Visibility &Sees;
	std::string Root;
	std::string MainDirectory;	   // absolute
	llvm::StringMap<bool> DriverFiles; // by name as the compiler has it

	llvm::DenseMap<clang::FileID, uint32_t> Files;
	llvm::DenseMap<const clang::FileEntry *, uint32_t> FilesByEntry;
	llvm::DenseMap<std::pair<unsigned, unsigned>, uint32_t> Places;
	llvm::DenseMap<const void *, uint32_t> Types;
	llvm::DenseMap<const clang::RecordDecl *, uint32_t> Records;
	llvm::DenseMap<const clang::FieldDecl *, uint32_t> Fields;
	llvm::DenseMap<const clang::VarDecl *, uint32_t> Variables;
	llvm::DenseMap<const clang::FunctionDecl *, uint32_t> Functions;
	llvm::DenseMap<uint32_t, uint32_t> FunctionsByName;
};

} // namespace irqlint

#endif
