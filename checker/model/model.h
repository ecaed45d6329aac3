// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the functions, macros and records of the kernel mean: data in the .def files beside this
 * header, sorted by name, and what users add to them.  No rule and no engine file names an API;
 * they ask here.
 */
#ifndef IL_MODEL_MODEL_H
#define IL_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum il_primitive_kind {
	IL_PRIMITIVE_CALL,  /* a call of the macro's name */
	IL_PRIMITIVE_VALUE, /* its first argument, whatever else the macro does */
	IL_PRIMITIVE_CHECK, /* both: a call whose value is its first argument */
	IL_PRIMITIVE_STORE, /* stores its second argument in the first */
};

/* A macro with one meaning, to be seen as one event instead of what .config makes of it. */
struct il_primitive {
	const char *name;
	enum il_primitive_kind kind;
};

/* Returns the primitive called @name, or NULL.  Context: any.  Borrowed: static data. */
const struct il_primitive *il_model_primitive(const char *name);

/* How a registration made by this function ends. */
enum il_management {
	IL_MANAGED_BY_DRIVER, /* by a call of the free function */
	IL_MANAGED_BY_DEVICE, /* by devres when the device is unbound */
	IL_MANAGED_BY_CORE,   /* by a subsystem, together with what else it did for the driver */
};

/* Lines that have request and free functions of their own. */
enum il_line_kind {
	IL_KIND_IRQ,
	IL_KIND_PERCPU,
	IL_KIND_NMI,
	IL_KIND_PERCPU_NMI,
	IL_KIND_VECTOR, /* of a PCI device, by its index */
	IL_KIND_EVENT,	/* Xen event channel */
};

/* What a request function returns when it succeeds; failure is a negative errno. */
enum il_result {
	IL_RESULT_ZERO,
	IL_RESULT_CONTEXT, /* in which context the handler runs: not negative */
	IL_RESULT_LINE,	   /* the line */
};

enum { IL_NO_ARGUMENT = -1 };

/* A function that registers a handler for a line.  Argument positions count from 0. */
struct il_request_api {
	const char *name;
	int8_t device, line, handler, thread, flags, label, cookie; /* or IL_NO_ARGUMENT */
	uint64_t implied_flags;					    /* that the function adds by itself */
	enum il_management management;
	enum il_line_kind kind;
	enum il_result result;
};

/* A function that ends a registration and waits for its handler. */
struct il_free_api {
	const char *name;
	int8_t device, line, cookie; /* or IL_NO_ARGUMENT */
	enum il_management management;
	enum il_line_kind kind;
};

enum il_control { IL_CONTROL_DISABLE, IL_CONTROL_ENABLE, IL_CONTROL_STATUS, IL_CONTROL_SYNCHRONIZE };

/* For whom a function waits: a thread's end includes its primary handler's. */
enum il_wait { IL_WAIT_NOBODY, IL_WAIT_HANDLER, IL_WAIT_THREAD };

/* A function that acts on a line that stays requested. */
struct il_control_api {
	const char *name;
	int8_t line, status; /* or IL_NO_ARGUMENT */
	enum il_control control;
	enum il_wait wait;
};

/* What a look-up returns when there is no line. */
enum il_failure { IL_FAILURE_NEGATIVE, IL_FAILURE_ZERO, IL_FAILURE_EITHER };

/* What is known of how a line is wired. */
enum il_origin {
	IL_ORIGIN_UNKNOWN,
	IL_ORIGIN_FIRMWARE, /* described by device tree or ACPI for this device */
	IL_ORIGIN_PLATFORM, /* the same, or handed down by the driver of the device around it */
	IL_ORIGIN_GPIO,
	IL_ORIGIN_MESSAGE, /* MSI: edges that never get lost, on chips that are safe for one shot */
	IL_ORIGIN_MAPPED,  /* of another interrupt controller: nested or not */
	IL_ORIGIN_NESTED,  /* handled in the thread of another line */
};

/* A function that looks a line up. */
struct il_line_api {
	const char *name;
	enum il_failure failure;
	enum il_origin origin;
	bool defers; /* -EPROBE_DEFER is one of its answers */
};

/* A record with a struct device inside. */
struct il_device_record {
	const char *record; /* without "struct" */
	const char *field;
	bool bound;	  /* a driver binds it */
	const char *line; /* field, or "" */
	enum il_origin origin;
};

