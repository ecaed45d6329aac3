// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <irqrt/devres_slot.h>
#include <irqrt/report.h>

#include <linux/completion.h>
#include <linux/kref.h>
#include <linux/slab.h>

/*
 * INVARIANT once: who turns @available to 0 drops @data, and nobody else does.
 * INVARIANT users: @users counts those who use @data, and one more while it is available; the last of them
 * completes @unused, and @data is dropped after that.
 * INVARIANT owners: @owners counts the owner and devres; each lets go when it will not touch the slot again.
 */
struct devres_slot {
	struct kref owners;
	atomic_t available;
	refcount_t users;
	struct completion unused;
	struct completion dropped;
	struct device *dev;
	void *data;
	void (*drop)(void *data);
	struct devres_slot **node; /* devres's, which points here */
};

static void free_slot(struct kref *owners)
{
	kfree(container_of(owners, struct devres_slot, owners));
}

void devres_slot_release(struct devres_slot *slot)
{
	if (refcount_dec_and_test(&slot->users))
		complete_all(&slot->unused);
}

/* Returns: whether it was this call that dropped the data. */
static bool revoke(struct devres_slot *slot)
{
	if (!atomic_xchg(&slot->available, 0)) {
		/* Whoever revokes owns something that handlers use: not before they are gone may it go on. */
		wait_for_completion(&slot->dropped);
		return false;
	}
	devres_slot_release(slot);
	/* Mostly nobody uses it, and there is nothing to sleep for; that the drop sleeps is for it to say. */
	if (!try_wait_for_completion(&slot->unused))
		wait_for_completion(&slot->unused);
	/* SAFETY(once, users): nobody else drops it, and nobody uses it any more. */
	slot->drop(slot->data);
	complete_all(&slot->dropped);
	return true;
}

/* What devres calls when the device is unbound. */
static void release_node(struct device *dev, void *resource)
{
	struct devres_slot *slot = *(struct devres_slot **)resource;

	(void)dev;
	revoke(slot);
	kref_put(&slot->owners, free_slot);
}

static int is_node(struct device *dev, void *resource, void *slot)
{
	(void)dev;
	return *(struct devres_slot **)resource == slot;
}

int devres_slot_prepare(struct device *dev, void *data, void (*drop)(void *data), struct devres_slot **ret_slot)
{
	struct devres_slot *slot = kmalloc(sizeof(*slot), GFP_KERNEL);

	if (!slot)
		return -ENOMEM;
	slot->node = devres_alloc(release_node, sizeof(*slot->node), GFP_KERNEL);
	if (!slot->node) {
		kfree(slot);
		return -ENOMEM;
	}
	*slot->node = slot;
	kref_init(&slot->owners);
	atomic_set(&slot->available, 1);
	refcount_set(&slot->users, 1);
	init_completion(&slot->unused);
	init_completion(&slot->dropped);
	slot->dev = dev;
	slot->data = data;
	slot->drop = drop;
	*ret_slot = slot;
	return 0;
}

void devres_slot_publish(struct devres_slot *slot)
{
	/* SAFETY(owners): the owner's reference is there already, so that the node's release cannot be the last. */
	kref_get(&slot->owners);
	devres_add(slot->dev, slot->node);
}

void devres_slot_discard(struct devres_slot *slot)
{
	devres_free(slot->node);
	kfree(slot);
}

int devres_slot_new(struct device *dev, void *data, void (*drop)(void *data), struct devres_slot **ret_slot)
{
	int error = device_assert_bound(dev);

	if (!error)
		error = devres_slot_prepare(dev, data, drop, ret_slot);
	if (error)
		drop(data);
	else
		devres_slot_publish(*ret_slot);
	return error;
}

void *devres_slot_access(struct devres_slot *slot, const struct device *dev)
{
	int error = device_assert_bound(dev);

	if (!error && slot->dev != dev)
		error = irqrt_misuse("irq-wrong-device", -EINVAL,
				     "what belongs to one device is used with another one: -EINVAL");
	return error ? ERR_PTR(error) : slot->data;
}

void *devres_slot_try_access(struct devres_slot *slot)
{
	/* Once it is being dropped nobody new may come in, also while others still use it. */
	if (!atomic_read(&slot->available) || !refcount_inc_not_zero(&slot->users))
		return NULL;
	return slot->data;
}

void devres_slot_drop(struct devres_slot *slot)
{
	if (!slot)
		return;
	/*
	 * When the node cannot be found any more its release runs, or will, perhaps further out on this very
	 * stack: it finds the data dropped, and lets go of its own reference.
	 */
	if (revoke(slot) && !devres_destroy(slot->dev, release_node, is_node, slot))
		kref_put(&slot->owners, free_slot);
	kref_put(&slot->owners, free_slot);
}
