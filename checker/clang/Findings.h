// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Findings as Clang diagnostics: what the two plugins share.
//
#ifndef IRQLINT_CLANG_FINDINGS_H
#define IRQLINT_CLANG_FINDINGS_H

#include "Lowering.h"
#include "rules/rule.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/Diagnostic.h"

#include <functional>
#include <string>
#include <vector>

namespace irqlint
{

struct LocatedStep {
	clang::SourceLocation Location;
	std::string Message;
};

struct LocatedFinding {
	const il_rule *Rule;
	LocatedStep Main;
	std::vector<LocatedStep> Trace;
	std::vector<clang::FixItHint> Fixes;
	bool Suppressed; // by a NOLINT comment
};

struct DestroyModel {
	void operator()(il_model *Model) const { il_model_destroy(Model); }
};
using ModelPtr = std::unique_ptr<il_model, DestroyModel>;

// Which rules to run, and on which model of the kernel, as std::vector<bool> has no array of bool inside.
struct RuleSelection {
	RuleSelection();
	il_selection get() { return { Enabled.get(), Confidence }; }

	std::unique_ptr<bool[]> Enabled; // all off
	ModelPtr Model;
	il_confidence Confidence = IL_CONFIDENCE_LIKELY;
};

// Lowers the unit, runs the selected rules and returns what they found, in source order.
std::vector<LocatedFinding> findAll(clang::ASTContext &Context, clang::Preprocessor &PP, RuleSelection &Selection);

// Ends the process with a message when the host is built from another LLVM than Plugin: the
// host's own reaction would be to run on and find nothing.
void stopInWrongHost(const char *Plugin);

} // namespace irqlint

#endif
