// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "check.h"
#include "dumped.h"

#include "facts/link.h"

#include <string.h>

enum { HEADER_LINE = 3 };

static uint32_t add_file(struct il_unit *unit, const char *name, enum il_file_kind kind)
{
	uint32_t text = il_string(unit, name);
	uint32_t id = il_array_add(&unit->files, 1);

	unit->files.at[id] = (struct il_file) { .name = text, .kind = kind };
	return id;
}

static uint32_t place_at(struct il_unit *unit, uint32_t file, uint32_t line)
{
	struct il_place place = { .file = file, .line = line, .column = 1 };

	return il_place_id(unit, &place);
}

static uint32_t integer(struct il_unit *unit)
{
	struct il_type type = {
		.kind = IL_TYPE_INTEGER, .flags = IL_TYPE_SIGNED, .bits = 32, .name = il_string(unit, "int")
	};

	return il_type_id(unit, &type);
}

static uint32_t add_function(struct il_unit *unit, const char *name, uint32_t flags, uint32_t place)
{
	uint32_t text = il_string(unit, name), type = integer(unit);
	uint32_t id = il_array_add(&unit->functions, 1);

	unit->functions.at[id] = (struct il_function) { .name = text, .flags = flags, .place = place, .type = type };
	return id;
}

static uint32_t add_variable(struct il_unit *unit, const char *name, uint32_t kind, uint32_t flags, uint32_t place)
{
	uint32_t text = il_string(unit, name), type = integer(unit);
	uint32_t id = il_array_add(&unit->variables, 1);

	unit->variables.at[id] =
		(struct il_variable) { .name = text, .type = type, .kind = kind, .flags = flags, .place = place };
	return id;
}

static uint32_t add_record(struct il_unit *unit, const char *name, uint32_t place, const char *field)
{
	uint32_t text = il_string(unit, name), type = integer(unit);
	uint32_t id = il_array_add(&unit->records, 1);

	unit->records.at[id] = (struct il_record) { .name = text, .place = place };
	if (field) {
		uint32_t first = il_array_add(&unit->fields, 1);
		unit->fields.at[first] =
			(struct il_field) { .record = id, .name = il_string(unit, field), .type = type };
		unit->records.at[id].flags = IL_RECORD_COMPLETE;
		unit->records.at[id].first_field = first;
		unit->records.at[id].field_count = 1;
	}
	return id;
}

/* Gives @function a body: calls of the @count @callees with its parameter, and the last result back. */
static void add_body(struct il_unit *unit, uint32_t function, const uint32_t *callees, uint32_t count)
{
	uint32_t place = unit->functions.at[function].place;
	uint32_t param = add_variable(unit, "n", IL_VARIABLE_PARAM, 0, place);
	uint32_t block = il_array_add(&unit->blocks, 1);
	uint32_t first = il_array_add(&unit->events, count + 1);

	unit->variables.at[param].function = function;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t argument = il_array_add(&unit->arguments, 1);
		unit->arguments.at[argument].path = il_path_variable(unit, param);
		unit->events.at[first + i] = (struct il_event) {
			.kind = IL_EVENT_CALL,
			.block = block,
			.place = place,
			.callee = callees[i],
			.first_argument = argument,
			.argument_count = 1,
		};
	}
	unit->events.at[first + count] = (struct il_event) {
		.kind = IL_EVENT_RETURN,
		.block = block,
		.place = place,
		.value = count ? il_path_result(unit, first + count - 1, integer(unit)) : il_path_variable(unit, param),
	};
	unit->blocks.at[block] =
		(struct il_block) { .function = function, .first_event = first, .event_count = count + 1 };
	struct il_function *f = &unit->functions.at[function];
	f->flags |= IL_FUNCTION_DEFINED | IL_FUNCTION_HAS_BODY;
	f->first_param = param;
	f->param_count = 1;
	f->first_block = block;
	f->block_count = 1;
	f->entry = block;
	f->first_event = first;
	f->event_count = count + 1;
}

/*
 * A file of a module: @defined is its own and calls @called of another file, the file's static
 * helper() and bounded(), which is inline in the header of both.
 */
