// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What a rule reports.  The engine never prints: it hands findings to a sink, and every front
 * door owns its sink.
 */
#ifndef IL_ENGINE_FINDING_H
#define IL_ENGINE_FINDING_H

#include "facts/unit.h"

#ifdef __cplusplus
extern "C" {
#endif

enum il_severity { IL_SEVERITY_WARNING, IL_SEVERITY_ERROR };

/* How sure the engine is that the code does what the message says. */
enum il_confidence { IL_CONFIDENCE_POSSIBLE, IL_CONFIDENCE_LIKELY, IL_CONFIDENCE_CERTAIN };

enum { IL_MESSAGE_MAX = 512, IL_STEPS_MAX = 32, IL_EDIT_MAX = 128, IL_EDITS_MAX = 4 };

/* A place with a sentence; the function is the one the place is in, or none. */
struct il_step {
	uint32_t place;
	uint32_t function;
	char message[IL_MESSAGE_MAX];
};

/* A change of the source that mends what is reported. */
struct il_edit {
	uint32_t file;
	uint32_t offset, length; /* what is replaced, in bytes */
	char text[IL_EDIT_MAX];
};

struct il_rule;

struct il_finding {
	const struct il_rule *rule; /* borrowed: static data */
	enum il_confidence confidence;
	struct il_step main;
	struct il_step trace[IL_STEPS_MAX]; /* in the order of execution */
	uint32_t trace_count;
	uint32_t before;		    /* how many steps of the trace happen before the place itself */
	struct il_edit edits[IL_EDITS_MAX]; /* all of them, or none when the fix is not certain */
	uint32_t edit_count;
};

struct il_sink {
	/* @finding and @unit are borrowed for the call. */
	void (*report)(void *context, const struct il_unit *unit, const struct il_finding *finding);
	void *context;
};

/*
 * Identity of a finding that survives edits elsewhere in the file: rule, file, function and
 * message.  Equal findings of one function are told apart by their order, which the sink knows.
 */
uint64_t il_finding_fingerprint(const struct il_unit *unit, const struct il_finding *finding);

const char *il_severity_name(enum il_severity severity);
const char *il_confidence_name(enum il_confidence confidence);

/* Returns true and @ret_confidence when @name is one of possible, likely, certain. */
bool il_confidence_from_name(const char *name, enum il_confidence *ret_confidence);

#ifdef __cplusplus
}
#endif

#endif
