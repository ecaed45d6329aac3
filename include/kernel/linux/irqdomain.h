// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_IRQDOMAIN_H
#define KERNEL_LINUX_IRQDOMAIN_H

#include <linux/types.h>

struct irq_domain;

/* Context: process, may sleep.  Returns: the line, 0 on failure. */
unsigned int irq_create_mapping(struct irq_domain *domain, unsigned long hwirq);
unsigned int irq_find_mapping(struct irq_domain *domain, unsigned long hwirq);
void irq_dispose_mapping(unsigned int irq);

#endif
