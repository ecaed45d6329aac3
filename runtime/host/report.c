// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host/report.h"
#include "host/scenario.h"
#include "core/blame.h"

#include <jansson.h>

#include <string.h>

#define PROLOGUE_BYTES 32u

/*
 * A return address is behind its call.  What the compiler adds where a function begins has no line: it is that of the
 * function.
 */
static struct symbol place_of(struct symbols *symbols, uintptr_t address)
{
	uintptr_t at = address - world->driver - 1;
	struct symbol symbol = symbol_of(symbols, at);

	for (unsigned back = 1; symbol.line == 0 && back < PROLOGUE_BYTES && back <= at; back++)
		symbol = symbol_of(symbols, at - back);
	return symbol;
}

static struct symbol function_of(struct symbols *symbols, uintptr_t address)
{
	return symbol_of(symbols, address - world->driver);
}

struct symbol trap_symbol(struct symbols *symbols, const struct trap *trap)
{
	if (is_of_driver(trap->place))
		return place_of(symbols, trap->place);
	for (unsigned i = 0; i < TRAP_FRAMES && trap->callers[i]; i++) {
		if (is_of_driver(trap->callers[i]))
			return place_of(symbols, trap->callers[i]);
	}
	/* It was not even entered: the line was requested by way of the typed registrations. */
	if (is_of_driver(trap->other))
		return place_of(symbols, trap->other);
	return (struct symbol) { .function = "?", .file = "?" };
}

