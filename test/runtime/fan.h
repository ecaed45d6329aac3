// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the tests of typed registrations register: a fan on one line of one device, which notes what happens to it. */
#ifndef TEST_RUNTIME_FAN_H
#define TEST_RUNTIME_FAN_H

#include "machine.h"

#include <irqrt/arc.h>
#include <irqrt/box.h>

#include <linux/preempt.h>
#include <linux/slab.h>

#define LINE 24

static struct device_driver driver = { .name = "test" };
static struct device device = { .init_name = "test", .driver = &driver };
static struct device other = { .init_name = "other", .driver = &driver };

struct fan {
	struct kref kref;
	unsigned turns;
	bool turning; /* a handler or thread is about it */
};

/* What happened, a letter each: i init, h handler, t thread, d drop. */
static char log[64];
static int init_result;
static enum irq_return answer;
static struct device *expected_device; /* of the handlers */

static inline void note(const char *letter)
{
	strncat(log, letter, sizeof(log) - strlen(log) - 1);
}

static inline int fan_init(struct fan *fan, void *argument)
{
	(void)argument;
	if (init_result)
		return init_result;
	fan->turns = 1000;
	fan->turning = false;
	note("i");
	return 0;
}

static inline void fan_drop(struct fan *fan)
{
	if (fan->turning)
		trap("memory", 0, 0, NULL, "the data is dropped while its handler runs");
	note("d");
}

/* Turns, which takes a while in which others can act. */
static inline void turn(struct fan *fan)
{
	fan->turning = true;
	point(0);
	fan->turns++;
	fan->turning = false;
}

static inline enum irq_return fan_handle(struct fan *fan, struct device *dev)
{
	CHECK(dev == expected_device && in_hardirq() && fan->turns >= 1000);
	turn(fan);
	note("h");
	return answer;
}

static inline enum irq_return fan_thread(struct fan *fan, struct device *dev)
{
	CHECK(dev == expected_device && !in_hardirq() && fan->turns >= 1000);
	might_sleep();
	turn(fan);
	note("t");
	return IRQ_RET_HANDLED;
}

static inline enum threaded_irq_return fan_wake(struct fan *fan, struct device *dev)
{
	CHECK(dev == expected_device && in_hardirq() && fan->turns >= 1000);
	note("h");
	return THREADED_IRQ_WAKE_THREAD;
}

static inline void fan_free(struct fan *fan)
{
	note("d");
	kfree(fan);
}

static inline void fan_release(struct kref *kref)
{
	fan_free(container_of(kref, struct fan, kref));
}

/* One that is complete, and belongs to whoever called. */
static inline struct fan *fan_create(void)
{
	struct fan *fan = kzalloc(sizeof(*fan), GFP_KERNEL);

	CHECK(fan);
	kref_init(&fan->kref);
	fan->turns = 1000;
	return fan;
}

static inline struct irq_request request_of(struct device *dev)
{
	struct irq_request request = { 0 };

	CHECK(irq_request_init(&request, dev, LINE) == 0);
	return request;
}

static inline void begin(void)
{
	log[0] = '\0';
	init_result = 0;
	answer = IRQ_RET_HANDLED;
	expected_device = &device;
	device.driver = other.driver = &driver;
}

static inline void raise(void)
{
	line_raise(LINE, (unsigned)run->current->cpu);
}

static inline void trapped(void (*body)(void), unsigned interrupts, const char *rule)
{
	struct verdict verdict = search_body(body, interrupts, 0);

	CHECK(traps(&verdict, rule) && verdict.count == 1);
}

/* No schedule of @body is trapped. */
static inline void safe(void (*body)(void), unsigned interrupts, unsigned preemptions)
{
	struct verdict verdict = search_body(body, interrupts, preemptions);

	for (unsigned i = 0; i < verdict.count; i++)
		fprintf(stderr, "%s: %s\n", verdict.findings[i].trap.rule, verdict.findings[i].trap.text);
	CHECK(!verdict.count && !verdict.cut && verdict.schedules > 1);
}

#endif
