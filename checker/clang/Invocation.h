// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// From a compile command, maybe one of gcc's, to what Clang is to do.
//
#ifndef IRQLINT_CLANG_INVOCATION_H
#define IRQLINT_CLANG_INVOCATION_H

#include "parse.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <memory>
#include <string>

namespace irqlint
{

class Inputs;

// Keeps the first error; warnings are the compiler's business.
class FirstError : public clang::DiagnosticConsumer
{
public:
	void HandleDiagnostic(clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Info) override;

	std::string Text;
	bool NotUnderstood = false;   // the command itself
	const Inputs *Read = nullptr; // by whom the file is watched, if it is
	bool MayBeOfHeaders = false;  // an error has to do with headers that the file does not include
};

// What Command asks for, without flags that only gcc knows or that Clang must not follow here.
// Returns: null when the command is not understood; Errors tells.
std::shared_ptr<clang::CompilerInvocation>
invocationOf(const il_command &Command, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files, FirstError &Errors);

// Fills in Error and returns Status.
il_parse_status fail(il_error *Error, il_parse_status Status, const il_command &Command, const std::string &Reason);

// Inputs may be null.
void addInput(il_inputs *Inputs, const std::string &Name);

} // namespace irqlint

#endif
