// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "check.h"
#include "dumped.h"

#include "facts/store.h"
#include "facts/suppress.h"
#include "facts/unit.h"

#include <string.h>
#include <unistd.h>

static char directory[] = "/tmp/irqlint-facts-XXXXXX";

static uint32_t add_type(struct il_unit *unit, enum il_type_kind kind, uint32_t target, const char *name)
{
	struct il_type type = { .kind = (uint16_t)kind, .target = target, .name = il_string(unit, name) };

	if (kind == IL_TYPE_INTEGER) {
		type.bits = 32;
		type.flags = IL_TYPE_SIGNED;
	}
	return il_type_id(unit, &type);
}

static uint32_t add_variable(struct il_unit *unit, const char *name, uint32_t type)
{
	uint32_t text = il_string(unit, name);
	uint32_t id = il_array_add(&unit->variables, 1);

	unit->variables.at[id] = (struct il_variable) { .name = text, .type = type, .kind = IL_VARIABLE_LOCAL };
	return il_path_variable(unit, id);
}

static uint32_t add_field(struct il_unit *unit, const char *name, uint32_t type)
{
	uint32_t text = il_string(unit, name);
	uint32_t id = il_array_add(&unit->fields, 1);

	unit->fields.at[id] = (struct il_field) { .name = text, .type = type };
	return id;
}

static void strings_are_interned(void)
{
	struct il_unit *unit = il_unit_create();
	char text[16];

	CHECK(il_string(unit, "") == 0);
	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof(text), "s%d", i);
		il_string(unit, text);
	}
	uint32_t count = unit->strings.count;
	CHECK(count == 2001);
	for (int i = 0; i < 2000; i++) {
		snprintf(text, sizeof(text), "s%d", i);
		CHECK(strcmp(il_text(unit, il_string(unit, text)), text) == 0);
	}
	CHECK(il_string_n(unit, "s12345", 3) == il_string(unit, "s12"));
	CHECK(unit->strings.count == count);
	il_unit_destroy(unit);
	il_unit_destroy(NULL);
}

static void paths_are_canonical(void)
{
	struct il_unit *unit = il_unit_create();
	uint32_t integer = add_type(unit, IL_TYPE_INTEGER, 0, "int");
	uint32_t record = add_type(unit, IL_TYPE_RECORD, 0, "struct card");
	uint32_t pointer = add_type(unit, IL_TYPE_POINTER, record, "struct card *");
	uint32_t p = add_variable(unit, "p", pointer);
	uint32_t member = add_field(unit, "m", integer);
	uint32_t object = il_path_deref(unit, p, record);
	char text[64];

	CHECK(il_path_address(unit, object, pointer) == p);
	CHECK(il_path_deref(unit, il_path_address(unit, object, pointer), record) == object);
	uint32_t inside = il_path_field(unit, object, member);
	CHECK(strcmp(il_path_text(unit, inside, text, sizeof(text)), "p->m") == 0);
	uint32_t zero = il_path_constant(unit, 0, 0, 0);
	CHECK(il_path_index(unit, object, zero, record) == object);
	uint32_t chain = il_path_member(unit, 0, member);
	CHECK(il_path_container(unit, il_path_address(unit, inside, 0), chain, pointer) == p);
	CHECK(strcmp(il_path_text(unit, il_path_container(unit, p, chain, pointer), text, sizeof(text)),
		     "container_of(p, struct card, m)") == 0);
	CHECK(il_path_field(unit, 0, member) == 0);
	il_unit_destroy(unit);
}

