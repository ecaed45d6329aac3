// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "facts/dump.h"

#include <inttypes.h>

enum { PATH_TEXT = 1024 };

struct dump {
	const struct il_unit *unit;
	FILE *out;
	const struct il_function *function; /* being written */
	char text[PATH_TEXT];
};

static const char *text(const struct dump *dump, uint32_t string)
{
	return il_text(dump->unit, string);
}

static const char *path(struct dump *dump, uint32_t id)
{
	uint32_t base = dump->function ? dump->function->first_event : 0;

	return il_path_text_numbered(dump->unit, id, base, dump->text, sizeof(dump->text));
}

static const char *type_name(const struct dump *dump, uint32_t type)
{
	return text(dump, dump->unit->types.at[type].name);
}

static void place(struct dump *dump, uint32_t id)
{
	const struct il_place *p = &dump->unit->places.at[id];

	if (!id)
		return;
	fprintf(dump->out, "  @%" PRIu32 ":%" PRIu32, p->line, p->column);
	if (dump->unit->files.at[p->file].kind != IL_FILE_MAIN)
		fprintf(dump->out, " in %s", text(dump, dump->unit->files.at[p->file].name));
	if (p->macro)
		fprintf(dump->out, " through %s", text(dump, p->macro));
	if (p->spelled) {
		const struct il_place *s = &dump->unit->places.at[p->spelled];
		fprintf(dump->out, " spelled %" PRIu32 ":%" PRIu32, s->line, s->column);
	}
}

static void arguments(struct dump *dump, const struct il_event *event)
{
	fprintf(dump->out, "(");
	for (uint32_t i = 0; i < event->argument_count; i++) {
		uint32_t argument = dump->unit->arguments.at[event->first_argument + i].path;
		fprintf(dump->out, "%s%s", i ? ", " : "", path(dump, argument));
	}
	fprintf(dump->out, ")");
}

static void event(struct dump *dump, uint32_t id)
{
	const struct il_event *e = &dump->unit->events.at[id];

	fprintf(dump->out, "    ");
	switch ((enum il_event_kind)e->kind) {
	case IL_EVENT_CALL:
	case IL_EVENT_CLEANUP:
		fprintf(dump->out, "%%%" PRIu32 " = %s ", id - dump->function->first_event + 1,
			e->kind == IL_EVENT_CLEANUP   ? "cleanup"
			: (e->flags & IL_EVENT_MACRO) ? "macro"
						      : "call");
		if (e->callee)
			fprintf(dump->out, "%s", text(dump, dump->unit->functions.at[e->callee].name));
		else
			fprintf(dump->out, "*%s", path(dump, e->target));
		arguments(dump, e);
		break;
	case IL_EVENT_ASSIGN:
		fprintf(dump->out, "%s%s = ", e->flags & IL_EVENT_INITIAL ? "local " : "", path(dump, e->target));
		if (e->flags & IL_EVENT_ZEROES)
			fprintf(dump->out, "{0}");
		else
			fprintf(dump->out, "%s", path(dump, e->value));
		break;
	case IL_EVENT_RETURN:
		fprintf(dump->out, "return%s%s", e->value ? " " : "", e->value ? path(dump, e->value) : "");
		break;
	case IL_EVENT_NONE: break;
	}
	place(dump, e->place);
	fprintf(dump->out, "\n");
}

static void edge(struct dump *dump, const struct il_edge *e, uint32_t first_block)
{
	uint32_t target = e->target - first_block + 1;

	switch ((enum il_edge_kind)e->kind) {
	case IL_EDGE_ALWAYS: fprintf(dump->out, " -> %" PRIu32, target); break;
	case IL_EDGE_TRUE: fprintf(dump->out, " true -> %" PRIu32, target); break;
	case IL_EDGE_FALSE: fprintf(dump->out, " false -> %" PRIu32, target); break;
	case IL_EDGE_DEFAULT: fprintf(dump->out, " default -> %" PRIu32, target); break;
	case IL_EDGE_CASE:
		fprintf(dump->out, " case %" PRId64, e->low);
		if (e->high != e->low)
			fprintf(dump->out, " ... %" PRId64, e->high);
		fprintf(dump->out, " -> %" PRIu32, target);
		break;
	}
}

static void block(struct dump *dump, uint32_t id)
{
	const struct il_block *b = &dump->unit->blocks.at[id];
	uint32_t first = dump->function->first_block;

	fprintf(dump->out, "  block %" PRIu32 "%s\n", id - first + 1, id == dump->function->entry ? " entry" : "");
	for (uint32_t i = 0; i < b->event_count; i++)
		event(dump, b->first_event + i);
	if (!b->edge_count)
		return;
	fprintf(dump->out, "    ");
	if (b->branch == IL_BRANCH_TEST)
		fprintf(dump->out, "if %s", path(dump, b->condition));
	else if (b->branch == IL_BRANCH_SWITCH)
		fprintf(dump->out, "switch %s", path(dump, b->condition));
	else
		fprintf(dump->out, "%s", b->branch == IL_BRANCH_ANY ? "any of" : "goto");
	for (uint32_t i = 0; i < b->edge_count; i++)
		edge(dump, &dump->unit->edges.at[b->first_edge + i], first);
	fprintf(dump->out, "\n");
}

