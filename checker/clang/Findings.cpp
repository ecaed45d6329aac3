// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Findings.h"

#include "facts/suppress.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Config/llvm-config.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <tuple>

using namespace clang;

namespace irqlint
{

RuleSelection::RuleSelection() : Enabled(new bool[il_rule_count + 1]()), Model(il_model_create()) {}

namespace
{

struct Collector {
	explicit Collector(ASTContext &Context) : SM(Context.getSourceManager())
	{
		for (unsigned I = 0; I < SM.local_sloc_entry_size(); I++) {
			const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
			if (!Entry.isFile())
				continue;
			FileID File = SM.getFileID(SourceLocation::getFromRawEncoding(Entry.getOffset()));
			OptionalFileEntryRef Ref = SM.getFileEntryRefForID(File);
			if (!Ref)
				continue;
			llvm::SmallString<256> Name(Ref->getName());
			SM.getFileManager().makeAbsolutePath(Name);
			llvm::sys::path::remove_dots(Name, true);
			Files.try_emplace(Name, File);
		}
	}

	SourceLocation locate(const il_unit *Unit, uint32_t Id) const
	{
		const il_place &Place = Unit->places.at[Id];
		auto File = Files.find(il_text(Unit, Unit->files.at[Place.file].name));
		if (!Id || File == Files.end())
			return SourceLocation();
		return SM.getLocForStartOfFile(File->second).getLocWithOffset(static_cast<int>(Place.offset));
	}

	FixItHint fix(const il_unit *Unit, const il_edit &Edit) const
	{
		auto File = Files.find(il_text(Unit, Unit->files.at[Edit.file].name));
		if (File == Files.end())
			return FixItHint();
		SourceLocation Begin =
			SM.getLocForStartOfFile(File->second).getLocWithOffset(static_cast<int>(Edit.offset));
		SourceLocation End = Begin.getLocWithOffset(static_cast<int>(Edit.length));
		return FixItHint::CreateReplacement(CharSourceRange::getCharRange(Begin, End), Edit.text);
	}

	LocatedStep step(const il_unit *Unit, const il_step &Step) const
	{
		return { locate(Unit, Step.place), Step.message };
	}

	static void report(void *Self, const il_unit *Unit, const il_finding *Finding)
	{
		auto *This = static_cast<Collector *>(Self);
		const il_place &Place = Unit->places.at[Finding->main.place];
		LocatedFinding Found { Finding->rule,
				       This->step(Unit, Finding->main),
				       {},
				       {},
				       il_suppressed(Unit, Place.file, Place.line, Finding->rule->name) };
		for (uint32_t I = 0; I < Finding->trace_count; I++)
			Found.Trace.push_back(This->step(Unit, Finding->trace[I]));
		for (uint32_t I = 0; I < Finding->edit_count; I++)
			Found.Fixes.push_back(This->fix(Unit, Finding->edits[I]));
		This->Findings.push_back(std::move(Found));
	}

	const SourceManager &SM;
	llvm::StringMap<FileID> Files;
	std::vector<LocatedFinding> Findings;
};

} // namespace

std::vector<LocatedFinding> findAll(ASTContext &Context, Preprocessor &PP, RuleSelection &Selection)
{
	Collector Found(Context);
	il_sink Sink = { Collector::report, &Found };
	il_selection Selected = Selection.get();
	il_stats Stats;
	// Absolute file names: they lead back to Clang's files.
	UnitPtr Unit = lowerUnit(Context, PP, "");
	il_check_unit(Unit.get(), Selection.Model.get(), &Selected, &Sink, &Stats);
	if (*Stats.problem) {
		DiagnosticsEngine &Diags = Context.getDiagnostics();
		Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "irqlint: %0")) << Stats.problem;
	}
	auto Before = [&](const LocatedFinding &A, const LocatedFinding &B) {
		if (A.Main.Location != B.Main.Location)
			return Found.SM.isBeforeInTranslationUnit(A.Main.Location, B.Main.Location);
		return std::tie(A.Rule, A.Main.Message) < std::tie(B.Rule, B.Main.Message);
	};
	std::sort(Found.Findings.begin(), Found.Findings.end(), Before);
	return std::move(Found.Findings);
}

void stopInWrongHost(const char *Plugin)
{
	// The text comes out of the host's own libraries, the number out of our headers.
	std::string Host = getClangFullVersion();
	std::string Wanted = "version " + std::to_string(LLVM_VERSION_MAJOR) + ".";
	if (Host.find(Wanted) != std::string::npos)
		return;
	fprintf(stderr, "%s: error: built for clang %s, but the host is '%s'; use clang-%d or clang-tidy-%d\n", Plugin,
		LLVM_VERSION_STRING, Host.c_str(), LLVM_VERSION_MAJOR, LLVM_VERSION_MAJOR);
	_Exit(78);
}

} // namespace irqlint
