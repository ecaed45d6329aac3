// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Something of a device that is dropped when its owner says so or when the device is unbound, whichever comes
 * first, and exactly once.
 *
 * Both ends may come at the same time, on two CPUs or one inside the other.  Whoever is first drops the data and
 * then completes; the other waits for that, and for nothing else: not for the release function to have returned,
 * which may be further out on the same stack.  So when either of the two has returned the data is gone, and the
 * memory of the slot goes with the last of both.
 *
 * Source: kernel::devres::Devres and kernel::revocable::Revocable, with the revocation that both sides wait for.
 */
#ifndef IRQRT_DEVRES_SLOT_H
#define IRQRT_DEVRES_SLOT_H

#include <irqrt/bound.h>

struct devres_slot;

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Context: process, may sleep.
 * Owns: @data, which @drop is called with once, in process context: at the latest when @dev is unbound, and at
 * once when this fails.
 * Returns: 0, or -ENOMEM.  Source: Devres::new().
 */
int __must_check devres_slot_new(struct device *dev __irq_bound, void *data, void (*drop)(void *data),
				 struct devres_slot **ret_slot __irq_belongs) IRQLINT_SLEEPS;

/*
 * devres_slot_new() in two steps, for what begins to use @data in between: everything that can fail is done by
 * prepare, and publish cannot.  Between the two, discard frees the slot without dropping @data.
 * Context: process; prepare may sleep.  Owns: @data, from publish on.
 * Returns: 0, or -ENOMEM.
 */
int __must_check devres_slot_prepare(struct device *dev __irq_bound, void *data, void (*drop)(void *data),
				     struct devres_slot **ret_slot __irq_belongs) IRQLINT_SLEEPS;

/* Context, Owns: as devres_slot_prepare(). */
void devres_slot_publish(struct devres_slot *slot);
void devres_slot_discard(struct devres_slot *slot);

/*
 * The data, by whoever knows that @dev is bound; the owner does not drop it meanwhile.
 * Context: any.  Borrows: while @dev is bound.
 * Returns: an ERR_PTR: -EINVAL when the slot is of another device than @dev (irq-wrong-device).
 * Source: Devres::access().
 */
void *devres_slot_access(struct devres_slot *slot __irq_belongs, const struct device *dev __irq_bound);

/*
 * The data, and that it stays until it is released.  Unlike under Revocable's guard, which is an RCU read section,
 * sleeping is fine in between; dropping the slot is not, as that waits for the release.
 * Context: any.  Borrows: the data, until devres_slot_release().
 * Returns: NULL when the data is being dropped, or is.  Source: Devres::try_access().
 */
void *devres_slot_try_access(struct devres_slot *slot);

/* Ends what devres_slot_try_access() began.  Context: any.  Borrows: @slot. */
void devres_slot_release(struct devres_slot *slot);

/*
 * Drops the data, unless it is, and the caller's hold on the slot.
 * Context: process, may sleep.  Accepts: NULL.  Source: Drop of Devres.
 */
void devres_slot_drop(struct devres_slot *slot) IRQLINT_SLEEPS;

#ifdef __cplusplus
}
#endif

#endif
