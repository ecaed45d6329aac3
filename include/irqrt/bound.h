// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Devices that a driver is bound to: from the beginning of its probe until all that devres had of the device is
 * released (drivers/base/dd.c), which includes remove() and the handlers that still run then.
 * Source: kernel::device::Device<Bound>.
 */
#ifndef IRQRT_BOUND_H
#define IRQRT_BOUND_H

#include <irqrt/annotate.h>
#include <linux/device.h>

/* Behind a parameter: the device is bound until the function returns, and no longer. */
#define __irq_bound IRQLINT_BOUND

/* Behind a parameter: what it points to is the bound device's, and no other one's. */
#define __irq_belongs IRQLINT_BELONGS

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Says irq-bound-escape when no driver is bound to @dev.  Context: any.  Borrows: @dev.
 * Returns: 0, or -ENODEV.
 */
int device_assert_bound(const struct device *dev);

#ifdef __cplusplus
}
#endif

#endif
