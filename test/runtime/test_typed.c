// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Each promise of the typed registrations: what they return, what they undo, and in which order. */
#include "machine.h"

#include <irqrt/arc.h>
#include <irqrt/box.h>
#include <irqrt/devres_slot.h>

#include <linux/slab.h>

#define LINE 24

static struct device_driver driver = { .name = "test" };
static struct device device = { .init_name = "test", .driver = &driver };
static struct device other = { .init_name = "other", .driver = &driver };

struct fan {
	struct kref kref;
	unsigned turns;
};

/* What happened, a letter each: i init, h handler, t thread, d drop. */
static char log[64];
static int init_result;

static void note(const char *letter)
{
	strncat(log, letter, sizeof(log) - strlen(log) - 1);
}

static int fan_init(struct fan *fan, void *argument)
{
	(void)argument;
	if (init_result)
		return init_result;
	fan->turns = 0;
	note("i");
	return 0;
}

static void fan_drop(struct fan *fan)
{
	(void)fan;
	note("d");
}

static enum irq_return fan_handle(struct fan *fan, struct device *dev)
{
	CHECK(dev == &device);
	fan->turns++;
	note("h");
	return IRQ_RET_HANDLED;
}

static enum irq_return fan_thread(struct fan *fan, struct device *dev)
{
	CHECK(dev == &device);
	fan->turns++;
	note("t");
	return IRQ_RET_HANDLED;
}

static enum threaded_irq_return fan_wake(struct fan *fan, struct device *dev)
{
	(void)fan;
	(void)dev;
	note("h");
	return THREADED_IRQ_WAKE_THREAD;
}

static void fan_free(struct fan *fan)
{
	note("d");
	kfree(fan);
}

static void fan_release(struct kref *kref)
{
	fan_free(container_of(kref, struct fan, kref));
}

DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
DEFINE_IRQ_THREADED_REGISTRATION(fan_both, struct fan, fan_wake, fan_thread, fan_init, fan_drop)
DEFINE_IRQ_THREAD_REGISTRATION(fan_only, struct fan, fan_thread, fan_init, fan_drop)
IRQ_HANDLER_ARC(fan_arc, struct fan, kref, fan_handle, fan_release)
IRQ_HANDLER_BOX(fan_box, struct fan, fan_handle, fan_free)

static struct irq_request request_of(struct device *dev)
{
	struct irq_request request = { 0 };

	CHECK(irq_request_init(&request, dev, LINE) == 0);
	return request;
}

static void begin(void)
{
	log[0] = '\0';
	init_result = 0;
	device.driver = other.driver = &driver;
}

static struct fan_irq *create(void)
{
	struct fan_irq *irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	struct irq_request request = request_of(&device);