enum il_help {
	IL_HELP_MAPS,
	IL_HELP_QUIET,
	IL_HELP_LOOKS,
	IL_HELP_RETURNS,
	IL_HELP_TESTS,
	IL_HELP_LATER,
	IL_HELP_ACTION,
	IL_HELP_ERRNO,
	IL_HELP_UNBINDS,
	IL_HELP_ENCODES,
	IL_HELP_FAILED
};

/* A function of which one fact is needed. */
struct il_helper {
	const char *name;
	enum il_help help;
};

/* What a function does to an object that a handler may use: effects.def. */
enum il_effect_kind {
	IL_EFFECT_INIT,
	IL_EFFECT_USE,
	IL_EFFECT_ARM,
	IL_EFFECT_ENABLE,
	IL_EFFECT_CALM,
	IL_EFFECT_CANCEL,
	IL_EFFECT_BAR,
	IL_EFFECT_DRAIN,
	IL_EFFECT_RELEASE,
};

enum il_object {
	IL_OBJECT_MEMORY,
	IL_OBJECT_LOCK,
	IL_OBJECT_COMPLETION,
	IL_OBJECT_WAITQUEUE,
	IL_OBJECT_WORK,
	IL_OBJECT_DELAYED_WORK,
	IL_OBJECT_KTHREAD_WORK,
	IL_OBJECT_IRQ_WORK,
	IL_OBJECT_TASKLET,
	IL_OBJECT_TIMER,
	IL_OBJECT_HRTIMER,
	IL_OBJECT_NAPI,
	IL_OBJECT_WORKQUEUE,
	IL_OBJECT_LIST,
	IL_OBJECT_FIFO,
	IL_OBJECT_INDEX,
	IL_OBJECT_DATA, /* memory that a handler gets a pointer to; no function makes it ready */
};

struct il_effect {
	const char *name;
	int8_t argument, callback; /* or IL_NO_ARGUMENT */
	enum il_effect_kind kind;
	enum il_object object;
};

/* A function that sets a pointer in a record that it is given. */
struct il_fill {
	const char *name, *field;
	int8_t argument;
};

/* Which lines a function takes away. */
enum il_wiring {
	IL_WIRED_LINE = 1,
	IL_WIRED_MSI = 2,
	IL_WIRED_MSIX = 4,
	IL_WIRED_VECTOR = 8, /* of pci_irq_vector() */
	IL_WIRED_MESSAGES = 16,
	IL_WIRED_CHIP = 32,
	IL_WIRED_DOMAIN = 64,
};

/* A function that takes lines away, whoever has requested them. */
struct il_vector {
	const char *name;
	int8_t argument;
	uint32_t wired; /* set of il_wiring */
};

enum il_affinity_part { IL_AFFINITY_HINT, IL_AFFINITY_NOTIFIER, IL_AFFINITY_PARTS };

/* A function that sets, or takes back, where a line should go or who is told of that. */
struct il_affinity {
	const char *name;
	int8_t line, value; /* or IL_NO_ARGUMENT */
	enum il_affinity_part part;
};

enum il_power { IL_POWER_NONE, IL_POWER_OFF, IL_POWER_READ };

/* A function of a core that runs what the driver put in a field. */
struct il_run {
	const char *name, *field;
	bool stops; /* to make the device quiet */
};

/* Operations of which the second undoes the first. */
struct il_pair {
	const char *first, *second;
	bool begins; /* the object's life begins and ends with them */
	bool undone; /* the second is called even if the first has failed */
};

enum il_record_kind { IL_RECORD_OWN, IL_RECORD_CORE, IL_RECORD_GENERIC };

/* Flags that do not go together. */
struct il_combination {
	enum il_line_kind kind;
	uint64_t all, any, none;
	uint32_t since; /* IL_KERNEL(), or 0 */
	const char *what, *outcome;
};

/* Versions compare as numbers. */
#define IL_KERNEL(major, minor) ((uint32_t)(major) << 16 | (uint32_t)(minor))

/* Flag bits and handler results that mean the same in every version: include/linux/interrupt.h. */
enum {
	IL_IRQF_TRIGGER_RISING = 0x1,
	IL_IRQF_TRIGGER_FALLING = 0x2,
	IL_IRQF_TRIGGER_HIGH = 0x4,
	IL_IRQF_TRIGGER_LOW = 0x8,
	IL_IRQF_TRIGGER_MASK = 0xf,
	IL_IRQF_SHARED = 0x80,
	IL_IRQF_PERCPU = 0x400,
	IL_IRQF_IRQPOLL = 0x1000,
	IL_IRQF_ONESHOT = 0x2000,
	IL_IRQF_NO_SUSPEND = 0x4000,
	IL_IRQF_COND_SUSPEND = 0x40000,
	IL_IRQF_NO_AUTOEN = 0x80000,
	IL_IRQF_TIMER = 0x200 | 0x4000 | 0x10000,
	IL_IRQ_NOAUTOEN = 0x1000, /* a line's status bit: include/linux/irq.h */
	IL_IRQ_WAKE_THREAD = 2,
	IL_IRQ_RESULT_MAX = 3, /* IRQ_NONE 0, IRQ_HANDLED 1, IRQ_WAKE_THREAD 2, and 1 | 2 */
};

