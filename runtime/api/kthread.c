// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Threads of drivers. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/kthread.h>

struct task_struct {
	struct context *context;
	int (*function)(void *data);
	void *data;
	int result;
	bool stops;
	bool ended; /* its context may be another task's by now */
};

static void thread_main(void *argument)
{
	struct task_struct *thread = argument;
	int result = thread->function(thread->data);

	/* Who ends without being asked is gone: kthread_stop() of it comes too late. */
	if (!thread->stops)
		object_destroy(thread, "kthread_exit", run->current->at);
	else
		*thread = (struct task_struct) { .result = result, .ended = true };
	order_release(thread);
}

struct task_struct *irqrt_kthread_run(int (*function)(void *data), void *data, const char *format, ...)
{
	struct task_struct *thread = object_create(sizeof(*thread), "kthread_run", CALLER);

	(void)format;
	if (!thread)
		return ERR_PTR(-ENOMEM);
	*thread = (struct task_struct) { .function = function, .data = data };
	thread->context = task_create("kthread", CLASS_WORK, thread_main, thread);
	point(CALLER);
	return thread;
}

static bool has_ended(void *what)
{
	return ((const struct task_struct *)what)->ended;
}

int kthread_stop(struct task_struct *thread)
{
	uintptr_t pc = CALLER;
	int result;

	might_sleep_at(pc, "kthread_stop");
	touch((uintptr_t)thread, sizeof(*thread), true, pc);
	if (thread->context == run->current)
		trap("deadlock", pc, 0, NULL, "kthread_stop() of the thread itself waits for itself");
	thread->stops = true;
	thread->context->woken = true;
	sleep_until(has_ended, thread, NEVER, WAIT_WORK, thread);
	result = thread->result;
	object_destroy(thread, "kthread_stop", pc);
	return result;
}

bool kthread_should_stop(void)
{
	const struct context *self = run->current;
	const struct task_struct *thread = self->function == thread_main ? self->argument : NULL;

	point(CALLER);
	order_acquire(thread);
	return thread && thread->stops;
}