static void function(struct dump *dump, const struct il_function *f)
{
	const struct il_unit *unit = dump->unit;

	dump->function = f;
	fprintf(dump->out, "%sfunction %s %s", f->flags & IL_FUNCTION_STATIC ? "static " : "", type_name(dump, f->type),
		text(dump, f->name));
	fprintf(dump->out, "(");
	for (uint32_t i = 0; i < f->param_count; i++) {
		const struct il_variable *param = &unit->variables.at[f->first_param + i];
		fprintf(dump->out, "%s%s %s", i ? ", " : "", type_name(dump, param->type), text(dump, param->name));
	}
	fprintf(dump->out, "%s)", f->flags & IL_FUNCTION_VARIADIC ? ", ..." : "");
	if (f->section)
		fprintf(dump->out, " section %s", text(dump, f->section));
	if (f->flags & IL_FUNCTION_MUST_CHECK)
		fprintf(dump->out, " must_check");
	if (f->flags & IL_FUNCTION_NORETURN)
		fprintf(dump->out, " noreturn");
	place(dump, f->place);
	fprintf(dump->out, "\n");
	for (uint32_t i = 0; i < f->block_count; i++)
		block(dump, f->first_block + i);
	dump->function = NULL;
}

static void initialisers(struct dump *dump)
{
	const struct il_unit *unit = dump->unit;

	for (uint32_t i = 1; i < unit->initialisers.count; i++) {
		const struct il_initialiser *init = &unit->initialisers.at[i];
		fprintf(dump->out, "initial %s = ", path(dump, init->target));
		fprintf(dump->out, "%s", path(dump, init->value));
		place(dump, init->place);
		fprintf(dump->out, "\n");
	}
}

static void records(struct dump *dump)
{
	const struct il_unit *unit = dump->unit;

	for (uint32_t i = 1; i < unit->records.count; i++) {
		const struct il_record *r = &unit->records.at[i];
		const struct il_place *p = &unit->places.at[r->place];
		/* Those of other people's headers are thousands of lines and not what a reader looks for. */
		if (!(r->flags & IL_RECORD_COMPLETE) || unit->files.at[p->file].kind == IL_FILE_HEADER)
			continue;
		fprintf(dump->out, "%s %s", r->flags & IL_RECORD_UNION ? "union" : "struct", text(dump, r->name));
		place(dump, r->place);
		fprintf(dump->out, "\n");
		for (uint32_t k = 0; k < r->field_count; k++) {
			const struct il_field *f = &unit->fields.at[r->first_field + k];
			fprintf(dump->out, "  %s: %s%s\n", text(dump, f->name), type_name(dump, f->type),
				f->flags & IL_FIELD_FIRST ? " first" : "");
		}
	}
}

static void annotations(struct dump *dump)
{
	const struct il_unit *unit = dump->unit;

	for (uint32_t i = 1; i < unit->annotations.count; i++) {
		const struct il_annotation *a = &unit->annotations.at[i];
		const char *name = a->kind == IL_ANNOTATED_FUNCTION   ? text(dump, unit->functions.at[a->target].name)
				   : a->kind == IL_ANNOTATED_VARIABLE ? text(dump, unit->variables.at[a->target].name)
				   : a->kind == IL_ANNOTATED_FIELD    ? text(dump, unit->fields.at[a->target].name)
								      : text(dump, unit->records.at[a->target].name);
		fprintf(dump->out, "annotation %s: %s\n", name, text(dump, a->text));
	}
}

static void suppressions(struct dump *dump)
{
	const struct il_unit *unit = dump->unit;

	for (uint32_t i = 1; i < unit->suppressions.count; i++) {
		const struct il_suppression *s = &unit->suppressions.at[i];
		fprintf(dump->out, "suppression %s lines %" PRIu32 "-", text(dump, unit->files.at[s->file].name),
			s->line);
		if (s->last == UINT32_MAX)
			fprintf(dump->out, "never ended");
		else
			fprintf(dump->out, "%" PRIu32, s->last);
		fprintf(dump->out, " rules %s\n", s->rules ? text(dump, s->rules) : "*");
	}
}

void il_dump(const struct il_unit *unit, FILE *stream)
{
	struct dump dump = { .unit = unit, .out = stream };

	fprintf(stream, "unit %s\n", il_text(unit, unit->main_file));
	if (unit->module)
		fprintf(stream, "module %s\n", il_text(unit, unit->module));
	if (unit->error_count)
		fprintf(stream, "parse errors %" PRIu32 "\n", unit->error_count);
	if (unit->limit_hits)
		fprintf(stream, "limits hit %" PRIu32 "\n", unit->limit_hits);
	records(&dump);
	initialisers(&dump);
	annotations(&dump);
	suppressions(&dump);
	for (uint32_t i = 1; i < unit->functions.count; i++) {
		if (unit->functions.at[i].flags & IL_FUNCTION_DEFINED)
			function(&dump, &unit->functions.at[i]);
	}
}
