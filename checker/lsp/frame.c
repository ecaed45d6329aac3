// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "lsp/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char length_field[] = "Content-Length:";

enum {
	LENGTH_FIELD = sizeof(length_field) - 1,
	READ_AT_ONCE = 1 << 16,
	SLACK_MAX = 1 << 20, /* more room than this is given back when a message was large */
};

/* Moves what is left to the front, so that the room that messages took is used again. */
static void compact(struct il_inbox *inbox)
{
	uint32_t left = inbox->bytes.count - inbox->first;

	if (inbox->first == 0)
		return;
	if (left)
		memmove(inbox->bytes.at, inbox->bytes.at + inbox->first, left);
	inbox->bytes.count = left;
	inbox->first = 0;
	if (left == 0 && inbox->bytes.capacity > SLACK_MAX)
		il_array_fini(&inbox->bytes);
}

void il_inbox_feed(struct il_inbox *inbox, const char *bytes, size_t size)
{
	compact(inbox);
	uint32_t at = il_array_add(&inbox->bytes, (uint32_t)size);
	if (size)
		memcpy(inbox->bytes.at + at, bytes, size);
}

bool il_inbox_read(struct il_inbox *inbox, int file)
{
	char block[READ_AT_ONCE];
	ssize_t got = read(file, block, sizeof(block));

	if (got > 0)
		il_inbox_feed(inbox, block, (size_t)got);
	return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK));
}

/* Drops what cannot be the begin of a header any more.  Returns whether one may begin there. */
static bool find_header(struct il_inbox *inbox)
{
	const char *text = inbox->bytes.at;

	for (; inbox->first < inbox->bytes.count; inbox->first++) {
		size_t left = inbox->bytes.count - inbox->first;
		size_t size = left < LENGTH_FIELD ? left : LENGTH_FIELD;
		if (strncasecmp(text + inbox->first, length_field, size) == 0)
			return left >= LENGTH_FIELD;
	}
	return false;
}

/* Reads the value of a length.  Returns false when it is none, or one that is not accepted. */
static bool read_length(const char *text, const char *end, uint32_t *ret_length)
{
	uint64_t length = 0;
	bool any = false;

	while (text < end && (*text == ' ' || *text == '\t'))
		text++;
	for (; text < end && *text >= '0' && *text <= '9'; text++) {
		any = true;
		length = length * 10 + (uint64_t)(*text - '0');
		if (length > IL_FRAME_BODY_MAX)
			return false;
	}
	while (text < end && (*text == ' ' || *text == '\t' || *text == '\r'))
		text++;
	*ret_length = (uint32_t)length;
	return any && text == end;
}

struct header {
	uint32_t size; /* with the empty line */
	uint32_t length;
};

/*
 * Reads the header at the front.  Returns IL_FRAME_BODY when it is there, whatever of the body is; a bad one has a
 * size when it is known where it ends.
 */
static enum il_frame_status read_header(const struct il_inbox *inbox, struct header *ret_header)
{
	const char *start = inbox->bytes.at + inbox->first, *line = start;
	uint32_t left = inbox->bytes.count - inbox->first;
	bool has_length = false, ambiguous = false;

	for (;;) {
		size_t read = (size_t)(line - start);
		const char *end = read < left ? memchr(line, '\n', left - read) : NULL;
		if (read > IL_FRAME_HEADER_MAX || (!end && left > IL_FRAME_HEADER_MAX))
			return IL_FRAME_BAD;
		if (!end)
			return IL_FRAME_NONE;
		size_t size = (size_t)(end - line);
		if (size == 0 || (size == 1 && *line == '\r'))
			break;
		if (!memchr(line, ':', size))
			return IL_FRAME_BAD;
		if (size >= LENGTH_FIELD && strncasecmp(line, length_field, LENGTH_FIELD) == 0) {
			if (!read_length(line + LENGTH_FIELD, end, &ret_header->length))
				return IL_FRAME_BAD;
			ambiguous = has_length;
			has_length = true;
		}
		line = end + 1;
	}
	ret_header->size = (uint32_t)(line - start) + (*line == '\r' ? 2 : 1);
	return has_length && !ambiguous ? IL_FRAME_BODY : IL_FRAME_BAD;
}

enum il_frame_status il_inbox_next(struct il_inbox *inbox, const char **ret_body, size_t *ret_size)
{
	while (inbox->first < inbox->bytes.count) {
		struct header header = { 0 };
		if (inbox->first == inbox->bytes.count)
			return IL_FRAME_NONE;
		if (inbox->lost && !find_header(inbox))
			return IL_FRAME_NONE;
		enum il_frame_status status = read_header(inbox, &header);
		if (status == IL_FRAME_BAD) {
			bool said = inbox->lost;
			inbox->lost = true;
			/* At least a byte, else the same header would be found again. */
			inbox->first += header.size ? header.size : 1;
			if (!said)
				return IL_FRAME_BAD;
			continue;
		}
		if (status == IL_FRAME_NONE || inbox->bytes.count - inbox->first - header.size < header.length)
			return IL_FRAME_NONE;
		inbox->lost = false;
		*ret_body = inbox->bytes.at + inbox->first + header.size;
		*ret_size = header.length;
		inbox->first += header.size + header.length;
		return IL_FRAME_BODY;
	}
	return IL_FRAME_NONE;
}

void il_inbox_fini(struct il_inbox *inbox)
{
	il_array_fini(&inbox->bytes);
}

void il_outbox_put(struct il_outbox *outbox, const char *body, size_t size)
{
	char header[64];
	int length = snprintf(header, sizeof(header), "%s %zu\r\n\r\n", length_field, size);
	uint32_t at = il_array_add(&outbox->bytes, (uint32_t)length + (uint32_t)size);

	memcpy(outbox->bytes.at + at, header, (size_t)length);
	if (size)
		memcpy(outbox->bytes.at + at + length, body, size);
}

void il_outbox_put_json(struct il_outbox *outbox, const json_t *message)
{
	char *body = json_dumps(message, JSON_COMPACT);

	if (!body)
		abort();
	il_outbox_put(outbox, body, strlen(body));
	free(body);
}

bool il_outbox_waits(const struct il_outbox *outbox)
{
	return outbox->first < outbox->bytes.count;
}

bool il_outbox_send(struct il_outbox *outbox, int file)
{
	while (il_outbox_waits(outbox)) {
		ssize_t sent = write(file, outbox->bytes.at + outbox->first, outbox->bytes.count - outbox->first);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
		outbox->first += (uint32_t)sent;
	}
	outbox->first = outbox->bytes.count = 0;
	if (outbox->bytes.capacity > SLACK_MAX)
		il_array_fini(&outbox->bytes);
	return true;
}

void il_outbox_fini(struct il_outbox *outbox)
{
	il_array_fini(&outbox->bytes);
}

void il_frame_unblock(int file)
{
	int flags = fcntl(file, F_GETFL);

	if (flags >= 0)
		fcntl(file, F_SETFL, flags | O_NONBLOCK);
}
