// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* The kernel-API headers have the numbers and the prototypes of Linux 6.12. */
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/pci.h>
#include <linux/platform_device.h>

_Static_assert(EINVAL == 22 && EBUSY == 16 && ENOMEM == 12 && ENXIO == 6, "errno");
_Static_assert(EPROBE_DEFER == 517 && ENOTSUPP == 524 && ERESTARTSYS == 512, "errno above 511");
_Static_assert(IRQF_SHARED == 0x80 && IRQF_ONESHOT == 0x2000 && IRQF_NO_AUTOEN == 0x80000, "flags");
_Static_assert(IRQF_TIMER == 0x14200 && IRQF_COND_ONESHOT == 0x200000, "flags");
_Static_assert(IRQ_NONE == 0 && IRQ_HANDLED == 1 && IRQ_WAKE_THREAD == 2, "results");
_Static_assert(IRQ_NOTCONNECTED == 0x80000000u && IRQC_IS_NESTED == 1, "requests");
_Static_assert(IRQ_NOAUTOEN == 0x1000, "status flags");

int (*request)(unsigned int, irq_handler_t, unsigned long, const char *, void *) = request_irq;
int (*threaded)(unsigned int, irq_handler_t, irq_handler_t, unsigned long, const char *, void *) = request_threaded_irq;
int (*managed)(struct device *, unsigned int, irq_handler_t, unsigned long, const char *, void *) = devm_request_irq;
int (*any_context)(unsigned int, irq_handler_t, unsigned long, const char *, void *) = request_any_context_irq;
int (*percpu)(unsigned int, irq_handler_t, const char *, void __percpu *) = request_percpu_irq;
const void *(*release)(unsigned int, void *) = free_irq;
void (*managed_release)(struct device *, unsigned int, void *) = devm_free_irq;
int (*vector)(struct pci_dev *, unsigned int, irq_handler_t, irq_handler_t, void *, const char *,
	      ...) = pci_request_irq;
int (*line)(struct platform_device *, unsigned int) = platform_get_irq;
irqreturn_t (*handler)(int, void *) = (irq_handler_t)0;
