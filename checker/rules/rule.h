// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What a rule is: the texts of its page, compiled in by checker/gen/pages.py, and one function.
 */
#ifndef IL_RULES_RULE_H
#define IL_RULES_RULE_H

#include "engine/engine.h"
#include "engine/finding.h"
#include "engine/request.h"

#ifdef __cplusplus
extern "C" {
#endif

enum il_status { IL_STATUS_PLANNED, IL_STATUS_PREVIEW, IL_STATUS_STABLE, IL_STATUS_REMOVED };

struct il_context;

struct il_rule {
	const char *name;
	const char *summary;
	const char *family;
	enum il_severity severity;
	enum il_status status;
	bool off_by_default;
	const char *since;
	const char *origin;
	const char *executable;
	const char *what, *why, *silence, *blind; /* sections of the page */
	const char *example_bad, *example_good;
	void (*run)(struct il_context *context); /* NULL for planned and removed rules */
};

/* Generated from docs/rules; sorted by name. */
extern const struct il_rule il_rules[];
extern const size_t il_rule_count;

/* Returns the rule called @name, or NULL. */
const struct il_rule *il_rule_find(const char *name);

/* Which rules run and what is reported of them. */
struct il_selection {
	bool *enabled;		       /* il_rule_count of them; owned by whoever filled it */
	enum il_confidence confidence; /* the lowest that is reported */
};

/*
 * Fills @selection->enabled from @list: "default" (stable rules that are not off by default),
 * "all", names, or a list that starts from the default and has +name and -name; names may be
 * globs, as in irq-cookie-*.
 * @preview: the default includes preview rules.
 * Returns: true, or false and the reason in @ret_problem.
 */
bool il_select_rules(struct il_selection *selection, const char *list, bool preview, char *ret_problem, size_t size);

/* Returns whether @rule has code to run. */
bool il_rule_runs(const struct il_rule *rule);

/* Begins the function of a rule; the registry, which is generated, is its only caller. */
#define IL_RULE(symbol, context)                                                                                       \
	void il_rule_##symbol(struct il_context *context);                                                             \
	void il_rule_##symbol(struct il_context *context)

/* What a rule's function works with. */
struct il_context {
	struct il_engine *engine;
	const struct il_rule *rule;
	const struct il_selection *selection;
	const struct il_sink *sink;
	struct il_finding finding;   /* being put together */
	bool unfixable;		     /* one of its edits cannot be made */
	IL_ARRAY(uint64_t) reported; /* what the sink has: one defect on several paths is one finding */
};

/*
 * Starts a finding at @place in @function; notes may follow; il_report_end() hands it to the sink.
 * @format: lower case, no period at the end.
 */
void il_report(struct il_context *context, enum il_confidence confidence, uint32_t place, uint32_t function,
	       const char *format, ...) __attribute__((format(printf, 5, 6)));
void il_note(struct il_context *context, uint32_t place, uint32_t function, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * What is reported happens after the notes so far and before those that follow; without this call
 * it is what begins the trace.
 */
void il_note_here(struct il_context *context);

enum il_edit_where { IL_EDIT_BEFORE, IL_EDIT_INSTEAD, IL_EDIT_AFTER };

/*
 * Adds an edit to the finding: @text before, after or instead of what is at @place.  One edit that
 * cannot be made, because its place is unknown or it would replace what a macro spells, takes the
 * whole fix back.
 */
void il_fix(struct il_context *context, uint32_t place, enum il_edit_where where, const char *text);

/* Notes the calls that lead from the place of the report to the request. */
void il_note_wrappers(struct il_context *context, const struct il_request *request);

void il_report_end(struct il_context *context);

/*
 * Runs the selected rules over @unit, in order of their names.
 * Borrows: everything; paths may be added to @unit.  Context: any thread that owns @unit.
 */
void il_check_unit(struct il_unit *unit, const struct il_model *model, const struct il_selection *selection,
		   const struct il_sink *sink, struct il_stats *ret_stats);

#ifdef __cplusplus
}
#endif

#endif
