// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Each promise of the typed registrations: what they return, what they undo, and in which order. */
#include "fan.h"

#include <irqrt/define.h>

#include <linux/platform_device.h>

DEFINE_IRQ_REGISTRATION(fan_irq, struct fan, fan_handle, fan_init, fan_drop)
DEFINE_IRQ_THREADED_REGISTRATION(fan_both, struct fan, fan_wake, fan_thread, fan_init, fan_drop)
DEFINE_IRQ_THREAD_REGISTRATION(fan_only, struct fan, fan_thread, fan_init, fan_drop)
IRQ_HANDLER_ARC(fan_arc, struct fan, kref, fan_handle, fan_release)
IRQ_HANDLER_BOX(fan_box, struct fan, fan_handle, fan_free)
IRQ_THREADED_HANDLER_ARC(fan_arc_both, struct fan, kref, fan_wake, fan_thread, fan_release)
IRQ_THREADED_HANDLER_BOX(fan_box_both, struct fan, fan_wake, fan_thread, fan_free)

static struct fan_irq *create(void)
{
	struct fan_irq *irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	struct irq_request request = request_of(&device);

	CHECK(fan_irq_new(irq, &request, IRQ_FLAGS_TRIGGER_RISING, "fan", NULL) == 0);
	CHECK(request.consumed && irq_request_irq(&request) == LINE);
	return irq;
}

static void drop(struct fan_irq *irq)
{
	fan_irq_drop(irq);
	kfree(irq);
	CHECK(!first_leak());
}

