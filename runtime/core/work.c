// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Work queues: kernel/workqueue.c.  A work runs on one worker at a time. */
#include "core/work.h"
#include "core/blame.h"
#include "core/device.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/devm-helpers.h>
#include <linux/list.h>
#include <linux/workqueue.h>

#include <string.h>

/* In work->data. */
#define PENDING 1
#define DISABLED 2

static struct workqueue_struct shared_queue, shared_long_queue;
struct workqueue_struct *system_wq = &shared_queue;
struct workqueue_struct *system_long_wq = &shared_long_queue;

static struct worker *worker_of(const struct work_struct *work)
{
	for (unsigned i = 0; i < WORKERS; i++) {
		if (run->works.workers[i].work == work)
			return &run->works.workers[i];
	}
	return NULL;
}

static bool may_begin(const struct queued_work *queued)
{
	unsigned active = 0;

	for (unsigned i = 0; i < WORKERS; i++)
		active += run->works.workers[i].work && run->works.workers[i].queue == queued->queue;
	return !worker_of(queued->work) && (!queued->queue->max_active || active < queued->queue->max_active);
}

static struct queued_work *next_work(void)
{
	for (unsigned i = 0; i < run->works.count; i++) {
		if (may_begin(&run->works.pending[i]))
			return &run->works.pending[i];
	}
	return NULL;
}

static bool work_waits(void *what)
{
	(void)what;
	return next_work() != NULL;
}

static void take_off(struct queued_work *queued)
{
	size_t behind = (size_t)(&run->works.pending[--run->works.count] - queued);

	memmove(queued, queued + 1, behind * sizeof(*queued));
}

static void worker_main(void *argument)
{
	struct worker *self = argument;

	for (;;) {
		struct queued_work *next;
		work_func_t function;
		uintptr_t queued_at;

		sleep_until(work_waits, NULL, NEVER, WAIT_IDLE, NULL);
		next = next_work();
		if (!next)
			continue;
		self->work = next->work;
		self->queue = next->queue;
		queued_at = next->queued_at;
		take_off(next);
		run->current->errand.kind = ERRAND_WORK;
		touch((uintptr_t)self->work, sizeof(*self->work), true, queued_at);
		function = self->work->func;
		self->work->data.counter &= ~PENDING;
		trace_call("work", (uintptr_t)function, 0);
		function(self->work);
		run->current->errand.kind = ERRAND_NONE;
		check_left_clean(run->current);
		order_release(self->work);
		order_release(self->queue);
		self->work = NULL;
		self->queue = NULL;
	}
}

static void initialise(struct work_struct *work, work_func_t function, uintptr_t pc)
{
	touch((uintptr_t)work, sizeof(*work), true, pc);
	*work = (struct work_struct) { .func = function };
	INIT_LIST_HEAD(&work->entry);
}

void irqrt_init_work(struct work_struct *work, work_func_t function)
{
	initialise(work, function, CALLER);
}

static void check(struct work_struct *work, const char *how, uintptr_t pc)
{
	touch((uintptr_t)work, sizeof(*work), true, pc);
	if (!work->func)
		not_initialised("work", how, pc);
}

bool work_queue(struct workqueue_struct *queue, struct work_struct *work, uintptr_t pc)
{
	check(work, "queued", pc);
	if (!queue || queue->destroyed)
		trap(run->current->errand.action ? "irq-deferred-work-outlives" : "memory", pc, 0, NULL,
		     "a work is queued on a queue that does not exist");
	if (work->data.counter)
		return false;
	if (run->works.count == WORKS_MAX)
		cut_short("queued works");
	work->data.counter |= PENDING;
	run->works.pending[run->works.count++] = (struct queued_work) { work, queue, pc };
	for (unsigned i = 0; i < WORKERS; i++) {
		if (!run->works.workers[i].task)
			run->works.workers[i].task =
				task_create("kworker", CLASS_WORK, worker_main, &run->works.workers[i]);
	}
	point(pc);
	return true;
}

bool queue_work(struct workqueue_struct *queue, struct work_struct *work)
{
	return work_queue(queue, work, CALLER);
}

bool schedule_work(struct work_struct *work)
{
	return work_queue(system_wq, work, CALLER);
}

bool work_pending(struct work_struct *work)
{
	check(work, "asked", CALLER);
	return work->data.counter & PENDING;
}