static const char *base_name(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

void report_finding(FILE *out, struct symbols *symbols, const struct finding *finding)
{
	struct symbol at = trap_symbol(symbols, &finding->trap);

	fprintf(out, "%s:%u: %s: %s\n", at.file, at.line, finding->trap.rule, finding->trap.text);
	if (finding->trap.other && is_of_driver(finding->trap.other)) {
		struct symbol other = place_of(symbols, finding->trap.other);

		fprintf(out, "%s:%u: note: %s\n", other.file, other.line, finding->trap.other_text);
	}
}

/* The text of a source line, without what is around it; empty when it cannot be read. */
static void read_line(const struct symbol *symbol, char *text, size_t size)
{
	FILE *file = fopen(symbol->file, "r");
	char buffer[256];

	text[0] = '\0';
	for (unsigned line = 1; file && fgets(buffer, sizeof(buffer), file); line++) {
		char *start = buffer + strspn(buffer, " \t");

		if (line != symbol->line)
			continue;
		start[strcspn(start, "\n")] = '\0';
		snprintf(text, size, "%s", start);
		break;
	}
	if (file)
		fclose(file);
}

static const char *phase_text(uint64_t phase)
{
	static const char *const texts[] = { [PHASE_INIT] = "the module is loaded",
					     [PHASE_PROBE] = "the device is bound",
					     [PHASE_FAILED] = "probe has failed, devres releases",
					     [PHASE_BOUND] = "probe has returned",
					     [PHASE_REMOVE] = "the device is unbound",
					     [PHASE_RELEASED] = "remove has returned, devres releases",
					     [PHASE_EXIT] = "the device has no driver" };

	return phase < sizeof(texts) / sizeof(texts[0]) ? texts[phase] : "";
}

static void print_code(FILE *out, struct symbols *symbols, const struct event *event, char *last, size_t size)
{
	struct symbol at =
		event->kind == EVENT_CALL ? function_of(symbols, event->place) : place_of(symbols, event->place);
	char text[120], where[280];

	snprintf(where, sizeof(where), "%s:%u", base_name(at.file), at.line);
	if (strcmp(where, last) == 0)
		return;
	snprintf(last, size, "%s", where);
	read_line(&at, text, sizeof(text));
	fprintf(out, "  %5u  %-10s %-24s %s\n", event->step, world->contexts[event->context].name, where, text);
}

static void print_event(FILE *out, struct symbols *symbols, const struct event *event, char *last, size_t size)
{
	switch (event->kind) {
	case EVENT_POINT:
		if (is_of_driver(event->place))
			print_code(out, symbols, event, last, size);
		return;
	case EVENT_CALL:
		if (is_of_driver(event->place))
			fprintf(out, "  %5u  -- %s: %s()\n", event->step, event->text,
				function_of(symbols, event->place).function);
		break;
	case EVENT_INTERRUPT:
		fprintf(out, "  %5u  -- interrupt %lu on CPU %lu\n", event->step, (unsigned long)event->number,
			(unsigned long)event->place);
		break;
	case EVENT_PHASE: fprintf(out, "  %5u  -- %s\n", event->step, phase_text(event->number)); break;
	case EVENT_FAILURE:
		fprintf(out, "  %5u  -- this fails:\n", event->step);
		print_code(out, symbols, event, last, size);
		break;
	case EVENT_MESSAGE:
	case EVENT_LOG: fprintf(out, "  %5u  -- log: %s\n", event->step, event->text); break;
	case EVENT_RELEASE:
		fprintf(out, "  %5u  -- devres releases:\n", event->step);
		print_code(out, symbols, event, last, size);
		break;
	case EVENT_SWITCH:
	case EVENT_TIME: return;
	}
	last[0] = '\0';
}

void report_timeline(FILE *out, struct symbols *symbols, const struct trace *trace, const struct trap *trap)
{
	struct symbol at = trap_symbol(symbols, trap);
	char last[280] = "", text[120];

	/* A race ends no schedule. */
	for (size_t i = 0; i < trace->count && trace->events[i].step <= trap->step; i++)
		print_event(out, symbols, &trace->events[i], last, sizeof(last));
	read_line(&at, text, sizeof(text));
	fprintf(out, "  %5u  ** %s:%u  %s\n", trap->step, base_name(at.file), at.line, text);
	if (trace->full)
		fputs("  the rest did not fit into memory\n", out);
}

static void replay_text(const struct finding *finding, char *text, size_t size)
{
	size_t length;

	setting_format(&finding->setting, text, size);
	length = strlen(text);
	snprintf(text + length, size - length, "%s", finding->replay);
}

void report_replay(FILE *out, const struct finding *finding)
{
	char text[REPLAY_TEXT + 64];

	replay_text(finding, text, sizeof(text));
	fprintf(out, "  replay: IRQRT_REPLAY='%s'\n", text);
}

void report_json(FILE *out, struct symbols *symbols, const struct finding *finding)
{
	struct symbol at = trap_symbol(symbols, &finding->trap);
	char text[REPLAY_TEXT + 64];
	json_t *object;

	replay_text(finding, text, sizeof(text));
	object = json_pack("{s:s,s:s,s:i,s:s,s:s,s:i,s:i,s:s}", "rule", finding->trap.rule, "file", at.file, "line",
			   (int)at.line, "function", at.function, "message", finding->trap.text, "interrupts",
			   (int)finding->interrupts, "preemptions", (int)finding->preemptions, "replay", text);
	if (object)
		json_dumpf(object, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(object);
}

/* Of this program alone: what getrusage() says includes the program that started it. */
static long resident_kib(void)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[128];
	long kib = 0;

	while (status && fgets(line, sizeof(line), status)) {
		if (sscanf(line, "VmHWM: %ld", &kib) == 1)
			break;
	}
	if (status)
		fclose(status);
	return kib;
}

static void summary_json(FILE *out, const struct verdict *verdict)
{
	json_t *object;

	object = json_pack("{s:I,s:I,s:I,s:I,s:i,s:i,s:b,s:b,s:I}", "schedules", (json_int_t)verdict->schedules,
			   "executed", (json_int_t)verdict->executed, "trapped", (json_int_t)verdict->trapped, "cut",
			   (json_int_t)verdict->cut, "steps", (int)verdict->steps, "points", (int)verdict->points,
			   "strayed", verdict->strayed, "more", verdict->more, "resident_kib",
			   (json_int_t)resident_kib());
	if (object)
		json_dumpf(object, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(object);
}

void report_summary(FILE *out, const struct verdict *verdict, bool json)
{
	if (json) {
		summary_json(out, verdict);
		return;
	}
	fprintf(out, "%s: %lu schedules, %u points, longest %u steps",
		verdict->count ? "trapped"
		: verdict->cut ? "not finished"
			       : "survived",
		(unsigned long)verdict->schedules, verdict->points, verdict->steps);
	if (verdict->cut)
		fprintf(out, "; %lu of them cut short by a limit: %s", (unsigned long)verdict->cut, verdict->limit);
	if (verdict->strayed)
		fputs("; the driver does not repeat itself, so schedules may be missing", out);
	fputc('\n', out);
}
