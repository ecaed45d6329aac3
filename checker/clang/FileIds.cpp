// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "FileIds.h"

#include "clang/Basic/CharInfo.h"

#include <tuple>

using namespace clang;

namespace irqlint
{

static constexpr unsigned NearBits = 6;

FileIds::FileIds(const SourceManager &SM)
	: SM(SM), Main(entryOf(SM.getLocForStartOfFile(SM.getMainFileID()))), Last(Main)
{
}

// The offset of a location among all, without the mark of those in macros.
static unsigned offsetOf(SourceLocation Loc)
{
	return Loc.getRawEncoding() & ~(1u << 31);
}

FileIds::Entry FileIds::entryOf(SourceLocation Loc) const
{
	FileID File = SM.getFileID(Loc);
	if (File.isInvalid())
		return { 0, 0, File };
	unsigned Begin = SM.getSLocEntry(File).getOffset();
	return { Begin, Begin + SM.getFileIDSize(File) + 1, File };
}

std::pair<FileID, unsigned> FileIds::decompose(SourceLocation Loc)
{
	unsigned At = offsetOf(Loc);
	for (const Entry *Known : { &Main, &Last }) {
		if (At >= Known->Begin && At < Known->End)
			return { Known->File, At - Known->Begin };
	}
	llvm::SmallVector<Entry, 2> &Known = Near[At >> NearBits];
	for (const Entry &One : Known) {
		if (At >= One.Begin && At < One.End) {
			Last = One;
			return { One.File, At - One.Begin };
		}
	}
	Last = entryOf(Loc);
	if (Last.File.isValid())
		Known.push_back(Last);
	return { Last.File, At - Last.Begin };
}

std::pair<FileID, unsigned> FileIds::decomposeSpelling(SourceLocation Loc)
{
	auto [File, Offset] = decompose(Loc);
	while (Loc.isMacroID()) {
		Loc = SM.getSLocEntry(File).getExpansion().getSpellingLoc().getLocWithOffset(static_cast<int>(Offset));
		std::tie(File, Offset) = decompose(Loc);
	}
	return { File, Offset };
}

llvm::StringRef FileIds::identifierAt(SourceLocation Loc)
{
	auto [File, Offset] = decomposeSpelling(Loc);
	llvm::StringRef Text = SM.getBufferDataOrNone(File).value_or("");
	return Text.substr(Offset).take_while([](char C) { return isAsciiIdentifierContinue(C); });
}

} // namespace irqlint
