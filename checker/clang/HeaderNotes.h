// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is known of headers that were compiled ahead: which include which, which names they
// have in them, and whose bodies expand which macro.  So a file that is parsed with them can tell
// whether it sees exactly what it would see without.  Kept beside the compiled headers.
//
#ifndef IRQLINT_CLANG_HEADERNOTES_H
#define IRQLINT_CLANG_HEADERNOTES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <cstdint>
#include <memory>
#include <string>

namespace irqlint
{

// Of names only the hash is kept.
uint64_t hashOf(llvm::StringRef Name);

// A macro of the command, whatever its value.
struct GivenMacro {
	uint64_t Name;
	uint64_t Text; // hash of name and value
};

// The macro of a -D or -U, whose word Text is.
GivenMacro givenMacro(llvm::StringRef Text, bool Undefined);

// A file's name as it is the same in both compilations.
std::string plainName(llvm::StringRef Name, llvm::StringRef Directory);

struct HeaderFile {
	uint64_t Name;	 // hash
	uint32_t Text;	 // offset of the name among the texts
	uint32_t Always; // read by every file, as the command says so
	uint32_t FirstEdge, EdgeCount;
};

struct HeaderName {
	uint64_t Name;
	uint64_t HasDefault; // a macro that a header defines unless it is: the user may say another
};

struct MacroInBody {
	uint64_t Macro;
	uint64_t Function; // 0: somewhere else
};

// What a file of notes begins with; files, names, bodies, given macros, edges and texts follow.  It is read by
// the build of irqlint that wrote it: whoever names the file sees to that.
struct HeaderNotesStart {
	static constexpr uint64_t Expected = 0x3130534554484c49;
	uint64_t Magic;
	uint64_t Files, Names, Bodies, Given, Edges;
};

class HeaderNotes
{
public:
	// Returns null when there are none, or none that this program has written.
	static std::unique_ptr<HeaderNotes> read(llvm::StringRef File);

	// Returns the index of the header of that plain name, or -1.
	int find(llvm::StringRef Name) const;
	llvm::StringRef name(uint32_t Index) const;
	llvm::ArrayRef<uint32_t> includes(uint32_t Index) const;

	// Returns what is known of an identifier that occurs in the headers, or null.
	const HeaderName *identifier(llvm::StringRef Name) const;
	llvm::ArrayRef<MacroInBody> bodiesWith(llvm::StringRef Macro) const;

	// Sorted by name.
	llvm::ArrayRef<HeaderFile> Files;
	llvm::ArrayRef<GivenMacro> Given;

private:
	std::unique_ptr<llvm::MemoryBuffer> Bytes;
	llvm::ArrayRef<uint32_t> Edges;
	llvm::ArrayRef<HeaderName> Names;
	llvm::ArrayRef<MacroInBody> Bodies;
	llvm::StringRef Texts;
};

} // namespace irqlint

#endif