/* The name of the enumeration that handlers return. */
#define IL_IRQRETURN_ENUM "enum irqreturn"

/* The record of a device, and its field with the device above it. */
#define IL_DEVICE_RECORD "device"
#define IL_DEVICE_PARENT "parent"
/* Its field with what the driver keeps there. */
#define IL_DEVICE_DATA "driver_data"

/* The kinds of entries that users can add to, and how a file or an annotation names them. */
#define IL_MODEL_TABLES(X)                                                                                             \
	X(requests, struct il_request_api, "request")                                                                  \
	X(frees, struct il_free_api, "free")                                                                           \
	X(controls, struct il_control_api, "control")                                                                  \
	X(lines, struct il_line_api, "line")

/*
 * The built-in data together with a user's.
 * INVARIANT (sorted): every table is in byte order of the names, and a name is in it once; what a
 * user says of a function replaces what is built in.
 */
struct il_model {
	uint32_t kernel; /* IL_KERNEL() of the target; 0: the newest */
#define IL_DECLARE_ENTRIES(member, type, word)                                                                         \
	struct {                                                                                                       \
		type *at;                                                                                              \
		uint32_t count;                                                                                        \
	} member;
	IL_MODEL_TABLES(IL_DECLARE_ENTRIES)
#undef IL_DECLARE_ENTRIES
	char **names; /* of the user's entries; owned */
	uint32_t name_count;
};

/* Context: any.  Returns: the built-in model, owned by the caller. */
struct il_model *il_model_create(void);

/* Returns: a copy that can be added to, owned by the caller. */
struct il_model *il_model_copy(const struct il_model *model);

/* Accepts: NULL. */
void il_model_destroy(struct il_model *model);

/* Return the entry called @name, or NULL.  Context: any.  Borrowed from @model. */
const struct il_request_api *il_model_request(const struct il_model *model, const char *name);
const struct il_free_api *il_model_free(const struct il_model *model, const char *name);
const struct il_control_api *il_model_control(const struct il_model *model, const char *name);
const struct il_line_api *il_model_line(const struct il_model *model, const char *name);

/* Returns what is known of record @name ("struct x" or "x"), or NULL.  Borrowed: static data. */
const struct il_device_record *il_model_device(const char *name);

/* Returns whether a free function for lines of kind @freed also ends registrations of kind @requested. */
bool il_model_frees(enum il_line_kind freed, enum il_line_kind requested);

/* Returns whether the function called @name maps registers. */
bool il_model_maps_registers(const char *name);

/*
 * Returns the first thing that the function called @name does to its arguments, or NULL; the next
 * ones follow it as long as il_effect_is_of() tells so.  Borrowed: static data.
 */
const struct il_effect *il_model_effects(const char *name);
bool il_effect_is_of(const struct il_effect *effect, const char *name);

/* Returns which pointer the function called @name sets, or NULL. */
const struct il_fill *il_model_fill(const char *name);

/* Returns which argument of the function called @name points to memory that it copies or moves, or IL_NO_ARGUMENT. */
int8_t il_model_copied(const char *name);

/* Return what the function called @name does to lines, or NULL.  Borrowed: static data. */
const struct il_vector *il_model_vector(const char *name);
const struct il_affinity *il_model_affinity(const char *name);

/* Returns whether the function called @name switches a device off, or asks its registers. */
enum il_power il_model_power(const char *name);

/* Returns how a line is wired that field @field of record @record ("struct x" or "x") of a core has, or 0. */
uint32_t il_model_wired(const char *record, const char *field);

/* As il_model_effects(), for what the function called @name runs. */
const struct il_run *il_model_runs(const char *name);
bool il_run_is_of(const struct il_run *run, const char *name);

/* Returns whether the function called @name releases the memory its first argument points to. */
bool il_model_releases(const char *name);

/* Returns whether the function called @name does nothing with a pointer that is NULL. */
bool il_model_is_quiet(const char *name);

