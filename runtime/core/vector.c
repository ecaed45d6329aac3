// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* PCI devices and their vectors, and hints where lines are best handled: drivers/pci/msi, kernel/irq/manage.c. */
#include "core/blame.h"
#include "core/device.h"
#include "sim/world.h"

#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/pci.h>

static struct simulated_device *device_of(struct pci_dev *pdev)
{
	return container_of(pdev, struct simulated_device, pci);
}

static int enable(struct pci_dev *pdev, bool managed, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	if (fails_now(pc))
		return -EIO;
	device_of(pdev)->managed = managed;
	return 0;
}

int pci_enable_device(struct pci_dev *pdev)
{
	return enable(pdev, false, "pci_enable_device", CALLER);
}

int pcim_enable_device(struct pci_dev *pdev)
{
	return enable(pdev, true, "pcim_enable_device", CALLER);
}

void pci_disable_device(struct pci_dev *pdev)
{
	(void)pdev;
	point(CALLER);
}

void pci_set_master(struct pci_dev *pdev)
{
	(void)pdev;
	point(CALLER);
}

int pci_request_regions(struct pci_dev *pdev, const char *name)
{
	(void)pdev;
	(void)name;
	might_sleep_at(CALLER, "pci_request_regions");
	return fails_now(CALLER) ? -EBUSY : 0;
}

void pci_release_regions(struct pci_dev *pdev)
{
	(void)pdev;
	point(CALLER);
}

static void release_vectors(struct device *device, void *resource)
{
	(void)resource;
	device_of(to_pci_dev(device))->vectors = 0;
}

/* With pcim_enable_device() vectors are device-managed. */
static int allocate(struct pci_dev *pdev, unsigned least, unsigned most, uintptr_t pc)
{
	struct simulated_device *device = device_of(pdev);
	unsigned count = most < LINES_PER_DEVICE ? most : LINES_PER_DEVICE;

	if (!count || least > count || fails_now(pc))
		return -ENOSPC;
	device->vectors = count;
	if (device->managed)
		node_add(&pdev->dev, release_vectors, NULL, pc);
	return (int)count;
}

int pci_alloc_irq_vectors(struct pci_dev *pdev, unsigned int least, unsigned int most, unsigned int flags)
{
	(void)flags;
	might_sleep_at(CALLER, "pci_alloc_irq_vectors");
	return allocate(pdev, least, most, CALLER);
}

int pci_enable_msi(struct pci_dev *pdev)
{
	int count = allocate(pdev, 1, 1, CALLER);

	return count < 0 ? count : 0;
}

/* The descriptors of the lines go away, with whatever is registered on them. */
static void free_vectors(struct pci_dev *pdev, const char *what, uintptr_t pc)
{
	struct simulated_device *device = device_of(pdev);

	point(pc);
	might_sleep_at(pc, what);
	for (unsigned i = 0; i < device->vectors; i++) {
		const struct action *action = run->lines.table[device->first_line + i].actions;

		if (action)
			trap("irq-vector-released", pc, action->requested_at, "the line was requested here",
			     "%s() of irq %u, which is still requested", what, action->irq);
	}
	device->vectors = 0;
}

void pci_free_irq_vectors(struct pci_dev *pdev)
{
	free_vectors(pdev, "pci_free_irq_vectors", CALLER);
}

void pci_disable_msi(struct pci_dev *pdev)
{
	free_vectors(pdev, "pci_disable_msi", CALLER);
}

int pci_irq_vector(struct pci_dev *pdev, unsigned int number)
{
	const struct simulated_device *device = device_of(pdev);

	return number < (device->vectors ? device->vectors : 1) ? (int)(device->first_line + number) : -EINVAL;
}

int pci_request_irq(struct pci_dev *pdev, unsigned int number, irq_handler_t handler, irq_handler_t thread_fn,
		    void *cookie, const char *format, ...)
{
	unsigned long flags = IRQF_SHARED | (handler ? 0 : IRQF_ONESHOT);

	return action_request((unsigned)pci_irq_vector(pdev, number), handler, thread_fn, flags, format, cookie, NULL,
			      CALLER, NULL);
}

void pci_free_irq(struct pci_dev *pdev, unsigned int number, void *cookie)
{
	action_free((unsigned)pci_irq_vector(pdev, number), cookie, NULL, CALLER);
}

static int hint(unsigned irq, const struct cpumask *mask, uintptr_t pc)
{
	point(pc);
	if (irq >= LINES)
		return -EINVAL;
	run->lines.table[irq].hint = mask;
	run->lines.table[irq].hinted_at = pc;
	return 0;
}

int irq_set_affinity_hint(unsigned int irq, const struct cpumask *mask)
{
	return hint(irq, mask, CALLER);
}

int irq_update_affinity_hint(unsigned int irq, const struct cpumask *mask)
{
	return hint(irq, mask, CALLER);
}

int irq_set_affinity_and_hint(unsigned int irq, const struct cpumask *mask)
{
	return hint(irq, mask, CALLER);
}

int irq_set_affinity(unsigned int irq, const struct cpumask *mask)
{
	(void)mask;
	point(CALLER);
	return irq < LINES ? 0 : -EINVAL;
}