static struct il_unit *file_of_module(const char *root, const char *name, const char *defined, const char *called)
{
	struct il_unit *unit = il_unit_create();
	uint32_t main_file = add_file(unit, name, IL_FILE_MAIN);
	uint32_t header = add_file(unit, "card.h", strcmp(name, "a.c") == 0 ? IL_FILE_DRIVER : IL_FILE_HEADER);

	unit->root = il_string(unit, root);
	unit->main_file = il_string(unit, name);
	unit->module = il_string(unit, "card");
	uint32_t function = add_function(unit, defined, 0, place_at(unit, main_file, 10));
	uint32_t callees[] = {
		add_function(unit, "helper", IL_FUNCTION_STATIC, place_at(unit, main_file, 5)),
		add_function(unit, "bounded", IL_FUNCTION_STATIC | IL_FUNCTION_INLINE,
			     place_at(unit, header, HEADER_LINE)),
		add_function(unit, called, 0, place_at(unit, header, HEADER_LINE + 1)),
	};
	add_body(unit, function, callees, 3);
	add_body(unit, callees[0], NULL, 0);
	add_body(unit, callees[1], NULL, 0);
	uint32_t annotation = il_array_add(&unit->annotations, 1);
	unit->annotations.at[annotation] =
		(struct il_annotation) { IL_ANNOTATED_FUNCTION, callees[1], il_string(unit, "pure") };
	uint32_t suppression = il_array_add(&unit->suppressions, 1);
	unit->suppressions.at[suppression] = (struct il_suppression) { .file = header, .line = 7, .last = 7 };
	return unit;
}

static const struct il_function *find(const struct il_unit *unit, const char *name, uint32_t nth)
{
	for (uint32_t f = 1; f < unit->functions.count; f++) {
		if (strcmp(il_text(unit, unit->functions.at[f].name), name) == 0 && nth-- == 0)
			return &unit->functions.at[f];
	}
	return NULL;
}

/* Returns event @at of @function. */
static const struct il_event *event_of(const struct il_unit *unit, const struct il_function *function, uint32_t at)
{
	CHECK(function && at < function->event_count);
	return &unit->events.at[function->first_event + at];
}

static void check_unit(const struct il_unit *unit)
{
	char problem[128];

	if (il_unit_check(unit, problem, sizeof(problem)))
		return;
	fprintf(stderr, "%s\n", problem);
	exit(1);
}

static void check_same(const struct il_unit *a, const struct il_unit *b)
{
	char *first = dumped(a), *second = dumped(b);

	CHECK(strcmp(first, second) == 0);
	free(first);
	free(second);
}

static struct il_unit *link_two(struct il_unit *first, struct il_unit *second)
{
	const struct il_unit *units[] = { first, second };
	struct il_unit *linked = il_link(units, 2);

	check_unit(linked);
	il_unit_destroy(first);
	il_unit_destroy(second);
	return linked;
}

static struct il_unit *linked_module(void)
{
	return link_two(file_of_module("/src", "a.c", "start", "stop"), file_of_module("/src", "b.c", "stop", "start"));
}

static void functions_are_joined_by_name_unless_static(void)
{
	struct il_unit *unit = linked_module();
	const struct il_function *start = find(unit, "start", 0), *stop = find(unit, "stop", 0);

	CHECK(start && (start->flags & IL_FUNCTION_DEFINED) && !find(unit, "start", 1));
	CHECK(stop && (stop->flags & IL_FUNCTION_DEFINED) && !find(unit, "stop", 1));
	CHECK(&unit->functions.at[event_of(unit, start, 2)->callee] == stop);
	CHECK(&unit->functions.at[event_of(unit, stop, 2)->callee] == start);
	/* Each file has a helper of its own. */
	CHECK(find(unit, "helper", 1) && !find(unit, "helper", 2));
	CHECK(event_of(unit, start, 0)->callee != event_of(unit, stop, 0)->callee);
	/* What is returned is the result of the function's own call. */
	const struct il_path *value = &unit->paths.at[event_of(unit, stop, 3)->value];
	CHECK(value->op == IL_PATH_RESULT && value->symbol == stop->first_event + 2);
	CHECK(unit->variables.at[stop->first_param].function == stop - unit->functions.at);
	CHECK(strcmp(il_text(unit, unit->main_file), "a.c") == 0 && strcmp(il_text(unit, unit->module), "card") == 0);
	il_unit_destroy(unit);
}