static void operations_on_constants_are_done(void)
{
	struct il_unit *unit = il_unit_create();
	uint32_t integer = add_type(unit, IL_TYPE_INTEGER, 0, "int");
	uint32_t shared = il_path_constant(unit, 0x80, integer, il_string(unit, "IRQF_SHARED"));
	uint32_t oneshot = il_path_constant(unit, 0x2000, integer, 0);
	int64_t value;

	CHECK(il_path_is_constant(unit, il_path_binary(unit, IL_OP_OR, shared, oneshot, integer), &value));
	CHECK(value == 0x2080);
	CHECK(il_path_is_constant(unit, il_path_unary(unit, IL_OP_COMPLEMENT, shared, integer), &value));
	CHECK(value == ~0x80);
	CHECK(il_path_is_constant(unit, il_path_unary(unit, IL_OP_NEGATE, oneshot, integer), &value));
	CHECK(value == -0x2000);
	CHECK(il_path_select(unit, shared, oneshot, 0, integer) == oneshot);
	uint32_t zero = il_path_constant(unit, 0, integer, 0);
	CHECK(!il_path_is_constant(unit, il_path_binary(unit, IL_OP_DIV, shared, zero, integer), &value));
	CHECK(il_path_is_constant(unit, il_path_constant(unit, 0x1ffffffffLL, integer, 0), &value));
	CHECK(value == -1);
	il_unit_destroy(unit);
}

/* A unit with something in most tables. */
static struct il_unit *small_unit(void)
{
	struct il_unit *unit = il_unit_create();
	uint32_t integer = add_type(unit, IL_TYPE_INTEGER, 0, "int");
	uint32_t x = add_variable(unit, "x", integer);
	uint32_t file = il_array_add(&unit->files, 1);

	unit->files.at[file] = (struct il_file) { .name = il_string(unit, "a.c"), .kind = IL_FILE_MAIN };
	unit->main_file = il_string(unit, "a.c");
	uint32_t block = il_array_add(&unit->blocks, 1);
	uint32_t event = il_array_add(&unit->events, 1);
	uint32_t function = il_array_add(&unit->functions, 1);
	struct il_place place = { .file = file, .line = 3, .column = 2 };
	unit->events.at[event] = (struct il_event) {
		.kind = IL_EVENT_RETURN,
		.block = block,
		.place = il_place_id(unit, &place),
		.value = x,
	};
	unit->blocks.at[block] = (struct il_block) { .function = function, .first_event = event, .event_count = 1 };
	unit->functions.at[function] = (struct il_function) {
		.name = il_string(unit, "f"),
		.flags = IL_FUNCTION_DEFINED,
		.type = integer,
		.first_block = block,
		.block_count = 1,
		.entry = block,
		.first_event = event,
		.event_count = 1,
	};
	return unit;
}

static void read_bytes(const char *file, unsigned char *bytes, size_t *size)
{
	FILE *stream = fopen(file, "rb");

	CHECK(stream);
	*size = fread(bytes, 1, *size, stream);
	fclose(stream);
}

static void write_bytes(const char *file, const unsigned char *bytes, size_t size)
{
	FILE *stream = fopen(file, "wb");

	CHECK(stream && fwrite(bytes, 1, size, stream) == size);
	fclose(stream);
}

static void stored_facts_come_back(void)
{
	struct il_unit *unit = small_unit();
	struct il_error error;
	char file[128], problem[128];

	CHECK(il_unit_check(unit, problem, sizeof(problem)));
	snprintf(file, sizeof(file), "%s/a.facts", directory);
	CHECK(il_store_write(unit, file, "19.1.7", &error));
	struct il_unit *back = il_store_read(file, "19.1.7", &error);
	CHECK(back);
	struct il_store_names names;
	CHECK(il_store_peek(file, &names) && strcmp(names.main_file, "a.c") == 0 && strcmp(names.module, "") == 0);
	CHECK(!il_store_peek("/dev/null", &names));
	char *before = dumped(unit), *after = dumped(back);
	CHECK(strcmp(before, after) == 0);
	/* A unit that was read can grow like one that was built. */
	CHECK(il_string(back, "x") == il_string(unit, "x"));
	CHECK(il_path_variable(back, 1) == il_path_variable(unit, 1));
	free(before);
	free(after);
	il_unit_destroy(back);
	il_unit_destroy(unit);
}