static void life(void)
{
	struct fan_irq *irq;

	begin();
	irq = create();
	CHECK(fan_irq_handler(irq) == &irq->handler);
	CHECK(strcmp(run->lines.table[LINE].actions->name, "fan") == 0);
	CHECK(run->lines.table[LINE].trigger == IRQF_TRIGGER_RISING);
	raise();
	CHECK(fan_irq_handler(irq)->turns == 1001);
	CHECK(irq_registration_synchronize(&irq->registration, &device) == 0);
	CHECK(irq_registration_try_synchronize(&irq->registration) == 0);
	fan_irq_drop(irq);
	CHECK(strcmp(log, "ihd") == 0 && !run->lines.table[LINE].actions);
	/* What is dropped, and what was never made, has nothing to drop. */
	fan_irq_drop(irq);
	fan_irq_drop(NULL);
	CHECK(strcmp(log, "ihd") == 0 && !fan_irq_handler(irq));
	CHECK(irq_registration_synchronize(&irq->registration, &device) == -ENODEV);
	CHECK(irq_registration_try_synchronize(&irq->registration) == -ENODEV);
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

/* A copy is the same request; another look-up of the line is not. */
static void copied(void)
{
	struct irq_request request = request_of(&device), copy = request, again = request_of(&device);
	struct fan_irq first = { 0 }, second = { 0 };

	begin();
	CHECK(fan_irq_new(&first, &request, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	CHECK(!copy.consumed && fan_irq_new(&second, &copy, IRQ_FLAGS_NONE, "fan", NULL) == -EINVAL);
	fan_irq_drop(&first);
	CHECK(fan_irq_new(&second, &copy, IRQ_FLAGS_NONE, "fan", NULL) == -EINVAL);
	CHECK(fan_irq_new(&second, &again, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	fan_irq_drop(&second);
}

static void failed_use_consumes(void)
{
	struct irq_request request = request_of(&device);
	struct fan_irq irq;

	begin();
	init_result = -EIO;
	/* What was there before looks like a registration, and is none any more. */
	irq.registration.self = &irq.registration;
	CHECK(fan_irq_new(&irq, &request, IRQ_FLAGS_NONE, "fan", NULL) == -EIO && !fan_irq_handler(&irq));
	/* What was not initialised is not dropped. */
	CHECK(request.consumed && log[0] == '\0');
	fan_irq_drop(&irq);
	CHECK(irq_request_init(&request, &device, 0) == -EINVAL);
	CHECK(irq_request_init(&request, &device, -EPROBE_DEFER) == -EPROBE_DEFER);
}

static void refused_flags(void)
{
	static const unsigned long refused[] = { IRQF_SHARED | IRQF_NO_AUTOEN,
						 IRQF_COND_SUSPEND,
						 IRQF_SHARED | IRQF_NO_SUSPEND | IRQF_COND_SUSPEND,
						 IRQF_TRIGGER_HIGH | IRQF_TRIGGER_LOW,
						 IRQF_TRIGGER_RISING | IRQF_TRIGGER_HIGH,
						 IRQF_TRIGGER_FALLING | IRQF_TRIGGER_LOW };
	struct irq_request request = request_of(&device);
	irq_flags_t flags = { IRQF_SHARED | IRQF_NO_AUTOEN };
	struct fan_only irq;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		CHECK(!irq_flags_are_allowed(IRQ_FLAGS_OF(refused[i])));
	CHECK(irq_flags_are_allowed(irq_flags_or(IRQ_FLAGS_SHARED, IRQ_FLAGS_COND_SUSPEND)));
	CHECK(irq_flags_or(IRQ_FLAGS_ONESHOT, IRQ_FLAGS_TRIGGER_LOW).bits == (IRQF_ONESHOT | IRQF_TRIGGER_LOW));

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

static void threads_answer_as_handlers_do(void)
{
	struct irq_request request = request_of(&device);
	struct fan_both both, copy;

	begin();
	CHECK(fan_both_new(&both, &request, IRQ_FLAGS_NONE, "fan", NULL) == 0);
	copy = both;
	CHECK(fan_both_handler(&both) == &both.handler && !fan_both_handler(&copy));
	CHECK(irq_threaded_registration_synchronize(&both.registration, &other) == -EINVAL);
	CHECK(irq_threaded_registration_try_synchronize(&copy.registration) == -EINVAL);
	devres_release_all(&device);
	CHECK(irq_threaded_registration_try_synchronize(&both.registration) == -ENODEV);
	fan_both_drop(&both);
	fan_both_drop(NULL);
	CHECK(strcmp(log, "id") == 0);
}

static void shared_ownership(void)
{
	struct irq_request request = request_of(&device);
	struct fan *fan = fan_create();
	struct irq_registration registration;
	struct irq_threaded_registration threaded;

	begin();
	CHECK(fan_arc_new(&registration, &request, IRQ_FLAGS_NONE, "fan", fan) == 0);
	/* The registration's reference is one of its own. */
	kref_put(&fan->kref, fan_release);
	raise();
	CHECK(strcmp(log, "h") == 0 && irq_registration_handler(&registration) == fan);
	irq_registration_drop(&registration);
	CHECK(strcmp(log, "hd") == 0 && !first_leak());
	begin();
	fan = fan_create();
	request = request_of(&device);
	CHECK(fan_arc_both_new(&threaded, &request, IRQ_FLAGS_ONESHOT, "fan", fan) == 0);
	kref_put(&fan->kref, fan_release);
	raise();
	irq_threaded_registration_drop(&threaded);
	CHECK(strcmp(log, "htd") == 0 && !first_leak());
}

/* What could not be registered holds no reference, whether or not it came to take one. */
static void shared_ownership_ends_with_failure(void)
{
	struct irq_request request = request_of(&device), same = request_of(&device);
	struct irq_registration registration, second;
	struct fan *fan = fan_create();

	begin();
	CHECK(fan_arc_new(&registration, &request, IRQ_FLAGS_NONE, "fan", fan) == 0);
	CHECK(fan_arc_new(&second, &request, IRQ_FLAGS_NONE, "fan", fan) == -EINVAL);
	CHECK(fan_arc_new(&second, &same, IRQ_FLAGS_NONE, "fan", fan) == -EBUSY);
	irq_registration_drop(&second);
	irq_registration_drop(&registration);
	CHECK(log[0] == '\0');
	kref_put(&fan->kref, fan_release);
	CHECK(strcmp(log, "d") == 0 && !first_leak());
}

static void sole_ownership(void)
{
	struct irq_request request = request_of(&device);
	struct irq_registration registration;
	struct irq_threaded_registration threaded;

	begin();
	CHECK(fan_box_new(&registration, &request, IRQ_FLAGS_NONE, "fan", fan_create()) == 0);
	raise();
	irq_registration_drop(&registration);
	CHECK(strcmp(log, "hd") == 0 && !first_leak());
	/* The data goes with what could not be made, however early. */
	CHECK(fan_box_new(&registration, &request, IRQ_FLAGS_NONE, "fan", fan_create()) == -EINVAL);
	CHECK(strcmp(log, "hdd") == 0 && !first_leak());
	begin();
	request = request_of(&device);
	CHECK(fan_box_both_new(&threaded, &request, IRQ_FLAGS_ONESHOT, "fan", fan_create()) == 0);
	raise();
	irq_threaded_registration_drop(&threaded);
	CHECK(strcmp(log, "htd") == 0 && !first_leak());
}

/* Data that needs no undoing has no drop. */
static void nothing_to_undo(void)
{
	static const struct irq_handler_ops ops = { .handle = (enum irq_return(*)(void *, struct device *))fan_handle };
	struct irq_request request = request_of(&device);
	struct irq_registration registration, second;
	struct fan *fan = fan_create();

	begin();
	CHECK(irq_registration_new(&registration, &request, IRQ_FLAGS_NONE, "fan", &ops, fan, NULL, NULL) == 0);
	CHECK(irq_registration_new(&second, &request, IRQ_FLAGS_NONE, "fan", &ops, fan, NULL, NULL) == -EINVAL);
	CHECK(log[0] == '\0');
	irq_registration_drop(&registration);
	irq_registration_drop(&second);
	kfree(fan);
	CHECK(!first_leak());
}

/* The lines of a platform device, by number and by name; what is not there is an errno, and nothing is written. */
static void found_by_index_and_name(void)
{
	struct simulated_device *simulated = &run->devices.table[0];
	struct platform_device *pdev = &simulated->platform;
	struct irq_request request = { .irq = 99 };

	simulated->first_line = LINE;
	pdev->dev.driver = &driver;
	CHECK(platform_irq_request_by_index(pdev, LINES_PER_DEVICE, &request) == -ENXIO);
	CHECK(platform_irq_request_by_index_optional(pdev, LINES_PER_DEVICE, &request) == -ENXIO && request.irq == 99);
	CHECK(platform_irq_request_by_index(pdev, 1, &request) == 0);
	CHECK(irq_request_irq(&request) == LINE + 1 && request.dev == &pdev->dev && !request.consumed);
	CHECK(platform_irq_request_by_index_optional(pdev, 2, &request) == 0 && irq_request_irq(&request) == LINE + 2);
	CHECK(platform_irq_request_byname(pdev, "wake", &request) == 0);
	CHECK((int)irq_request_irq(&request) == platform_get_irq_byname(pdev, "wake"));
	CHECK(platform_irq_request_byname_optional(pdev, "tach", &request) == 0);
	CHECK((int)irq_request_irq(&request) == platform_get_irq_byname(pdev, "tach"));
}

/* Of a device without a driver devres would release nothing. */
static void refused_when_unbound(void)
{
	struct irq_request request = request_of(&device);
	struct fan_irq irq;

	begin();
	device.driver = NULL;
	CHECK(fan_irq_new(&irq, &request, IRQ_FLAGS_NONE, "fan", NULL) == -ENODEV);
	CHECK(log[0] == '\0' && !run->lines.table[LINE].actions);
	fan_irq_drop(&irq);
	begin();
}

static void name_goes_first(void)
{
	struct fan_irq *irq = kzalloc(sizeof(*irq), GFP_KERNEL);
	struct irq_request request = request_of(&device);
	char *name = kstrdup("fan", GFP_KERNEL);

	begin();
	CHECK(fan_irq_new(irq, &request, IRQ_FLAGS_NONE, name, NULL) == 0);
	kfree(name);
	fan_irq_drop(irq);
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

static void answers(void)
{
	static void (*const bodies[])(void) = {
		life,
		another_device,
		unbound,
		moved,
		consumed,
		copied,
		refused_flags,
		threads,
		threads_answer_as_handlers_do,
		shared_ownership,
		shared_ownership_ends_with_failure,
		sole_ownership,
		nothing_to_undo,
		failed_use_consumes,
		found_by_index_and_name,
		refused_when_unbound,
	};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		survives(bodies[i], &once);
}

static void misuse_is_named(void)
{
	trapped(another_device, 0, "irq-wrong-device");
	trapped(unbound, 0, "irq-bound-escape");
	trapped(moved, 0, "irq-moved-registration");
	trapped(consumed, 0, "irq-request-reused");
	trapped(copied, 0, "irq-request-reused");
	trapped(refused_flags, 0, "irq-missing-oneshot");
	trapped(drops_too_late, 0, "irq-drop-order");
	trapped(dropped_by_its_handler, 0, "irq-self-wait");
	trapped(refused_when_unbound, 0, "irq-bound-escape");
	trapped(name_goes_first, 0, "irq-unstable-name");
}

int main(void)
{
	CHECK(search_init(&machine));
	RUN(answers);
	RUN(misuse_is_named);
	RUN(failures);
	search_fini(&machine);
	return 0;
}
