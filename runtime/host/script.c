// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host/script.h"

#include <jansson.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const char *path;
	char *error;
	size_t size;
};

static bool fail(const struct reader *reader, const char *where, const char *what)
{
	snprintf(reader->error, reader->size, "%s: %s%s%s", reader->path, where, *where ? ": " : "", what);
	return false;
}

static bool text_number(const char *text, uint64_t *ret_number)
{
	char *end;

	errno = 0;
	*ret_number = strtoull(text, &end, 0);
	return *text && !*end && !errno;
}

static bool number(const json_t *value, uint64_t *ret_number)
{
	if (json_is_string(value))
		return text_number(json_string_value(value), ret_number);
	*ret_number = (uint64_t)json_integer_value(value);
	return json_is_integer(value) && json_integer_value(value) >= 0;
}

static bool read_values(const struct reader *reader, const char *where, const json_t *list,
			struct scripted_register *reg)
{
	size_t index;
	json_t *value;

	if (!json_is_array(list) || !json_array_size(list) || json_array_size(list) > SCRIPT_VALUES_MAX)
		return fail(reader, where, "\"values\" is a list of one to eight numbers");
	reg->kind = SCRIPT_VALUES;
	json_array_foreach (list, index, value) {
		if (!number(value, &reg->values[index]))
			return fail(reader, where, "\"values\" holds something that is no number");
	}
	reg->count = (unsigned)json_array_size(list);
	return true;
}

static bool read_clear(const struct reader *reader, const char *where, const json_t *value,
		       struct scripted_register *reg)
{
	static const char *const ways[] = { "write-one", "write-zero", "read" };

	for (size_t i = 0; json_is_string(value) && i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (strcmp(json_string_value(value), ways[i]) == 0) {
			reg->clear = (enum script_clear)i;
			return true;
		}
	}
	return fail(reader, where, "\"clear\" is \"write-one\", \"write-zero\" or \"read\"");
}

static bool read_gate(const struct reader *reader, const char *where, const json_t *value, enum script_kind kind,
		      struct scripted_register *reg)
{
	uint64_t of;

	if (!number(value, &of) || of > UINT32_MAX)
		return fail(reader, where, "\"enables\" and \"masks\" name the offset of a status register");
	reg->kind = kind;
	reg->of = (uint32_t)of;
	return true;
}

static bool read_key(const struct reader *reader, const char *where, const char *key, const json_t *value,
		     struct scripted_register *reg)
{
	if (strcmp(key, "values") == 0)
		return read_values(reader, where, value, reg);
	if (strcmp(key, "clear") == 0)
		return read_clear(reader, where, value, reg);
	if (strcmp(key, "enables") == 0)
		return read_gate(reader, where, value, SCRIPT_ENABLE, reg);
	if (strcmp(key, "masks") == 0)
		return read_gate(reader, where, value, SCRIPT_MASK, reg);
	if (strcmp(key, "status") != 0)
		return fail(reader, where,
			    "a register has \"values\", \"status\", \"clear\", \"enables\" or \"masks\"");
	reg->kind = SCRIPT_STATUS;
	return number(value, &reg->bits) && reg->bits ? true : fail(reader, where, "\"status\" is a number, not 0");
}

static bool read_registers(const struct reader *reader, json_t *registers, struct script *script)
{
	const char *offset, *key;
	json_t *description, *value;
	uint64_t at;

	if (!json_is_object(registers))
		return fail(reader, "", "\"registers\" is missing, or no object");
	json_object_foreach (registers, offset, description) {
		struct scripted_register *reg = &script->registers[script->count];

		if (!text_number(offset, &at) || at > UINT32_MAX)
			return fail(reader, offset, "no offset of a register");
		if (!json_is_object(description))
			return fail(reader, offset, "a register is described by an object");
		if (script->count++ == SCRIPT_REGISTERS_MAX)
			return fail(reader, offset, "more than 32 registers");
		*reg = (struct scripted_register) { .offset = (uint32_t)at };
		json_object_foreach (description, key, value) {
			if (!read_key(reader, offset, key, value, reg))
				return false;
		}
	}
	return true;
}

static bool read_gates(const struct reader *reader, const struct script *script)
{
	for (unsigned i = 0; i < script->count; i++) {
		const struct scripted_register *reg = &script->registers[i], *status = script_find(script, reg->of);

		if ((reg->kind == SCRIPT_ENABLE || reg->kind == SCRIPT_MASK) &&
		    (!status || status->kind != SCRIPT_STATUS))
			return fail(reader, "", "\"enables\" or \"masks\" names a register that is no status");
	}
	return true;
}

static bool read_line(const struct reader *reader, const json_t *line, struct script *script)
{
	const char *text = json_string_value(line);

	if (line && (!text || (strcmp(text, "edge") != 0 && strcmp(text, "level") != 0)))
		return fail(reader, "", "\"line\" is \"edge\" or \"level\"");
	script->level = text && strcmp(text, "level") == 0;
	return true;
}

bool script_load(const char *path, struct script *ret_script, char *ret_error, size_t size)
{
	const struct reader reader = { path, ret_error, size };
	struct script script = { .given = true };
	json_error_t error;
	json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	bool fine;

	if (!root) {
		snprintf(ret_error, size, "%s:%d: %s", path, error.line, error.text);
		return false;
	}
	fine = json_is_object(root) || fail(&reader, "", "a device is described by an object");
	fine = fine && read_line(&reader, json_object_get(root, "line"), &script);
	fine = fine && read_registers(&reader, json_object_get(root, "registers"), &script);
	fine = fine && read_gates(&reader, &script);
	json_decref(root);
	if (fine)
		*ret_script = script;
	return fine;
}
