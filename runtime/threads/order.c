// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The thread sanitizer's runtime watches the threads.  It is linked as a shared library: the driver's accesses come
 * to sim/instrument.c first, which checks them and passes them on.
 */
#include "sim/order.h"
#include "sim/world.h"

#include <dlfcn.h>
#include <stdio.h>

#define STACK_MAX 16u

/* The sanitizer's: no header of it has them all. */
void __tsan_acquire(void *address);
void __tsan_release(void *address);
int __tsan_get_report_mop(void *report, unsigned long index, int *thread, void **address, int *bytes, int *writes,
			  int *is_atomic, void **stack, unsigned long stack_room);
void __tsan_on_report(void *report);
const char *__tsan_default_options(void);

const bool order_is_watched = true;

static struct trap found;
static bool is_found;

void order_tell_release(const void *what)
{
	__tsan_release((void *)(uintptr_t)what);
}

void order_tell_acquire(const void *what)
{
	__tsan_acquire((void *)(uintptr_t)what);
}

void *order_callback(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

void order_freed(uintptr_t address, size_t bytes, uintptr_t pc)
{
	static void (*write_range)(void *address, unsigned long bytes, void *pc);

	if (!write_range)
		write_range = (void (*)(void *, unsigned long, void *))order_callback("__tsan_write_range_pc");
	if (write_range && bytes)
		write_range((void *)address, bytes, (void *)pc);
}

/* One of the two accesses of a report. */
struct access {
	uintptr_t pc;
	int writes;
};

static struct access access_of(void *report, unsigned long index)
{
	void *stack[STACK_MAX] = { NULL }, *address;
	struct access access = { 0 };
	int thread, bytes, is_atomic;

	if (__tsan_get_report_mop(report, index, &thread, &address, &bytes, &access.writes, &is_atomic, stack,
				  STACK_MAX))
		access.pc = (uintptr_t)stack[0];
	return access;
}

static const char *noun_of(const struct context *context)
{
	return context->errand.kind == ERRAND_HANDLER	  ? "the handler"
	       : context->errand.kind == ERRAND_THREAD_FN ? "the thread function"
	       : context->class == CLASS_MAIN		  ? "process context"
							  : "deferred work";
}

/* What the sanitizer intercepts are functions of the C library, which the host calls for memory of its own. */
static bool is_intercepted(uintptr_t pc)
{
	Dl_info of_pc, of_sanitizer;

	return pc && dladdr((void *)pc, &of_pc) && dladdr(order_callback("__tsan_read1"), &of_sanitizer) &&
	       of_pc.dli_fbase == of_sanitizer.dli_fbase;
}

/*
 * Only the driver and the typed registrations are instrumented: what the host's functions do is ordered by turns.
 * Context: the thread that comes second, within its access.
 */
void __tsan_on_report(void *report)
{
	struct access second = access_of(report, 0), first = access_of(report, 1);
	const struct context *context = run->current;
	unsigned depth;

	if (is_found || !context || is_intercepted(second.pc) || is_intercepted(first.pc))
		return;
	is_found = true;
	depth = context->depth < FRAMES_MAX ? context->depth : FRAMES_MAX;
	found = (struct trap) { .rule = "irq-data-race",
				.place = driver_place(second.pc),
				.other = first.pc,
				.other_text = first.writes ? "the other one writes" : "the other one reads",
				.step = run->step };
	for (unsigned i = 0; i < TRAP_FRAMES && depth; i++)
		found.callers[i] = context->frames[--depth].caller;
	snprintf(found.text, sizeof(found.text), "%s %s memory that another context uses: nothing orders the two",
		 noun_of(context), second.writes ? "writes" : "reads");
}

bool order_was_broken(struct trap *ret_trap)
{
	bool broken = is_found;

	if (broken)
		*ret_trap = found;
	is_found = false;
	return broken;
}

/* Reports are ours to tell: each, as a schedule that is repeated has to show it again.  TSAN_OPTIONS overrides. */
const char *__tsan_default_options(void)
{
	return "suppress_equal_stacks=0:suppress_equal_addresses=0:symbolize=0:log_path=/dev/null:exitcode=0:"
	       "report_thread_leaks=0:report_signal_unsafe=0:report_mutex_bugs=0";
}
