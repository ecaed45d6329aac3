// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clang-tidy plugin: each rule is a check.
//
#include "Findings.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang-tidy/ClangTidyModuleRegistry.h"
#include "clang/ASTMatchers/ASTMatchers.h"

using namespace clang;

namespace irqlint
{
namespace
{

// clang-tidy makes one object of each enabled check, but a unit is lowered once: the enabled
// check whose rule comes first works for all of them.
class RuleCheck : public tidy::ClangTidyCheck
{
public:
	RuleCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context, const il_rule *Rule)
		: ClangTidyCheck(Name, Context), Tidy(Context), Rule(Rule),
		  Confidence(Options.get("Confidence", sharedConfidence(Context)))
	{
		if (!il_confidence_from_name(Confidence.c_str(), &Selection.Confidence))
			configurationDiag("invalid Confidence '%0' of '%1': one of possible, likely, certain")
				<< Confidence << Name;
		takeModel(sharedOption(Context, "irqlint.Model"), sharedOption(Context, "irqlint.Kernel"));
	}

	bool isLanguageVersionSupported(const LangOptions &Language) const override { return !Language.CPlusPlus; }

	void storeOptions(tidy::ClangTidyOptions::OptionMap &Map) override
	{
		Options.store(Map, "Confidence", Confidence);
	}

	void registerPPCallbacks(const SourceManager &, Preprocessor *Given, Preprocessor *) override { PP = Given; }

	void registerMatchers(ast_matchers::MatchFinder *Finder) override
	{
		if (leads())
			Finder->addMatcher(ast_matchers::translationUnitDecl().bind("unit"), this);
	}

	void check(const ast_matchers::MatchFinder::MatchResult &Result) override
	{
		// What is left of a file that does not parse is not what its author wrote.
		if (Result.Context->getDiagnostics().hasUncompilableErrorOccurred())
			return;
		for (size_t I = 0; I < il_rule_count; I++)
			Selection.Enabled[I] = il_rule_runs(&il_rules[I]) && Tidy->isCheckEnabled(il_rules[I].name);
		// clang-tidy handles NOLINT comments itself, and counts them.
		for (const LocatedFinding &Found : findAll(*Result.Context, *PP, Selection)) {
			// In a block of its own: the diagnostic is emitted when its builder goes.
			{
				DiagnosticBuilder Diag =
					Tidy->diag(Found.Rule->name, Found.Main.Location, escaped(Found.Main.Message));
				for (const FixItHint &Fix : Found.Fixes)
					Diag << Fix;
			}
			for (const LocatedStep &Step : Found.Trace)
				Tidy->diag(Found.Rule->name, Step.Location, escaped(Step.Message), DiagnosticIDs::Note);
		}
	}

private:
	static std::string sharedOption(tidy::ClangTidyContext *Context, llvm::StringRef Name)
	{
		auto It = Context->getOptions().CheckOptions.find(Name);
		return It == Context->getOptions().CheckOptions.end() ? "" : It->second.Value;
	}

	static std::string sharedConfidence(tidy::ClangTidyContext *Context)
	{
		std::string Given = sharedOption(Context, "irqlint.Confidence");
		return Given.empty() ? "likely" : Given;
	}

	void takeModel(const std::string &File, const std::string &Kernel)
	{
		char Problem[512];
		if (!File.empty() && !il_model_load(Selection.Model.get(), File.c_str(), Problem, sizeof(Problem)))
			configurationDiag("%0") << Problem;
		if (!Kernel.empty() && !il_kernel_from_text(Kernel.c_str(), &Selection.Model->kernel))
			configurationDiag("irqlint.Kernel is a version such as 6.12, not '%0'") << Kernel;
	}

	// Clang takes % in a message for the start of a place holder.
	static std::string escaped(llvm::StringRef Message)
	{
		std::string Text;
		for (char C : Message)
			Text += C == '%' ? std::string("%%") : std::string(1, C);
		return Text;
	}

	bool leads() const
	{
		for (size_t I = 0; I < il_rule_count; I++) {
			if (il_rule_runs(&il_rules[I]) && Tidy->isCheckEnabled(il_rules[I].name))
				return &il_rules[I] == Rule;
		}
		return false;
	}

	tidy::ClangTidyContext *Tidy;
	const il_rule *Rule;
	std::string Confidence;
	RuleSelection Selection;
	Preprocessor *PP = nullptr;
};

class IrqlintModule : public tidy::ClangTidyModule
{
public:
	void addCheckFactories(tidy::ClangTidyCheckFactories &Factories) override
	{
		for (size_t I = 0; I < il_rule_count; I++) {
			const il_rule *Rule = &il_rules[I];
			if (!il_rule_runs(Rule))
				continue;
			Factories.registerCheckFactory(Rule->name,
						       [Rule](llvm::StringRef Name, tidy::ClangTidyContext *Context) {
							       return std::make_unique<RuleCheck>(Name, Context, Rule);
						       });
		}
	}
};

// Comes before the registration below, in the order of this file.
const bool HostChecked = (stopInWrongHost("irqlint-tidy.so"), true);
tidy::ClangTidyModuleRegistry::Add<IrqlintModule> Registration("irqlint", "Interrupt registration rules.");

} // namespace
} // namespace irqlint
