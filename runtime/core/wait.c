// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Wait queues and completions. */
#include "core/blame.h"
#include "sim/world.h"

#include <linux/completion.h>
#include <linux/list.h>
#include <linux/wait.h>

#define NS_PER_JIFFY (1000000000u / HZ)

void irqrt_init_waitqueue_head(wait_queue_head_t *queue, const char *name)
{
	(void)name;
	touch((uintptr_t)queue, sizeof(*queue), true, CALLER);
	*queue = (wait_queue_head_t) { .lock = __SPIN_LOCK_UNLOCKED(queue->lock) };
	INIT_LIST_HEAD(&queue->head);
}

static void check(wait_queue_head_t *queue, const char *noun, const char *how, uintptr_t pc)
{
	touch((uintptr_t)queue, sizeof(*queue), true, pc);
	if (!queue->head.next)
		not_initialised(noun, how, pc);
}

void irqrt_wake_up(wait_queue_head_t *queue, bool all)
{
	(void)all;
	check(queue, "wait queue", "woken", CALLER);
	queue->irqrt_wakes++;
	point(CALLER);
}

unsigned long irqrt_wait_begin(wait_queue_head_t *queue)
{
	check(queue, "wait queue", "waited on", CALLER);
	return queue->irqrt_wakes;
}

struct wait {
	const wait_queue_head_t *queue;
	unsigned long begun;
	const struct context *self;
};

static bool was_woken(void *what)
{
	const struct wait *wait = what;

	return wait->queue->irqrt_wakes != wait->begun || wait->self->woken;
}

static uint64_t deadline(long timeout)
{
	return timeout == MAX_SCHEDULE_TIMEOUT ? NEVER : run->now + (uint64_t)timeout * NS_PER_JIFFY;
}

static long left_until(uint64_t when)
{
	return when == NEVER ? MAX_SCHEDULE_TIMEOUT : when > run->now ? (long)((when - run->now) / NS_PER_JIFFY) : 0;
}

long irqrt_wait(wait_queue_head_t *queue, unsigned long begun, long timeout)
{
	struct wait wait = { queue, begun, run->current };
	uint64_t when = deadline(timeout);

	might_sleep_at(CALLER, "wait_event");
	sleep_until(was_woken, &wait, when, WAIT_EVENT, queue);
	run->current->woken = false;
	return left_until(when);
}

/* Completions. */

void init_completion(struct completion *completion)
{
	touch((uintptr_t)completion, sizeof(*completion), true, CALLER);
	*completion = (struct completion) { .wait = { .lock = __SPIN_LOCK_UNLOCKED(completion->wait.lock) } };
	INIT_LIST_HEAD(&completion->wait.head);
}

static void check_completion(struct completion *completion, const char *how, uintptr_t pc)
{
	touch((uintptr_t)completion, sizeof(*completion), true, pc);
	if (!completion->wait.head.next)
		not_initialised("completion", how, pc);
}

void complete(struct completion *completion)
{
	check_completion(completion, "completed", CALLER);
	if (completion->done != ~0u)
		completion->done++;
	point(CALLER);
}

void complete_all(struct completion *completion)
{
	check_completion(completion, "completed", CALLER);
	completion->done = ~0u;
	point(CALLER);
}

bool completion_done(struct completion *completion)
{
	check_completion(completion, "asked", CALLER);
	return completion->done != 0;
}

static void consume(struct completion *completion)
{
	if (completion->done != ~0u)
		completion->done--;
}

bool try_wait_for_completion(struct completion *completion)
{
	check_completion(completion, "asked", CALLER);
	if (!completion->done)
		return false;
	consume(completion);
	return true;
}

static bool is_done(void *what)
{
	return ((const struct completion *)what)->done != 0;
}

static long wait_for(struct completion *completion, long timeout, uintptr_t pc)
{
	uint64_t when = deadline(timeout);

	check_completion(completion, "waited for", pc);
	might_sleep_at(pc, "wait_for_completion");
	if (!sleep_until(is_done, completion, when, WAIT_EVENT, completion))
		return 0;
	consume(completion);
	return left_until(when) ? left_until(when) : 1;
}

void wait_for_completion(struct completion *completion)
{
	wait_for(completion, MAX_SCHEDULE_TIMEOUT, CALLER);
}

unsigned long wait_for_completion_timeout(struct completion *completion, unsigned long timeout)
{
	return (unsigned long)wait_for(completion, (long)timeout, CALLER);
}

int wait_for_completion_interruptible(struct completion *completion)
{
	wait_for(completion, MAX_SCHEDULE_TIMEOUT, CALLER);
	return 0;
}

long wait_for_completion_interruptible_timeout(struct completion *completion, unsigned long timeout)
{
	return wait_for(completion, (long)timeout, CALLER);
}
