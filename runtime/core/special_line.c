// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Requests beside the common ones: per CPU, and not maskable. */
#include "core/blame.h"
#include "core/line.h"
#include "sim/world.h"

#include <linux/irq.h>

static bool is_per_cpu(unsigned irq)
{
	return irq < LINES && (run->lines.table[irq].status & IRQ_PER_CPU_DEVID);
}

/* Only lines that were set up so; each CPU enables its own. */
int __request_percpu_irq(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name,
			 void __percpu *cookie)
{
	if (!is_per_cpu(irq) || !cookie)
		return -EINVAL;
	return action_request(irq, handler, NULL, flags | IRQF_PERCPU | IRQF_NO_SUSPEND | IRQF_NO_AUTOEN, name, cookie,
			      NULL, CALLER, NULL);
}

int request_percpu_nmi(unsigned int irq, irq_handler_t handler, const char *name, void __percpu *cookie)
{
	if (!is_per_cpu(irq) || !handler)
		return -EINVAL;
	return action_request(irq, handler, NULL, IRQF_PERCPU | IRQF_NO_SUSPEND | IRQF_NO_THREAD | IRQF_NO_AUTOEN, name,
			      cookie, NULL, CALLER, NULL);
}

void free_percpu_irq(unsigned int irq, void __percpu *cookie)
{
	action_free(irq, cookie, NULL, CALLER);
}

void free_percpu_nmi(unsigned int irq, void __percpu *cookie)
{
	action_free(irq, cookie, NULL, CALLER);
}

static void set_depth(unsigned irq, unsigned depth, uintptr_t pc)
{
	point(pc);
	if (irq < LINES && run->lines.table[irq].actions)
		run->lines.table[irq].depth = depth;
	point(pc);
}

void enable_percpu_irq(unsigned int irq, unsigned int type)
{
	(void)type;
	set_depth(irq, 0, CALLER);
}

void disable_percpu_irq(unsigned int irq)
{
	set_depth(irq, 1, CALLER);
}

/* It arrives as any other here: code with interrupts off is not interrupted. */
int request_nmi(unsigned int irq, irq_handler_t handler, unsigned long flags, const char *name, void *cookie)
{
	if (!handler || !(flags & IRQF_PERCPU))
		return -EINVAL;
	if (flags & (IRQF_SHARED | IRQF_COND_SUSPEND | IRQF_IRQPOLL))
		trap("irq-bad-flags", CALLER, 0, NULL, "request_nmi() with flags %#lx: -EINVAL", flags);
	return action_request(irq, handler, NULL, flags | IRQF_NO_THREAD | IRQF_NOBALANCING, name, cookie, NULL, CALLER,
			      NULL);
}

const void *free_nmi(unsigned int irq, void *cookie)
{
	return action_free(irq, cookie, NULL, CALLER);
}
