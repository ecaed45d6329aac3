// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/page.h"

#include "cli/program.h"
#include "lsp/uri.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *il_page_uri(const char *rule)
{
	char *installed = il_program_beside("../share/irqlint/rules"), *page = NULL, *uri = NULL;

	if (asprintf(&page, "%s/%s.md", access(installed, R_OK) == 0 ? installed : IL_SOURCE_DIR "/docs/rules", rule) <
	    0)
		abort();
	if (access(page, R_OK) == 0)
		uri = il_uri_of_file(page);
	free(installed);
	free(page);
	return uri;
}
