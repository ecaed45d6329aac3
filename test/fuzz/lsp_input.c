// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp_input.h"

#include "../unit/check.h"

#include "lsp/document.h"
#include "lsp/rpc.h"

#include <string.h>

/* Reads @bytes in pieces of at most @piece.  Returns how many messages there are; each request is answered. */
static uint32_t read_in_pieces(const char *bytes, size_t size, size_t piece, struct il_outbox *ret_answers)
{
	struct il_rpc rpc = { 0 };
	struct il_rpc_message message;
	uint32_t count = 0;

	for (size_t at = 0; at < size;) {
		size_t next = piece < size - at ? piece : size - at;
		il_inbox_feed(&rpc.inbox, bytes + at, next);
		at += next;
		while (il_rpc_next(&rpc, &message)) {
			count++;
			if (message.id)
				il_rpc_fail(&rpc, message.id, IL_RPC_METHOD_NOT_FOUND, "no method '%s'",
					    message.method);
			il_rpc_message_fini(&message);
		}
	}
	*ret_answers = rpc.outbox;
	rpc.outbox = (struct il_outbox) { 0 };
	il_rpc_fini(&rpc);
	return count;
}

static void check_answers(const struct il_outbox *answers)
{
	struct il_inbox reader = { 0 };
	enum il_frame_status status;
	json_error_t problem;
	const char *body;
	size_t size;

	il_inbox_feed(&reader, answers->bytes.at ? answers->bytes.at : "", answers->bytes.count);
	while ((status = il_inbox_next(&reader, &body, &size)) == IL_FRAME_BODY) {
		json_t *answer = json_loadb(body, size, JSON_ALLOW_NUL, &problem);
		CHECK(json_is_object(answer));
		json_decref(answer);
	}
	CHECK(status == IL_FRAME_NONE && reader.first == reader.bytes.count);
	il_inbox_fini(&reader);
}

uint32_t lsp_check_stream(const char *bytes, size_t size, uint32_t piece)
{
	struct il_outbox whole = { 0 }, pieces = { 0 };
	uint32_t count = read_in_pieces(bytes, size, size, &whole);

	CHECK(read_in_pieces(bytes, size, piece, &pieces) == count);
	CHECK(whole.bytes.count == pieces.bytes.count);
	CHECK(!whole.bytes.count || memcmp(whole.bytes.at, pieces.bytes.at, whole.bytes.count) == 0);
	/* What is sent is well-formed whatever came in. */
	check_answers(&whole);
	il_outbox_fini(&whole);
	il_outbox_fini(&pieces);
	return count;
}

static void add_raw(struct il_outbox *stream, const char *bytes, size_t size)
{
	uint32_t at = il_array_add(&stream->bytes, (uint32_t)size);

	if (size)
		memcpy(stream->bytes.at + at, bytes, size);
}

void lsp_check_messages(const uint8_t *bytes, size_t size)
{
	enum { FRAMED = 1, RAW = 2 };
	struct il_outbox stream = { 0 };
	uint8_t kind = RAW;

	if (size == 0)
		return;
	for (size_t at = 1; at < size;) {
		size_t end = at;
		while (end < size && bytes[end] != FRAMED && bytes[end] != RAW)
			end++;
		const char *part = (const char *)bytes + at;
		if (kind == FRAMED)
			il_outbox_put(&stream, part, end - at);
		else
			add_raw(&stream, part, end - at);
		if (end < size)
			kind = bytes[end];
		at = end + 1;
	}
	lsp_check_stream(stream.bytes.at ? stream.bytes.at : "", stream.bytes.count, 1u + bytes[0]);
	il_outbox_fini(&stream);
}

/* What the bytes say; behind their end they say 0. */
struct script {
	const uint8_t *at, *end;
};

static uint8_t next_byte(struct script *script)
{
	return script->at < script->end ? *script->at++ : 0;
}

static size_t next_below(struct script *script, size_t limit)
{
	size_t number = next_byte(script);

	number = number << 8 | next_byte(script);
	return number % limit;
}