/* Returns: whether it was pending. */
static bool dequeue(struct work_struct *work)
{
	for (unsigned i = 0; i < run->works.count; i++) {
		if (run->works.pending[i].work == work) {
			take_off(&run->works.pending[i]);
			work->data.counter &= ~PENDING;
			return true;
		}
	}
	return false;
}

static bool is_over(void *what)
{
	return !worker_of(what);
}

static bool is_idle(void *what)
{
	return !worker_of(what) && !(((const struct work_struct *)what)->data.counter & PENDING);
}

static void check_not_own(const struct work_struct *work, const char *what, uintptr_t pc)
{
	const struct worker *worker = worker_of(work);

	if (worker && worker->task == run->current)
		trap("deadlock", pc, 0, NULL, "%s() in the work itself waits for itself", what);
}

bool work_cancel_sync(struct work_struct *work, const char *what, uintptr_t pc)
{
	bool was_pending;

	check(work, "cancelled", pc);
	might_sleep_at(pc, what);
	check_not_own(work, what, pc);
	was_pending = dequeue(work);
	sleep_until(is_over, work, NEVER, WAIT_WORK, work);
	point(pc);
	return was_pending;
}

bool work_cancel(struct work_struct *work, uintptr_t pc)
{
	check(work, "cancelled", pc);
	return dequeue(work);
}

bool cancel_work(struct work_struct *work)
{
	return work_cancel(work, CALLER);
}

bool cancel_work_sync(struct work_struct *work)
{
	return work_cancel_sync(work, "cancel_work_sync", CALLER);
}

bool disable_work_sync(struct work_struct *work)
{
	bool was_pending = work_cancel_sync(work, "disable_work_sync", CALLER);

	work->data.counter |= DISABLED;
	return was_pending;
}

bool work_flush(struct work_struct *work, const char *what, uintptr_t pc)
{
	check(work, "flushed", pc);
	might_sleep_at(pc, what);
	check_not_own(work, what, pc);
	sleep_until(is_idle, work, NEVER, WAIT_WORK, work);
	point(pc);
	return true;
}

bool flush_work(struct work_struct *work)
{
	return work_flush(work, "flush_work", CALLER);
}

static bool queue_is_idle(void *what)
{
	for (unsigned i = 0; i < run->works.count; i++) {
		if (run->works.pending[i].queue == what)
			return false;
	}
	for (unsigned i = 0; i < WORKERS; i++) {
		if (run->works.workers[i].work && run->works.workers[i].queue == what)
			return false;
	}
	return true;
}

static void flush(struct workqueue_struct *queue, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	for (unsigned i = 0; i < WORKERS; i++) {
		if (run->works.workers[i].task == run->current && run->works.workers[i].queue == queue)
			trap("deadlock", pc, 0, NULL, "%s() in a work of the queue waits for itself", what);
	}
	sleep_until(queue_is_idle, queue, NEVER, WAIT_WORK, queue);
	point(pc);
}

void flush_workqueue(struct workqueue_struct *queue)
{
	flush(queue, "flush_workqueue", CALLER);
}

void drain_workqueue(struct workqueue_struct *queue)
{
	flush(queue, "drain_workqueue", CALLER);
}

struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *queue;

	(void)format;
	(void)flags;
	might_sleep_at(CALLER, "alloc_workqueue");
	if (fails_now(CALLER))
		return NULL;
	if (run->works.queues_used == sizeof(run->works.queues) / sizeof(run->works.queues[0]))
		cut_short("work queues");
	queue = &run->works.queues[run->works.queues_used++];
	*queue = (struct workqueue_struct) { .max_active = (unsigned)max_active };
	return queue;
}

void destroy_workqueue(struct workqueue_struct *queue)
{
	flush(queue, "destroy_workqueue", CALLER);
	queue->destroyed = true;
}

static void cancel_managed(void *work)
{
	work_cancel_sync(work, "cancel_work_sync", PLACE_OF(((struct work_struct *)work)->func));
}

int devm_work_autocancel(struct device *dev, struct work_struct *work, work_func_t function)
{
	initialise(work, function, CALLER);
	return devm_add_action(dev, cancel_managed, work);
}

static void cancel_managed_delay(void *work)
{
	cancel_delayed_work_sync(work);
}

int devm_delayed_work_autocancel(struct device *dev, struct delayed_work *work, work_func_t function)
{
	irqrt_init_delayed_work(work, function);
	return devm_add_action(dev, cancel_managed_delay, work);
}
