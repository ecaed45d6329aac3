// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Registers of devices; in the runtime a script answers.  Context: any. */
#ifndef KERNEL_LINUX_IO_H
#define KERNEL_LINUX_IO_H

#include <linux/err.h>
#include <linux/types.h>

u8 readb(const volatile void __iomem *address);
u16 readw(const volatile void __iomem *address);
u32 readl(const volatile void __iomem *address);
u64 readq(const volatile void __iomem *address);
void writeb(u8 value, volatile void __iomem *address);
void writew(u16 value, volatile void __iomem *address);
void writel(u32 value, volatile void __iomem *address);
void writeq(u64 value, volatile void __iomem *address);
#define readb_relaxed(address) readb(address)
#define readw_relaxed(address) readw(address)
#define readl_relaxed(address) readl(address)
#define writeb_relaxed(value, address) writeb(value, address)
#define writew_relaxed(value, address) writew(value, address)
#define writel_relaxed(value, address) writel(value, address)
#define ioread8(address) readb(address)
#define ioread16(address) readw(address)
#define ioread32(address) readl(address)
#define iowrite8(value, address) writeb(value, address)
#define iowrite16(value, address) writew(value, address)
#define iowrite32(value, address) writel(value, address)
#define __raw_readb(address) readb(address)
#define __raw_readw(address) readw(address)
#define __raw_readl(address) readl(address)
#define __raw_writeb(value, address) writeb(value, address)
#define __raw_writew(value, address) writew(value, address)
#define __raw_writel(value, address) writel(value, address)
#define readq_relaxed(address) readq(address)
#define writeq_relaxed(value, address) writeq(value, address)
#define ioread16be(address) readw(address)
#define ioread32be(address) readl(address)
#define iowrite16be(value, address) writew(value, address)
#define iowrite32be(value, address) writel(value, address)
u8 inb(unsigned long port);
u16 inw(unsigned long port);
u32 inl(unsigned long port);
void outb(u8 value, unsigned long port);
void outw(u16 value, unsigned long port);
void outl(u32 value, unsigned long port);

struct device;
struct resource;

/* Context: process, may sleep.  Returns: NULL on failure; owned by the caller. */
void __iomem *ioremap(phys_addr_t start, size_t size);
void iounmap(volatile void __iomem *address);
/* Returns: NULL on failure; unmapped when @dev is unbound. */
void __iomem *devm_ioremap(struct device *dev, resource_size_t start, resource_size_t size);
/* Returns: an ERR_PTR on failure. */
void __iomem *devm_ioremap_resource(struct device *dev, const struct resource *resource);

#endif
