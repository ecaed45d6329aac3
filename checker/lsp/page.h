// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The pages of rules, as editors show them. */
#ifndef IL_LSP_PAGE_H
#define IL_LSP_PAGE_H

/* Returns the URI of the page of @rule, owned by the caller; NULL when it is not on this machine. */
char *il_page_uri(const char *rule);

#endif
