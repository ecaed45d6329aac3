// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * The registrations of Rust for Linux in the order of their time, told in C and without their types:
 *
 * 0  Devres as of Linux 6.18: in the registration itself; who drops it waits for devres's callback.
 * 1  "rust: devres: fix Devres and Revocable dropping order": made by value and written to the registration after
 *    the line was requested; nobody waits any more.
 * 2  "rust: irq: pass RegistrationInner as cookie to request_irq".
 *
 * What came after them, both sides waiting for the data to be dropped, is runtime/typed/.
 */
#include "registration.h"

#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/kref.h>
#include <linux/slab.h>

/* Devres and what it has of a registration. */
struct slot {
	struct kref owners;
	atomic_t available;
	struct completion revoke, devm;
	struct device *dev;
	struct history *history;
};

struct history {
#if VARIANT == 0
	struct slot in_place;
#endif
	struct slot *slot;
	unsigned int handled;
};

static irqreturn_t handle(int irq, void *cookie)
{
#if VARIANT == 2
	struct slot *slot = cookie;
	struct history *history = slot->history;
#else
	struct history *history = cookie;
	struct slot *slot = history->slot;
#endif

	(void)irq;
	if (slot->dev)
		history->handled++;
	return IRQ_HANDLED;
}

static void *cookie_of(struct slot *slot)
{
	return VARIANT == 2 ? (void *)slot : (void *)slot->history;
}

static void free_slot(struct kref *owners)
{
	struct slot *slot = container_of(owners, struct slot, owners);

	if (VARIANT > 0)
		kfree(slot);
}

/* Returns: whether it was this call that freed the line. */
static bool revoke(struct slot *slot)
{
	if (!atomic_xchg(&slot->available, 0))
		return false;
	free_irq(LINE, cookie_of(slot));
	return true;
}

static void callback(struct device *dev, void *resource)
{
	struct slot *slot = *(struct slot **)resource;

	(void)dev;
	if (!revoke(slot) && VARIANT == 0)
		wait_for_completion(&slot->revoke);
	if (VARIANT == 0)
		complete_all(&slot->devm);
	else
		kref_put(&slot->owners, free_slot);
}

static int is_slot(struct device *dev, void *resource, void *slot)
{
	(void)dev;
	return *(struct slot **)resource == slot;
}

static void drop_slot(struct slot *slot)
{
	bool won = revoke(slot), removed = won && !devres_destroy(slot->dev, callback, is_slot, slot);

	if (VARIANT == 0) {
		if (won && !removed)
			complete_all(&slot->revoke);
		if (!removed)
			wait_for_completion(&slot->devm);
		return;
	}
	if (removed)
		kref_put(&slot->owners, free_slot);
	kref_put(&slot->owners, free_slot);
}

static struct slot *slot_of(struct history *history)
{
#if VARIANT == 0
	return &history->in_place;
#else
	(void)history;
	return kmalloc(sizeof(struct slot), GFP_KERNEL);
#endif
}

static void prepare(struct slot *slot, struct device *dev, struct history *history)
{
	kref_init(&slot->owners);
	kref_get(&slot->owners);
	atomic_set(&slot->available, 1);
	init_completion(&slot->revoke);
	init_completion(&slot->devm);
	slot->dev = dev;
	slot->history = history;
}

struct history *history_create(struct device *dev)
{
	struct history *history = kmalloc(sizeof(*history), GFP_KERNEL);
	struct slot *slot = slot_of(history), **node = devres_alloc(callback, sizeof(struct slot *), GFP_KERNEL);

	*node = slot;
	history->handled = 0;
	prepare(slot, dev, history);
	/* What is made by value is not in its place before it is whole, and whole it is with the line requested. */
	if (VARIANT == 0)
		history->slot = slot;
	if (request_irq(LINE, handle, 0, "history", cookie_of(slot)))
		return NULL;
	history->slot = slot;
	devres_add(dev, node);
	return history;
}

void history_end(struct history *history)
{
	drop_slot(history->slot);
	kfree(history);
}

static void outer_callback(struct device *dev, void *resource)
{
	(void)dev;
	history_end(*(struct history **)resource);
}

void history_drop_at_unbind(struct device *dev, struct history *history)
{
	struct history **node = devres_alloc(outer_callback, sizeof(struct history *), GFP_KERNEL);

	*node = history;
	devres_add(dev, node);
}
