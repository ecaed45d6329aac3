// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which file or expansion a location is in, as SourceManager knows it.  In compiled headers that one
// searches anew each time, and every token is asked about many times.
//
#ifndef IRQLINT_CLANG_FILEIDS_H
#define IRQLINT_CLANG_FILEIDS_H

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <utility>

namespace irqlint
{

class FileIds
{
public:
	explicit FileIds(const clang::SourceManager &SM);

	clang::FileID of(clang::SourceLocation Loc) { return decompose(Loc).first; }
	// The offset is that within the file or expansion.
	std::pair<clang::FileID, unsigned> decompose(clang::SourceLocation Loc);
	// Where the text of a token is, whatever macros it came through.
	std::pair<clang::FileID, unsigned> decomposeSpelling(clang::SourceLocation Loc);
	// The identifier that is spelled at Loc.
	llvm::StringRef identifierAt(clang::SourceLocation Loc);

private:
	struct Entry {
		unsigned Begin, End;
		clang::FileID File;
	};

	Entry entryOf(clang::SourceLocation Loc) const;

	const clang::SourceManager &SM;
	Entry Main, Last;
	// What was found, by the place that was asked about: others close to it are in few more.
	llvm::DenseMap<unsigned, llvm::SmallVector<Entry, 2>> Near;
};

} // namespace irqlint

#endif