enum { MARKS_MAX = 64, TEXT_MAX = 1 << 14 };

/* A document, and what is in it by plain words. */
struct edited {
	struct il_document *document;
	enum il_encoding encoding;
	IL_ARRAY(char) text;
	struct {
		char *text; /* of the lines of a mark */
		size_t size;
	} marked[MARKS_MAX];
};

static json_t *number(struct script *script)
{
	static const json_int_t numbers[] = { 0, 1, 2, 5, -1, 100000, INT64_MAX, INT64_MIN, INT32_MAX };
	uint8_t byte = next_byte(script);

	if (byte >= 250)
		return json_string("no number");
	if (byte < 2 * sizeof(numbers) / sizeof(numbers[0]))
		return json_integer(numbers[byte / 2]);
	return json_integer(byte % 32);
}

static json_t *position(struct script *script)
{
	json_t *line = number(script);

	return json_pack("{s:o, s:o}", "line", line, "character", number(script));
}

/* Returns a text that JSON can have. */
static const char *piece(struct script *script)
{
	static const char *const pieces[] = { "",
					      "x",
					      "\n",
					      "\r\n",
					      "\r",
					      "\xC3\xA9",
					      "\xF0\x9F\x98\x80",
					      "\xE4\xB8\xAD\n",
					      "a line\nanother\n",
					      "\t/* */" };

	return pieces[next_byte(script) % (sizeof(pieces) / sizeof(pieces[0]))];
}

static void edit_plain(struct edited *edited, size_t start, size_t end, const char *text, size_t size)
{
	size_t rest = edited->text.count - end;

	CHECK(start <= end && end <= edited->text.count);
	if (size > end - start)
		il_array_add(&edited->text, (uint32_t)(size - (end - start)));
	if (rest)
		memmove(edited->text.at + start + size, edited->text.at + end, rest);
	if (size)
		memcpy(edited->text.at + start, text, size);
	edited->text.count = (uint32_t)(start + size + rest);
}

/* Puts bytes of any kind anywhere. */
static void edit(struct edited *edited, struct script *script)
{
	size_t start = next_below(script, edited->text.count + 1u), left = edited->text.count - start;
	size_t length = next_byte(script), size = next_byte(script) % 32;
	size_t end = start + (length < left ? length : left);
	char text[32];

	for (size_t i = 0; i < size; i++)
		text[i] = (char)next_byte(script);
	edit_plain(edited, start, end, text, size);
	il_document_edit(edited->document, start, end, text, size);
}

/* Makes changes as clients send them, some malformed: those before the first of these are made. */
static void change(struct edited *edited, struct script *script)
{
	uint8_t kind = next_byte(script);
	const char *text = piece(script);
	json_t *change = json_pack("{s:s}", "text", text), *changes = json_pack("[o]", change);
	bool good = true;
	size_t start = 0, end = edited->text.count;

	if (kind % 4) {
		json_t *from = position(script), *to = position(script);
		json_object_set_new(change, "range", json_pack("{s:o, s:o}", "start", from, "end", to));
		good = il_range_decode(&edited->document->lines, edited->encoding, json_object_get(change, "range"),
				       &start, &end);
	} else if (kind & 4) {
		json_object_set_new(change, "range", kind & 8 ? json_null() : json_true());
		good = kind & 8;
	}
	if (kind > 240)
		good = json_object_del(change, "text") != 0;
	if (good)
		edit_plain(edited, start, end, text, strlen(text));
	/* What comes behind a malformed one is not made. */
	if (!good)
		json_array_append_new(changes, json_pack("{s:s}", "text", "all of it"));
	CHECK(il_document_change(edited->document, edited->encoding, changes) == good);
	json_decref(changes);
}

