// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the language server makes of bytes that anybody may send, against what they mean in plain words.
 * Bytes come from a fuzzer, or from numbers that are the same in every run.  A failed check ends the program.
 */
#ifndef TEST_FUZZ_LSP_INPUT_H
#define TEST_FUZZ_LSP_INPUT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Reads a stream of messages at once, and in pieces of at most @piece bytes, which has to be the same.
 * Returns: how many requests and notifications there are.
 */
uint32_t lsp_check_stream(const char *bytes, size_t size, uint32_t piece);

/*
 * The same with a stream made of @bytes: what stands behind a byte 1 is the body of a message, what stands
 * behind a byte 2 is sent as it is.
 */
void lsp_check_messages(const uint8_t *bytes, size_t size);

/* Opens a document, and edits and marks it as @bytes say. */
void lsp_check_edits(const uint8_t *bytes, size_t size);

#endif
