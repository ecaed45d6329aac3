// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Edits of a document, for libFuzzer: positions, changes and marks. */
#include "lsp_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	lsp_check_edits(bytes, size);
	return 0;
}