/* Returns whether the function called @name looks at pointers only, and not at what they point to. */
bool il_model_looks(const char *name);

/* Returns whether the function called @name tells the state of the object its argument points to. */
bool il_model_tests(const char *name);

/* Returns whether what the function called @name tells is false until the object is registered, or without users. */
bool il_model_is_later(const char *name);

/* Returns whether devres will call the second argument of the function called @name with the third. */
bool il_model_is_action(const char *name);

/* Returns whether devres releases what the function called @name returns. */
bool il_model_is_managed(const char *name);

/* Returns whether no device is bound to a driver any more when the function called @name returns. */
bool il_model_unbinds(const char *name);

/* Returns whether the function called @name returns an errno, never 0. */
bool il_model_is_errno(const char *name);

/* Returns whether the function called @name returns its first argument, an errno, as a pointer. */
bool il_model_encodes(const char *name);

/* Returns whether the function called @name tells whether its first argument is an errno. */
bool il_model_tells_failure(const char *name);

/* Returns all pairs of operations.  Borrowed: static data. */
const struct il_pair *il_model_pairs(uint32_t *ret_count);

/* Returns what is known of record @name ("struct x" or "x"). */
enum il_record_kind il_model_record(const char *name);

/* Returns whether the function called @name returns its second argument. */
bool il_model_returns_second(const char *name);

/* Returns whether the arguments of calls of @name are ones that fixes may want to change. */
bool il_model_is_mendable(const char *name);

/* Returns the flag rules that hold for @model's kernel one by one, NULL after the last. */
const struct il_combination *il_model_combination(const struct il_model *model, uint32_t *cursor);

/* Returns true and @ret_version when @text is X.Y or begins with it, as 6.12.3-rc1 does. */
bool il_kernel_from_text(const char *text, uint32_t *ret_version);

/* A key and its value, as "line" and "1", of an entry that a user adds. */
struct il_model_setting {
	const char *key, *value;
};

/*
 * Adds the entry that @settings describe: @table is the word of IL_MODEL_TABLES, and "name" is one
 * of the keys.  Returns: true, or false and the reason in @ret_problem.
 */
bool il_model_add(struct il_model *model, const char *table, const struct il_model_setting *settings, size_t count,
		  char *ret_problem, size_t size);

/* What annotations begin with that are ours. */
#define IL_ANNOTATION_PREFIX "irqlint::"

/* Words without arguments: include/irqrt/annotate.h says what each is behind. */
enum il_promise {
	IL_PROMISE_NONE,
	IL_PROMISE_BELONGS,
	IL_PROMISE_BOUND,
	IL_PROMISE_CONSUMES,
	IL_PROMISE_HANDLER,
	IL_PROMISE_PINNED,
	IL_PROMISE_SHARED_DATA,
	IL_PROMISE_SLEEPS,
};

/*
 * Returns what the annotation @text promises, and in @ret_parameter the position of the parameter
 * that "irqlint::WORD(parameter=N)" is said of, else IL_NO_ARGUMENT.
 */
enum il_promise il_model_promise(const char *text, int8_t *ret_parameter);

/*
 * Adds what an annotation "irqlint::TABLE(key=value, ...)" says of function @name.
 * Returns: true, also for promises and annotations that are not ours; or false and the reason in @ret_problem.
 */
bool il_model_annotate(struct il_model *model, const char *name, const char *text, char *ret_problem, size_t size);

/*
 * Adds the entries of a YAML file.  Context: process.
 * Returns: true, or false and, in @ret_problem, a sentence that names the file and the line.
 */
bool il_model_load(struct il_model *model, const char *file, char *ret_problem, size_t size);

/* For tests: the tables that users cannot add to. */
const struct il_primitive *il_model_primitives(uint32_t *ret_count);
const struct il_device_record *il_model_devices(uint32_t *ret_count);
const struct il_helper *il_model_helpers(uint32_t *ret_count);
enum il_life_table {
	IL_LIFE_EFFECTS,
	IL_LIFE_FILLS,
	IL_LIFE_COPIES,
	IL_LIFE_RUNS,
	IL_LIFE_OBJECTS,
	IL_LIFE_MANAGED,
	IL_LIFE_VECTORS,
	IL_LIFE_AFFINITIES,
	IL_LIFE_POWERS,
	IL_LIFE_TABLES,
};
const char *il_model_life_name(enum il_life_table table, uint32_t index); /* NULL after the last */

#ifdef __cplusplus
}
#endif

#endif