	CHECK(fan_irq_new(irq, &request, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	CHECK(request.consumed && irq_request_irq(&request) == LINE);
	return irq;
}

static void drop(struct fan_irq *irq)
{
	fan_irq_drop(irq);
	kfree(irq);
	CHECK(!first_leak());
}

static void raise(void)
{
	line_raise(LINE, (unsigned)run->current->cpu);
}

static void life(void)
{
	struct fan_irq *irq;

	begin();
	irq = create();
	CHECK(fan_irq_handler(irq) == &irq->handler);
	raise();
	CHECK(irq_registration_synchronize(&irq->registration, &device) == 0);
	CHECK(irq_registration_try_synchronize(&irq->registration) == 0);
	fan_irq_drop(irq);
	CHECK(strcmp(log, "ihd") == 0 && !run->lines.table[LINE].actions);
	/* What is dropped, and what was never made, has nothing to drop. */
	fan_irq_drop(irq);
	fan_irq_drop(NULL);
	CHECK(strcmp(log, "ihd") == 0);
	kfree(irq);
	devres_release_all(&device);
	CHECK(!first_leak());
}

static void another_device(void)
{
	struct fan_irq *irq;

	begin();
	irq = create();
	CHECK(irq_registration_synchronize(&irq->registration, &other) == -EINVAL);
	drop(irq);
}

static void unbound(void)
{
	struct fan_irq *irq;

	begin();
	irq = create();
	devres_release_all(&device);
	CHECK(!run->lines.table[LINE].actions);
	CHECK(irq_registration_try_synchronize(&irq->registration) == -ENODEV);
	CHECK(fan_irq_handler(irq) == &irq->handler);
	device.driver = NULL;
	CHECK(irq_registration_synchronize(&irq->registration, &device) == -ENODEV);
	CHECK(strcmp(log, "i") == 0);
	drop(irq);
	CHECK(strcmp(log, "id") == 0);
}

static void moved(void)
{
	struct fan_irq *irq, copy;

	begin();
	irq = create();
	copy = *irq;
	CHECK(!fan_irq_handler(&copy));
	CHECK(irq_registration_try_synchronize(&copy.registration) == -EINVAL);
	CHECK(irq_registration_synchronize(&copy.registration, &device) == -EINVAL);
	fan_irq_drop(&copy);
	CHECK(run->lines.table[LINE].actions);
	drop(irq);
}

static void consumed(void)
{
	struct irq_request request = request_of(&device);
	struct fan_irq first = { 0 }, second = { 0 };

	begin();
	CHECK(fan_irq_new(&first, &request, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	CHECK(fan_irq_new(&second, &request, IRQ_FLAGS_NONE, "fan", NULL) == -EINVAL);
	CHECK(strcmp(log, "i") == 0);
	fan_irq_drop(&second);
	fan_irq_drop(&first);
	CHECK(strcmp(log, "id") == 0);
}

static void failed_use_consumes(void)
{
	struct irq_request request = request_of(&device);
	struct fan_irq irq;

	begin();
	init_result = -EIO;
	CHECK(fan_irq_new(&irq, &request, IRQ_FLAGS_NONE, "fan", NULL) == -EIO);
	/* What was not initialised is not dropped. */
	CHECK(request.consumed && log[0] == '\0');
	fan_irq_drop(&irq);
	CHECK(irq_request_init(&request, &device, 0) == -EINVAL);
	CHECK(irq_request_init(&request, &device, -EPROBE_DEFER) == -EPROBE_DEFER);
}

static void refused_flags(void)
{
	struct irq_request request = request_of(&device);
	irq_flags_t flags = { IRQF_SHARED | IRQF_NO_AUTOEN };
	struct fan_only irq;

	begin();
	CHECK(fan_only_new(&irq, &request, IRQ_FLAGS_SHARED, "fan", NULL) == -EINVAL);
	request = request_of(&device);
	CHECK(fan_only_new(&irq, &request, irq_flags_or(flags, IRQ_FLAGS_ONESHOT), "fan", NULL) == -EINVAL);
	CHECK(log[0] == '\0');
}

static void threads(void)
{
	struct irq_request request = request_of(&device);
	struct fan_both both;
	struct fan_only only;

	begin();
	CHECK(fan_both_new(&both, &request, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	raise();
	CHECK(irq_threaded_registration_synchronize(&both.registration, &device) == 0);
	fan_both_drop(&both);
	CHECK(strcmp(log, "ihtd") == 0);
	begin();
	request = request_of(&device);
	CHECK(fan_only_new(&only, &request, IRQ_FLAGS_ONESHOT, "fan", NULL) == 0);
	raise();
	CHECK(irq_threaded_registration_try_synchronize(&only.registration) == 0);
	fan_only_drop(&only);
	CHECK(strcmp(log, "itd") == 0);
}

static void shared_ownership(void)
{
	struct irq_request request = request_of(&device);
	struct fan *fan = kzalloc(sizeof(*fan), GFP_KERNEL);
	struct irq_registration registration;

	begin();
	kref_init(&fan->kref);
	CHECK(fan_arc_new(&registration, &request, IRQ_FLAGS_NONE, "fan", fan) == 0);
	/* The registration's reference is one of its own. */
	kref_put(&fan->kref, fan_release);
	raise();
	CHECK(strcmp(log, "h") == 0);
	irq_registration_drop(&registration);
	CHECK(strcmp(log, "hd") == 0 && !first_leak());
}

static void sole_ownership(void)
{
	struct irq_request request = request_of(&device);
	struct irq_registration registration;

	begin();
	CHECK(fan_box_new(&registration, &request, IRQ_FLAGS_NONE, "fan", kzalloc(sizeof(struct fan), GFP_KERNEL)) ==
	      0);
	irq_registration_drop(&registration);
	CHECK(strcmp(log, "d") == 0 && !first_leak());
	/* The data goes with what could not be made, however early. */
	CHECK(fan_box_new(&registration, &request, IRQ_FLAGS_NONE, "fan", kzalloc(sizeof(struct fan), GFP_KERNEL)) ==
	      -EINVAL);
	CHECK(strcmp(log, "dd") == 0 && !first_leak());
}

static unsigned slots_dropped;

static void drop_slot_data(void *data)
{
	(*(unsigned *)data)++;
}

static void slots(void)
{
	struct devres_slot *slot;

	begin();
	slots_dropped = 0;
	CHECK(devres_slot_new(&device, &slots_dropped, drop_slot_data, &slot) == 0);
	CHECK(devres_slot_access(slot, &device) == &slots_dropped);
	CHECK(PTR_ERR(devres_slot_access(slot, &other)) == -EINVAL);
	/* Sleeping is fine while it is used. */
	CHECK(devres_slot_try_access(slot) == &slots_dropped);
	might_sleep();
	devres_slot_release(slot);
	devres_release_all(&device);
	CHECK(slots_dropped == 1 && !devres_slot_try_access(slot));
	devres_slot_drop(slot);
	CHECK(slots_dropped == 1 && !first_leak());
	CHECK(devres_slot_new(&device, &slots_dropped, drop_slot_data, &slot) == 0);
	devres_slot_drop(slot);
	devres_release_all(&device);
	CHECK(slots_dropped == 2 && !first_leak());
	devres_slot_drop(NULL);
}

static bool guard_held;

static void use_slot(void *slot)
{
	if (devres_slot_try_access(slot)) {
		guard_held = true;
		point(0);
		guard_held = false;
		devres_slot_release(slot);
	}
}

static void drop_unused(void *data)
{
	(void)data;
	if (guard_held)
		trap("memory", 0, 0, NULL, "the data is dropped while it is used");
}

static void used_while_dropped(void)
{
	struct devres_slot *slot;

	begin();
	guard_held = false;
	CHECK(devres_slot_new(&device, log, drop_unused, &slot) == 0);
	task_create("use", CLASS_WORK, use_slot, slot);
	point(0);
	devres_release_all(&device);
	devres_slot_drop(slot);
}

static unsigned results;

/* Each allocation, and the request, fails once; nothing of what came before it is left. */
static void one_thing_fails(void)
{
	struct irq_request request = request_of(&device);
	struct fan_irq irq;
	int error;

	begin();
	error = fan_irq_new(&irq, &request, IRQ_FLAGS_NONE, "fan", NULL);
	if (error) {
		CHECK(error == -ENOMEM || error == -EBUSY);
		CHECK(strcmp(log, "id") == 0 && !run->lines.table[LINE].actions);
		results++;
	}
	fan_irq_drop(&irq);
	CHECK(!first_leak() && !run->typed.count);
	devres_release_all(&device);
}

static void failures(void)
{
	struct setting setting = once;

	results = 0;
	for (setting.fail = 1; setting.fail <= 5; setting.fail++)
		survives(one_thing_fails, &setting);
	/* The line, its slot, devres's node, and the request. */
	CHECK(results == 4);
}

static void drops_too_late(void)
{
	begin();
	kfree(create());
}

static struct fan_irq *of_handler;

static enum irq_return suicide(void *data, struct device *dev)
{
	(void)data;
	(void)dev;
	fan_irq_drop(of_handler);
	return IRQ_RET_HANDLED;
}

static void dropped_by_its_handler(void)
{
	static const struct irq_handler_ops ops = { .handle = suicide };
	struct irq_request request = request_of(&device);

	begin();
	of_handler = kzalloc(sizeof(*of_handler), GFP_KERNEL);
	CHECK(irq_registration_new(&of_handler->registration, &request, IRQ_FLAGS_NONE, "fan", &ops, NULL, NULL,
				   NULL) == 0);
	raise();
}

static void trapped(void (*body)(void), unsigned interrupts, const char *rule)
{
	struct verdict verdict = search_body(body, interrupts, 0);

	CHECK(traps(&verdict, rule) && verdict.count == 1);
}

static void answers(void)
{
	static void (*const bodies[])(
		void) = { life,	   another_device,   unbound,	     moved, consumed,		refused_flags,
			  threads, shared_ownership, sole_ownership, slots, failed_use_consumes };

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		survives(bodies[i], &once);
}

static void misuse_is_named(void)
{
	trapped(another_device, 0, "irq-wrong-device");
	trapped(unbound, 0, "irq-bound-escape");
	trapped(moved, 0, "irq-moved-registration");
	trapped(consumed, 0, "irq-request-reused");
	trapped(refused_flags, 0, "irq-missing-oneshot");
	trapped(drops_too_late, 0, "irq-drop-order");
	trapped(dropped_by_its_handler, 0, "irq-self-wait");
}

static void nobody_drops_what_is_used(void)
{
	struct verdict verdict = search_body(used_while_dropped, 0, 2);

	CHECK(!verdict.count && !verdict.cut && verdict.schedules > 5);
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(answers);
	RUN(misuse_is_named);
	RUN(failures);
	RUN(nobody_drops_what_is_used);
	search_fini(&machine);
	return 0;
}
