// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sim/trace.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void trace_fini(struct trace *trace)
{
	free(trace->events);
	*trace = (struct trace) { 0 };
}

void trace_write(enum event_kind kind, uintptr_t place, uint64_t number, const char *text)
{
	struct trace *trace = world->trace;
	struct event *event;

	if (trace->count == trace->room) {
		size_t room = trace->room ? 2 * trace->room : 256;
		struct event *more = realloc(trace->events, room * sizeof(*more));

		trace->full |= !more;
		if (!more)
			return;
		trace->events = more;
		trace->room = room;
	}
	event = &trace->events[trace->count++];
	*event = (struct event) { .kind = kind,
				  .context = run->current ? run->current->index : 0,
				  .cpu = run->current ? run->current->cpu : CPU_NONE,
				  .step = run->step,
				  .place = place,
				  .number = number };
	snprintf(event->text, sizeof(event->text), "%s", text);
}

void trace_log(const char *format, ...)
{
	char text[sizeof(((struct event *)NULL)->text)];
	va_list values;

	if (!world->trace)
		return;
	va_start(values, format);
	vsnprintf(text, sizeof(text), format, values);
	va_end(values);
	trace_write(EVENT_LOG, 0, 0, text);
}

/* FNV-1a. */
static uint64_t mix(uint64_t hash, uint64_t value)
{
	for (unsigned i = 0; i < 8; i++)
		hash = (hash ^ (value >> (8 * i) & 0xff)) * 0x100000001b3u;
	return hash;
}

uint64_t trace_hash(const struct trace *trace)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < trace->count; i++) {
		const struct event *event = &trace->events[i];
		bool in_driver = is_of_driver(event->place);

		hash = mix(hash, (uint64_t)event->kind << 32 | event->context);
		hash = mix(hash, event->step);
		hash = mix(hash, in_driver ? event->place - world->driver : 0);
		hash = mix(hash, event->number);
	}
	return hash;
}
