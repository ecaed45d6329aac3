// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Names of files as URIs, which the protocol has for them. */
#ifndef IL_LSP_URI_H
#define IL_LSP_URI_H

/* Returns the file that @uri names, without . and .. , owned by the caller; NULL when it is none on this machine. */
char *il_uri_to_file(const char *uri);

/* Returns the URI of @file, absolute; owned by the caller. */
char *il_uri_of_file(const char *file);

#endif