static void files_know_their_module(void)
{
	struct il_unit *card = linked_module(), *core = file_of_module("/src", "core.c", "probe", "start");
	core->module = il_string(core, "core");
	struct il_unit *program = link_two(card, core);
	const struct il_function *start = find(program, "start", 0), *probe = find(program, "probe", 0);
	const struct il_function *bounded = find(program, "bounded", 0);

	CHECK(start && probe && bounded);
	CHECK(strcmp(il_text(program, program->files.at[program->places.at[start->place].file].module), "card") == 0);
	CHECK(strcmp(il_text(program, program->files.at[program->places.at[probe->place].file].module), "core") == 0);
	/* A header is of every module. */
	CHECK(!program->files.at[program->places.at[bounded->place].file].module);
	il_unit_destroy(program);
}

static void what_a_header_holds_is_there_once(void)
{
	struct il_unit *unit = linked_module();
	const struct il_function *start = find(unit, "start", 0), *stop = find(unit, "stop", 0);

	CHECK(find(unit, "bounded", 0) && !find(unit, "bounded", 1));
	CHECK(event_of(unit, start, 1)->callee == event_of(unit, stop, 1)->callee);
	CHECK(unit->blocks.count == 1 + 5);
	CHECK(unit->annotations.count == 1 + 1 && unit->suppressions.count == 1 + 1);
	CHECK(unit->files.count == 1 + 3);
	/* It is the driver's own as soon as one file of the driver has it beside itself. */
	uint32_t header = unit->places.at[find(unit, "bounded", 0)->place].file;
	CHECK(unit->files.at[header].kind == IL_FILE_DRIVER && unit->suppressions.at[1].file == header);
	il_unit_destroy(unit);
}

static void the_order_of_units_does_not_matter(void)
{
	struct il_unit *unit = linked_module();
	struct il_unit *other = link_two(file_of_module("/src", "b.c", "stop", "start"),
					 file_of_module("/src", "a.c", "start", "stop"));

	check_same(unit, other);
	il_unit_destroy(other);
	il_unit_destroy(unit);
}

static void one_unit_alone_stays_as_it_is(void)
{
	struct il_unit *unit = file_of_module("/src", "a.c", "start", "stop");
	const struct il_unit *units[] = { unit };

	add_record(unit, "card", place_at(unit, 1, 2), NULL);
	add_record(unit, "card", place_at(unit, 1, 4), "irq");
	struct il_unit *linked = il_link(units, 1), *none = il_link(NULL, 0);
	check_unit(linked);
	check_unit(none);
	check_same(unit, linked);
#define CHECK_COUNT(member, type) CHECK(unit->member.count == linked->member.count);
	IL_UNIT_TABLES(CHECK_COUNT)
#undef CHECK_COUNT
	il_unit_destroy(none);
	il_unit_destroy(linked);
	il_unit_destroy(unit);
}

static void the_initialised_variable_is_the_one(void)
{
	struct il_unit *a = file_of_module("/src", "a.c", "start", "stop");
	struct il_unit *b = file_of_module("/src", "b.c", "stop", "start");
	uint32_t used = add_variable(a, "limit", IL_VARIABLE_GLOBAL, IL_VARIABLE_ADDRESSED, place_at(a, 2, 20));
	uint32_t own = add_variable(b, "limit", IL_VARIABLE_GLOBAL, IL_VARIABLE_INITIALISED, place_at(b, 2, 20));

	il_path_variable(a, used);
	add_variable(a, "count", IL_VARIABLE_GLOBAL, IL_VARIABLE_STATIC, place_at(a, 1, 21));
	add_variable(b, "count", IL_VARIABLE_GLOBAL, IL_VARIABLE_STATIC, place_at(b, 1, 21));
	uint32_t at = il_array_add(&b->initialisers, 1);
	b->initialisers.at[at] = (struct il_initialiser) { own, il_path_variable(b, own),
							   il_path_constant(b, 8, integer(b), 0), place_at(b, 1, 20) };
	struct il_unit *unit = link_two(a, b);
	uint32_t limits = 0, counts = 0, limit = 0;
	for (uint32_t v = 1; v < unit->variables.count; v++) {
		counts += strcmp(il_text(unit, unit->variables.at[v].name), "count") == 0;
		if (strcmp(il_text(unit, unit->variables.at[v].name), "limit") == 0) {
			limits++;
			limit = v;
		}
	}
	CHECK(limits == 1 && counts == 2);
	CHECK(unit->variables.at[limit].flags == (IL_VARIABLE_INITIALISED | IL_VARIABLE_ADDRESSED));
	CHECK(unit->initialisers.count == 2 && unit->initialisers.at[1].variable == limit);
	il_unit_destroy(unit);
}

