// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/novelty.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool read_changes(struct il_novelty *novelty, const char *root)
{
	const struct il_options *options = novelty->options;

	if (options->patch)
		return il_changes_from_patch(options->patch, root, &novelty->changes);
	if (options->new_from)
		return il_changes_since(options->new_from, root, &novelty->changes);
	return true;
}

static bool read_baseline(struct il_novelty *novelty)
{
	const struct il_options *options = novelty->options;

	if (!options->baseline)
		return true;
	novelty->baseline = il_baseline_create();
	if (options->action != IL_BASELINE_CREATE)
		return il_baseline_read(novelty->baseline, options->baseline);
	if (access(options->baseline, F_OK) == 0) {
		il_usage_error("%s: is there already; 'irqlint baseline update' keeps its comments", options->baseline);
		return false;
	}
	return true;
}

bool il_novelty_init(struct il_novelty *ret_novelty, const struct il_options *options, const char *root)
{
	*ret_novelty = (struct il_novelty) { .options = options };
	if (options->patch && options->new_from) {
		il_usage_error("--patch and --new-from are two answers to one question");
		return false;
	}
	return read_changes(ret_novelty, root) && read_baseline(ret_novelty);
}

void il_novelty_fini(struct il_novelty *novelty)
{
	il_changes_destroy(novelty->changes);
	il_baseline_destroy(novelty->baseline);
}

void il_novelty_choose(const struct il_novelty *novelty, struct il_input *input)
{
	size_t kept = 0;

	/* Who includes a header is known only after all have been read. */
	if (!novelty->changes || novelty->options->file_count || il_changes_has_header(novelty->changes))
		return;
	for (size_t i = 0; i < input->chosen_count; i++) {
		if (il_changes_has_file(novelty->changes, input->chosen[i]->file))
			input->chosen[kept++] = input->chosen[i];
	}
	input->chosen_count = kept;
}

static bool write_baseline(struct il_novelty *novelty, json_t *findings, const struct il_coverage *coverage)
{
	const struct il_options *options = novelty->options;
	size_t gone = 0, added = 0;

	if (options->action != IL_BASELINE_CREATE)
		gone = il_baseline_prune(novelty->baseline, coverage);
	if (options->action != IL_BASELINE_PRUNE)
		added = il_baseline_add(novelty->baseline, findings, coverage->root);
	json_array_clear(findings);
	if (!il_baseline_write(novelty->baseline, options->baseline))
		return false;
	fprintf(stderr, "irqlint: %s: %zu added, %zu taken out\n", options->baseline, added, gone);
	return true;
}

bool il_novelty_apply(struct il_novelty *novelty, json_t *findings, const struct il_coverage *coverage)
{
	const char *file = novelty->options->baseline;

	if (novelty->options->action != IL_BASELINE_COMPARE)
		return write_baseline(novelty, findings, coverage);
	if (novelty->baseline) {
		size_t stale = il_baseline_stale(novelty->baseline, coverage);
		il_baseline_filter(novelty->baseline, findings);
		if (stale)
			fprintf(stderr,
				"irqlint: %s: %zu entr%s not found any more; 'irqlint baseline prune' takes "
				"them out\n",
				file, stale, stale == 1 ? "y is" : "ies are");
	}
	if (novelty->changes)
		il_changes_filter(novelty->changes, findings);
	return true;
}