/* Returns the text of the lines that @mark is in, without what ends lines; owned by the caller. */
static char *lines_of(const struct edited *edited, const struct il_mark *mark, size_t *ret_size)
{
	const struct il_lines *lines = &edited->document->lines;
	size_t start = lines->starts.at[il_line_of(lines, mark->start)];

	CHECK(mark->start <= mark->end && mark->end <= edited->text.count);
	size_t end = il_line_end(lines, il_line_of(lines, mark->end));
	char *text = malloc(end - start + 1);
	CHECK(text);
	*ret_size = 0;
	for (size_t i = start; i < end; i++) {
		if (edited->text.at[i] != '\n' && edited->text.at[i] != '\r')
			text[(*ret_size)++] = edited->text.at[i];
	}
	return text;
}

static void mark(struct edited *edited, struct script *script)
{
	size_t start = next_below(script, edited->text.count + 1u), left = edited->text.count - start;
	size_t length = next_byte(script);

	if (edited->document->marks.count == MARKS_MAX)
		return;
	uint32_t at = il_document_mark(edited->document, start, start + (length < left ? length : left));
	edited->marked[at].text = lines_of(edited, &edited->document->marks.at[at], &edited->marked[at].size);
}

/* A line and a column of any kind are a place in the document. */
static void find_line(const struct edited *edited, struct script *script)
{
	json_t *line = number(script), *column = number(script);
	struct il_mark found = il_document_line(edited->document, json_integer_value(line), json_integer_value(column));

	CHECK(found.start <= found.end && found.end <= edited->text.count);
	json_decref(line);
	json_decref(column);
}

/* A position of an offset is one that is at or before it, and that has the same position. */
static void check_position(const struct edited *edited, size_t offset)
{
	const struct il_lines *lines = &edited->document->lines;
	json_t *position = il_position_encode(lines, edited->encoding, offset);
	size_t back = SIZE_MAX;

	CHECK(il_position_decode(lines, edited->encoding, position, &back));
	CHECK(back <= offset && il_line_of(lines, back) == il_line_of(lines, offset));
	json_t *again = il_position_encode(lines, edited->encoding, back);
	size_t last = SIZE_MAX;
	CHECK(il_position_decode(lines, edited->encoding, again, &last) && last == back);
	json_decref(position);
	json_decref(again);
}

static void check_edited(const struct edited *edited)
{
	const struct il_document *document = edited->document;

	CHECK(document->text.count == edited->text.count && document->lines.size == edited->text.count);
	CHECK(!edited->text.count || memcmp(document->text.at, edited->text.at, edited->text.count) == 0);
	CHECK(document->lines.starts.count > 0 && document->lines.starts.at[0] == 0);
	for (uint32_t i = 0; i < document->marks.count; i++) {
		if (document->marks.at[i].gone)
			continue;
		/* As long as it is there, its lines are as they were. */
		size_t size, before = edited->marked[i].size;
		char *text = lines_of(edited, &document->marks.at[i], &size);
		CHECK(size == before && memcmp(text, edited->marked[i].text, size) == 0);
		free(text);
	}
}

void lsp_check_edits(const uint8_t *bytes, size_t size)
{
	struct script script = { bytes, bytes + size };
	struct edited edited = { .encoding = (enum il_encoding)(next_byte(&script) % 3) };
	const char *text = piece(&script);

	edited.document = il_document_create("file:///a.c", "c", 1, text, strlen(text));
	edit_plain(&edited, 0, 0, text, strlen(text));
	while (script.at < script.end && edited.text.count < TEXT_MAX) {
		uint8_t kind = next_byte(&script);
		if (kind % 8 < 3)
			edit(&edited, &script);
		else if (kind % 8 < 6)
			change(&edited, &script);
		else if (kind % 8 < 7)
			mark(&edited, &script);
		else
			find_line(&edited, &script);
		check_edited(&edited);
		check_position(&edited, next_below(&script, edited.text.count + 1u));
	}
	for (uint32_t i = 0; i < edited.document->marks.count; i++)
		free(edited.marked[i].text);
	il_document_destroy(edited.document);
	il_array_fini(&edited.text);
}