static void a_name_defined_twice_is_two(void)
{
	struct il_unit *a = file_of_module("/src", "a.c", "start", "stop");
	struct il_unit *b = file_of_module("/src", "b.c", "start", "stop");
	struct il_unit *both = link_two(a, b);
	const struct il_unit *units[] = { both, file_of_module("/src", "c.c", "main", "start") };
	struct il_unit *unit = il_link(units, 2);

	check_unit(unit);
	/* Nobody knows which one the third file means. */
	CHECK(find(unit, "start", 2) && !find(unit, "start", 3));
	uint32_t meant = event_of(unit, find(unit, "main", 0), 2)->callee;
	CHECK(!(unit->functions.at[meant].flags & IL_FUNCTION_DEFINED));
	il_unit_destroy(unit);
	il_unit_destroy(both);
	il_unit_destroy((struct il_unit *)units[1]);
}

static uint32_t records_named(const struct il_unit *unit, const char *name)
{
	uint32_t count = 0;

	for (uint32_t r = 1; r < unit->records.count; r++)
		count += strcmp(il_text(unit, unit->records.at[r].name), name) == 0;
	return count;
}

static void records_are_joined_when_they_are_alike(void)
{
	struct il_unit *a = file_of_module("/src", "a.c", "start", "stop");
	struct il_unit *b = file_of_module("/src", "b.c", "stop", "start");
	const char *anonymous = "<unnamed>::9";

	add_record(a, "card", place_at(a, 2, 9), NULL);
	add_record(b, "card", place_at(b, 2, 9), "irq");
	add_record(a, "priv", place_at(a, 1, 9), "one");
	add_record(b, "priv", place_at(b, 1, 9), "other");
	add_record(a, "same", place_at(a, 1, 9), "one");
	add_record(b, "same", place_at(b, 1, 9), "one");
	add_record(a, anonymous, place_at(a, 1, 9), "one");
	add_record(b, anonymous, place_at(b, 1, 9), "one");
	struct il_unit *unit = link_two(a, b);
	CHECK(records_named(unit, "card") == 1 && records_named(unit, "priv") == 2);
	CHECK(records_named(unit, "same") == 1 && records_named(unit, anonymous) == 2);
	CHECK(unit->records.at[1].flags == IL_RECORD_COMPLETE && unit->records.at[1].field_count == 1);
	CHECK(unit->fields.at[unit->records.at[1].first_field].record == 1);
	il_unit_destroy(unit);
}

static void files_of_different_roots_keep_their_names(void)
{
	struct il_unit *unit = link_two(file_of_module("/src", "a.c", "start", "stop"),
					file_of_module("/other", "a.c", "stop", "start"));
	char name[64];

	CHECK(strcmp(il_text(unit, unit->root), "/") == 0);
	CHECK(strcmp(il_text(unit, unit->main_file), "/other/a.c") == 0);
	const struct il_place *place = &unit->places.at[find(unit, "start", 0)->place];
	snprintf(name, sizeof(name), "%s", il_text(unit, unit->files.at[place->file].name));
	CHECK(strcmp(name, "/src/a.c") == 0);
	CHECK(find(unit, "bounded", 1));
	il_unit_destroy(unit);
}

int main(void)
{
	RUN(functions_are_joined_by_name_unless_static);
	RUN(files_know_their_module);
	RUN(what_a_header_holds_is_there_once);
	RUN(the_order_of_units_does_not_matter);
	RUN(one_unit_alone_stays_as_it_is);
	RUN(the_initialised_variable_is_the_one);
	RUN(a_name_defined_twice_is_two);
	RUN(records_are_joined_when_they_are_alike);
	RUN(files_of_different_roots_keep_their_names);
	return 0;
}