static void every_truncation_and_every_flipped_byte_is_refused(void)
{
	struct il_unit *unit = small_unit();
	static unsigned char bytes[65536];
	size_t size = sizeof(bytes);
	struct il_error error;
	char file[128];

	snprintf(file, sizeof(file), "%s/b.facts", directory);
	CHECK(il_store_write(unit, file, "19.1.7", &error));
	il_unit_destroy(unit);
	read_bytes(file, bytes, &size);
	for (size_t length = 0; length < size; length++) {
		write_bytes(file, bytes, length);
		CHECK(!il_store_read(file, NULL, &error));
		CHECK(strstr(error.text, file) == error.text);
	}
	for (size_t at = 0; at < size; at++) {
		bytes[at] ^= 0x55;
		write_bytes(file, bytes, size);
		struct il_unit *read = il_store_read(file, "19.1.7", &error);
		CHECK(!read);
		bytes[at] ^= 0x55;
	}
	bytes[size] = 0;
	write_bytes(file, bytes, size + 1);
	CHECK(!il_store_read(file, NULL, &error) && strstr(error.text, "corrupted"));
}

static void foreign_facts_are_refused_with_the_reason(void)
{
	struct il_unit *unit = small_unit();
	struct il_error error;
	char file[128];

	snprintf(file, sizeof(file), "%s/c.facts", directory);
	CHECK(il_store_write(unit, file, "18.0.0", &error));
	CHECK(!il_store_read(file, "19.1.7", &error) && strstr(error.text, "LLVM 18.0.0"));
	write_bytes(file, (const unsigned char *)"int x;\n", 7);
	CHECK(!il_store_read(file, NULL, &error) && strstr(error.text, "not a facts file"));
	snprintf(file, sizeof(file), "%s/none.facts", directory);
	CHECK(!il_store_read(file, NULL, &error) && strstr(error.text, "No such file"));
	snprintf(file, sizeof(file), "%s/no/such/directory.facts", directory);
	CHECK(!il_store_write(unit, file, "19.1.7", &error) && strstr(error.text, "cannot write"));
	il_unit_destroy(unit);
}

static void a_unit_with_an_index_out_of_bounds_is_found_out(void)
{
	struct il_unit *unit = small_unit();
	char problem[128];

	unit->events.at[1].value = 1000;
	CHECK(!il_unit_check(unit, problem, sizeof(problem)));
	CHECK(strcmp(problem, "events[1].value is out of bounds") == 0);
	unit->events.at[1].value = 0;
	unit->blocks.at[1].event_count = 1000;
	CHECK(!il_unit_check(unit, problem, sizeof(problem)));
	il_unit_destroy(unit);
}

static void comments_suppress_as_in_clang_tidy(void)
{
	static const char text[] = "a; // NOLINT\n"
				   "b; // NOLINT(irq-a, irq-b)\n"
				   "// NOLINTNEXTLINE(irq-c*)\n"
				   "c;\n"
				   "// NOLINTBEGIN(irq-d)\n"
				   "d;\n"
				   "// NOLINTEND(irq-d)\n"
				   "// NOLINTBEGIN\n"
				   "e;\n";
	struct il_unit *unit = il_unit_create();

	il_suppress_scan(unit, 0, text, strlen(text));
	CHECK(il_suppressed(unit, 0, 1, "irq-x"));
	CHECK(il_suppressed(unit, 0, 2, "irq-b") && !il_suppressed(unit, 0, 2, "irq-c"));
	CHECK(il_suppressed(unit, 0, 4, "irq-cookie") && !il_suppressed(unit, 0, 4, "irq-b"));
	CHECK(!il_suppressed(unit, 0, 3, "irq-cookie"));
	CHECK(il_suppressed(unit, 0, 6, "irq-d") && !il_suppressed(unit, 0, 6, "irq-e"));
	CHECK(!il_suppressed(unit, 0, 9, "irq-x")); /* a BEGIN without END */
	CHECK(!il_suppressed(unit, 1, 1, "irq-x")); /* another file */
	il_unit_destroy(unit);
}

int main(void)
{
	CHECK(mkdtemp(directory));
	RUN(strings_are_interned);
	RUN(paths_are_canonical);
	RUN(operations_on_constants_are_done);
	RUN(stored_facts_come_back);
	RUN(every_truncation_and_every_flipped_byte_is_refused);
	RUN(foreign_facts_are_refused_with_the_reason);
	RUN(a_unit_with_an_index_out_of_bounds_is_found_out);
	RUN(comments_suppress_as_in_clang_tidy);
	return 0;
}
