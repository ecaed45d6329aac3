// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Is a unit what its INVARIANTs say?  Asked of every unit read from disk, and of built ones in tests. */
#include "facts/unit.h"

#include <stdio.h>

struct check {
	const struct il_unit *unit;
	const char *table; /* that is being looked at */
	uint32_t element;
	const char *member; /* the first one found wrong, or NULL */
};

static void below(struct check *check, uint32_t index, uint32_t count, const char *member)
{
	if (index >= count && !check->member)
		check->member = member;
}

static void range(struct check *check, uint32_t first, uint32_t length, uint32_t count, const char *member)
{
	if ((first > count || length > count - first) && !check->member)
		check->member = member;
}

#define BELOW(member, table) below(check, e->member, check->unit->table.count, #member)
#define RANGE(first, length, table) range(check, e->first, e->length, check->unit->table.count, #first)

static void check_files(struct check *check, const struct il_file *e)
{
	BELOW(name, strings);
	below(check, e->kind, IL_FILE_MAIN + 1, "kind");
}

static void check_places(struct check *check, const struct il_place *e)
{
	BELOW(file, files);
	BELOW(macro, strings);
	/* A spelling place is made before the place that names it, so chains end. */
	if (e->spelled)
		below(check, e->spelled, check->element, "spelled");
}

static void check_types(struct check *check, const struct il_type *e)
{
	BELOW(name, strings);
	BELOW(record, records);
	below(check, e->kind, IL_TYPE_FUNCTION + 1, "kind");
	/* Targets are made first, so chains end. */
	if (e->target)
		below(check, e->target, check->element, "target");
}

static void check_records(struct check *check, const struct il_record *e)
{
	BELOW(name, strings);
	BELOW(place, places);
	RANGE(first_field, field_count, fields);
}

static void check_fields(struct check *check, const struct il_field *e)
{
	BELOW(record, records);
	BELOW(name, strings);
	BELOW(type, types);
}

static void check_variables(struct check *check, const struct il_variable *e)
{
	BELOW(name, strings);
	BELOW(type, types);
	BELOW(function, functions);
	BELOW(place, places);
	BELOW(section, strings);
	below(check, e->kind, IL_VARIABLE_GLOBAL + 1, "kind");
}

static uint32_t symbol_count(const struct il_unit *unit, uint8_t op)
{
	switch ((enum il_path_op)op) {
	case IL_PATH_CONSTANT:
	case IL_PATH_STRING: return unit->strings.count;
	case IL_PATH_VARIABLE: return unit->variables.count;
	case IL_PATH_FUNCTION: return unit->functions.count;
	case IL_PATH_RESULT: return unit->events.count;
	case IL_PATH_FIELD:
	case IL_PATH_MEMBER: return unit->fields.count;
	default: return 1;
	}
}

static void check_paths(struct check *check, const struct il_path *e)
{
	below(check, e->op, IL_PATH_OPCOUNT, "op");
	below(check, e->code, IL_OP_COUNT, "code");
	below(check, e->symbol, symbol_count(check->unit, e->op), "symbol");
	BELOW(type, types);
	/* Operands are made first, so terms are trees. */
	if (check->element) {
		below(check, e->a, check->element, "a");
		below(check, e->b, check->element, "b");
		below(check, e->c, check->element, "c");
	}
}

static void check_functions(struct check *check, const struct il_function *e)
{
	BELOW(name, strings);
	BELOW(place, places);
	BELOW(type, types);
	BELOW(section, strings);
	RANGE(first_param, param_count, variables);
	RANGE(first_block, block_count, blocks);
	RANGE(first_event, event_count, events);
	BELOW(entry, blocks);
}

static void check_blocks(struct check *check, const struct il_block *e)
{
	BELOW(function, functions);
	RANGE(first_event, event_count, events);
	RANGE(first_edge, edge_count, edges);
	BELOW(condition, paths);
	BELOW(place, places);
	below(check, e->branch, IL_BRANCH_ANY + 1, "branch");
}

static void check_edges(struct check *check, const struct il_edge *e)
{
	BELOW(target, blocks);
	below(check, e->kind, IL_EDGE_DEFAULT + 1, "kind");
}

static void check_events(struct check *check, const struct il_event *e)
{
	BELOW(block, blocks);
	BELOW(place, places);
	BELOW(callee, functions);
	BELOW(target, paths);
	BELOW(value, paths);
	RANGE(first_argument, argument_count, arguments);
	below(check, e->kind, IL_EVENT_CLEANUP + 1, "kind");
}

static void check_arguments(struct check *check, const struct il_argument *e)
{
	BELOW(path, paths);
	BELOW(place, places);
}

static void check_initialisers(struct check *check, const struct il_initialiser *e)
{
	BELOW(variable, variables);
	BELOW(target, paths);
	BELOW(value, paths);
	BELOW(place, places);
}

static void check_annotations(struct check *check, const struct il_annotation *e)
{
	BELOW(text, strings);
	switch (e->kind) {
	case IL_ANNOTATED_FUNCTION: BELOW(target, functions); break;
	case IL_ANNOTATED_VARIABLE: BELOW(target, variables); break;
	case IL_ANNOTATED_FIELD: BELOW(target, fields); break;
	case IL_ANNOTATED_RECORD: BELOW(target, records); break;
	default: below(check, e->kind, 0, "kind");
	}
}

static void check_suppressions(struct check *check, const struct il_suppression *e)
{
	BELOW(file, files);
	BELOW(rules, strings);
	below(check, e->kind, IL_SUPPRESS_RANGE + 1, "kind");
}

bool il_unit_check(const struct il_unit *unit, char *ret_problem, size_t size)
{
	struct check check = { .unit = unit };

	below(&check, unit->root, unit->strings.count, "root");
	below(&check, unit->main_file, unit->strings.count, "main_file");
	below(&check, unit->module, unit->strings.count, "module");
	below(&check, unit->target, unit->strings.count, "target");
#define CHECK_TABLE(member_, type)                                                                                     \
	if (!check.member) {                                                                                           \
		check.table = #member_;                                                                                \
		if (unit->member_.count == 0)                                                                          \
			check.member = "count";                                                                        \
		for (uint32_t i = 0; i < unit->member_.count && !check.member; i++) {                                  \
			check.element = i;                                                                             \
			check_##member_(&check, &unit->member_.at[i]);                                                 \
		}                                                                                                      \
	}
	IL_UNIT_TABLES(CHECK_TABLE)
#undef CHECK_TABLE
	if (!check.member)
		return true;
	snprintf(ret_problem, size, "%s[%u].%s is out of bounds", check.table ? check.table : "unit", check.element,
		 check.member);
	return false;
}
