// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_PCI_H
#define KERNEL_LINUX_PCI_H

#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>

struct pci_dev {
	unsigned short vendor, device;
	unsigned int irq;
	struct resource resource[6];
	struct device dev;
};

/* Context of all callbacks: process, may sleep. */
struct pci_driver {
	const char *name;
	const struct pci_device_id *id_table;
	int (*probe)(struct pci_dev *pdev, const struct pci_device_id *id);
	void (*remove)(struct pci_dev *pdev);
	void (*shutdown)(struct pci_dev *pdev);
	struct device_driver driver;
};

#define PCI_ANY_ID (~0U)
#define PCI_DEVICE(vendor_id, device_id) \
	.vendor = (vendor_id), .device = (device_id), .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define to_pci_dev(device) container_of(device, struct pci_dev, dev)

int __must_check pci_register_driver(struct pci_driver *driver);
void pci_unregister_driver(struct pci_driver *driver);
#define module_pci_driver(driver) module_driver(driver, pci_register_driver, pci_unregister_driver)

static inline void *pci_get_drvdata(struct pci_dev *pdev)
{
	return dev_get_drvdata(&pdev->dev);
}

static inline void pci_set_drvdata(struct pci_dev *pdev, void *data)
{
	dev_set_drvdata(&pdev->dev, data);
}

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int __must_check pci_enable_device(struct pci_dev *pdev);
int __must_check pcim_enable_device(struct pci_dev *pdev);
void pci_disable_device(struct pci_dev *pdev);
void pci_set_master(struct pci_dev *pdev);
int pci_request_regions(struct pci_dev *pdev, const char *name);
void pci_release_regions(struct pci_dev *pdev);
/* Returns: NULL on failure. */
void __iomem *pci_iomap(struct pci_dev *pdev, int bar, unsigned long size);
void pci_iounmap(struct pci_dev *pdev, void __iomem *address);
void __iomem *pcim_iomap(struct pci_dev *pdev, int bar, unsigned long size);

#define PCI_IRQ_INTX (1 << 0)
#define PCI_IRQ_LEGACY PCI_IRQ_INTX
#define PCI_IRQ_MSI (1 << 1)
#define PCI_IRQ_MSIX (1 << 2)
#define PCI_IRQ_ALL_TYPES (PCI_IRQ_INTX | PCI_IRQ_MSI | PCI_IRQ_MSIX)

/* Context: process, may sleep.  Returns: how many vectors there are, or a negative errno. */
int pci_alloc_irq_vectors(struct pci_dev *pdev, unsigned int least, unsigned int most, unsigned int flags);
/* Every line of the vectors must have been freed. */
void pci_free_irq_vectors(struct pci_dev *pdev);
/* Returns: the line, or -EINVAL. */
int pci_irq_vector(struct pci_dev *pdev, unsigned int number);
int pci_enable_msi(struct pci_dev *pdev);
void pci_disable_msi(struct pci_dev *pdev);

/* Requests a vector's line, shared.  Context: process, may sleep.  Returns: 0 or a negative errno. */
int __must_check pci_request_irq(struct pci_dev *pdev, unsigned int number, irq_handler_t handler,
				 irq_handler_t thread_fn, void *cookie, const char *format, ...);
void pci_free_irq(struct pci_dev *pdev, unsigned int number, void *cookie);

#endif
