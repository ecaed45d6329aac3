// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The directives that a file begins with, compiled once for many parses of what comes after them.
//
#ifndef IRQLINT_CLANG_PREAMBLE_H
#define IRQLINT_CLANG_PREAMBLE_H

#include "FileParse.h"
#include "Stamps.h"

#include <memory>

namespace clang
{
struct PCHBuffer;
} // namespace clang

namespace irqlint
{

// Makes Parse one of Text, which has to outlive it, instead of what the main file holds on the disk.
void useText(FileParse &Parse, const llvm::MemoryBuffer &Text);

// Others with a file that is in memory only; Bytes are borrowed.
Files withFile(Files Others, llvm::StringRef Name, llvm::StringRef Bytes);

class Preamble
{
public:
	// Compiles the first directives of Text for Parse, which stays as it is.
	Preamble(const FileParse &Parse, const llvm::MemoryBuffer &Text);

	// Whether Text begins with the same directives.
	bool precedes(const clang::LangOptions &Language, const llvm::MemoryBuffer &Text) const;
	// Whether the files that were read are the same.
	bool isCurrent() const { return Unchanged.hold(); }
	// Whether a parse can begin after it; not when there are no directives, or errors in them.
	bool isGood() const { return Compiled != nullptr; }
	// Makes Parse begin after it; it has to outlive the parse.
	void use(FileParse &Parse) const;

	const InputsSoFar &inputs() const { return Read.Inputs; }

private:
	std::string Bytes;
	bool EndsAtStartOfLine;
	ReadBefore Read;
	Stamps Unchanged;
	std::shared_ptr<clang::PCHBuffer> Compiled;
};

} // namespace irqlint

#endif
