// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The clang plugin: findings as warnings of a compilation.
//
#include "Findings.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

using namespace clang;

namespace irqlint
{
namespace
{

class RuleConsumer : public ASTConsumer
{
public:
	RuleConsumer(Preprocessor &PP, RuleSelection Selection) : PP(PP), Selection(std::move(Selection)) {}

	void HandleTranslationUnit(ASTContext &Context) override
	{
		DiagnosticsEngine &Diags = Context.getDiagnostics();
		// What is left of a file that does not parse is not what its author wrote.
		if (Diags.hasErrorOccurred() || Context.getLangOpts().CPlusPlus)
			return;
		unsigned Note = Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0");
		unsigned Warning = Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0 [%1]");
		for (const LocatedFinding &Found : findAll(Context, PP, Selection)) {
			if (Found.Suppressed)
				continue;
			{
				DiagnosticBuilder Diag = Diags.Report(Found.Main.Location, Warning);
				Diag << Found.Main.Message << Found.Rule->name;
				for (const FixItHint &Fix : Found.Fixes)
					Diag << Fix;
			}
			for (const LocatedStep &Step : Found.Trace)
				Diags.Report(Step.Location, Note) << Step.Message;
		}
	}

private:
	Preprocessor &PP;
	RuleSelection Selection;
};

class RuleAction : public PluginASTAction
{
	std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef) override
	{
		return std::make_unique<RuleConsumer>(Compiler.getPreprocessor(), std::move(Selection));
	}

	// -fplugin-arg-irqlint-KEY=VALUE: confidence, rules, model, kernel
	bool ParseArgs(const CompilerInstance &Compiler, const std::vector<std::string> &Arguments) override
	{
		DiagnosticsEngine &Diags = Compiler.getDiagnostics();
		il_selection Selected = Selection.get();
		char Problem[512];
		std::string Rules = "default";
		for (llvm::StringRef Argument : Arguments) {
			auto [Key, Value] = Argument.split('=');
			if (Key == "confidence" && il_confidence_from_name(Value.str().c_str(), &Selection.Confidence))
				continue;
			if (Key == "kernel" && il_kernel_from_text(Value.str().c_str(), &Selection.Model->kernel))
				continue;
			if (Key == "model") {
				if (il_model_load(Selection.Model.get(), Value.str().c_str(), Problem, sizeof(Problem)))
					continue;
				Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "%0")) << Problem;
				return false;
			}
			if (Key == "rules") {
				Rules = Value.str();
				continue;
			}
			Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error,
							   "irqlint-clang.so: unknown argument '%0'"))
				<< Argument;
			return false;
		}
		if (!il_select_rules(&Selected, Rules.c_str(), false, Problem, sizeof(Problem))) {
			Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "irqlint-clang.so: %0"))
				<< Problem;
			return false;
		}
		return true;
	}

	// Before the main action: a compilation ends as soon as its object file is written.
	ActionType getActionType() override { return AddBeforeMainAction; }

	RuleSelection Selection;
};

const bool HostChecked = (stopInWrongHost("irqlint-clang.so"), true);
FrontendPluginRegistry::Add<RuleAction> Registration("irqlint", "Interrupt registration rules.");

} // namespace
} // namespace irqlint
