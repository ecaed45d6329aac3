// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "HeaderNotes.h"

#include "facts/intern.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace irqlint
{

uint64_t hashOf(llvm::StringRef Name)
{
	return il_hash(Name.data(), Name.size());
}

GivenMacro givenMacro(llvm::StringRef Text, bool Undefined)
{
	return { hashOf(Text.take_until([](char C) { return C == '=' || C == '('; })),
		 hashOf(Undefined ? (Text + "\n").str() : Text.str()) };
}

std::string plainName(llvm::StringRef Name, llvm::StringRef Directory)
{
	llvm::SmallString<256> Path(Name);
	if (llvm::sys::path::is_relative(Path)) {
		Path = Directory;
		llvm::sys::path::append(Path, Name);
	}
	llvm::sys::path::remove_dots(Path, true);
	return std::string(Path);
}

// Takes Count elements off the front of Rest.
template <typename Element> static bool take(llvm::StringRef &Rest, uint64_t Count, llvm::ArrayRef<Element> &Out)
{
	if (Count > Rest.size() / sizeof(Element))
		return false;
	Out = llvm::ArrayRef(reinterpret_cast<const Element *>(Rest.data()), Count);
	Rest = Rest.drop_front(Count * sizeof(Element));
	return true;
}

std::unique_ptr<HeaderNotes> HeaderNotes::read(llvm::StringRef File)
{
	auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false, /*RequiresNullTerminator=*/false);
	if (!Buffer)
		return nullptr;
	auto Notes = std::make_unique<HeaderNotes>();
	Notes->Bytes = std::move(*Buffer);
	llvm::StringRef Rest = Notes->Bytes->getBuffer();
	llvm::ArrayRef<HeaderNotesStart> Start;
	if (!take(Rest, 1, Start) || Start[0].Magic != HeaderNotesStart::Expected ||
	    !take(Rest, Start[0].Files, Notes->Files) || !take(Rest, Start[0].Names, Notes->Names) ||
	    !take(Rest, Start[0].Bodies, Notes->Bodies) || !take(Rest, Start[0].Given, Notes->Given) ||
	    !take(Rest, Start[0].Edges, Notes->Edges))
		return nullptr;
	Notes->Texts = Rest;
	return Notes;
}

int HeaderNotes::find(llvm::StringRef Name) const
{
	uint64_t Hash = hashOf(Name);
	const HeaderFile *Found = llvm::lower_bound(
		Files, Hash, [](const HeaderFile &File, uint64_t Value) { return File.Name < Value; });
	return Found != Files.end() && Found->Name == Hash ? static_cast<int>(Found - Files.begin()) : -1;
}

llvm::StringRef HeaderNotes::name(uint32_t Index) const
{
	return Texts.substr(Files[Index].Text).split('\0').first;
}

llvm::ArrayRef<uint32_t> HeaderNotes::includes(uint32_t Index) const
{
	return Edges.slice(Files[Index].FirstEdge, Files[Index].EdgeCount);
}

const HeaderName *HeaderNotes::identifier(llvm::StringRef Name) const
{
	uint64_t Hash = hashOf(Name);
	const HeaderName *Found = llvm::lower_bound(
		Names, Hash, [](const HeaderName &Known, uint64_t Value) { return Known.Name < Value; });
	return Found != Names.end() && Found->Name == Hash ? Found : nullptr;
}

llvm::ArrayRef<MacroInBody> HeaderNotes::bodiesWith(llvm::StringRef Macro) const
{
	uint64_t Hash = hashOf(Macro);
	const MacroInBody *First = llvm::lower_bound(
		Bodies, Hash, [](const MacroInBody &Body, uint64_t Value) { return Body.Macro < Value; });
	const MacroInBody *Last = First;
	while (Last != Bodies.end() && Last->Macro == Hash)
		Last++;
	return llvm::ArrayRef(First, Last);
}

} // namespace irqlint
