// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Streams of a client, for libFuzzer: frames, JSON, requests and answers. */
#include "lsp_input.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	lsp_check_messages(bytes, size);
	return 0;
}
