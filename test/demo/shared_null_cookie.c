// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A watchdog on a shared line: the line is shared on some boards only, and the cookie forgotten. */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/property.h>

#define WDT_STATUS 0x04

static void __iomem *wdt_regs;

static irqreturn_t wdt_isr(int irq, void *cookie)
{
	if (!readl(wdt_regs + WDT_STATUS))
		return IRQ_NONE;
	writel(0, wdt_regs + WDT_STATUS);
	return IRQ_HANDLED;
}

static int wdt_request(struct platform_device *pdev, int irq, unsigned long flags, void *cookie)
{
	return devm_request_irq(&pdev->dev, irq, wdt_isr, flags, dev_name(&pdev->dev), cookie);
}

static int wdt_probe(struct platform_device *pdev)
{
	unsigned long flags = IRQF_TRIGGER_HIGH;
	int irq = platform_get_irq(pdev, 0);

	if (irq < 0)
		return irq;
	wdt_regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(wdt_regs))
		return PTR_ERR(wdt_regs);
	if (device_property_present(&pdev->dev, "shared-interrupt"))
		flags |= IRQF_SHARED;
	return wdt_request(pdev, irq, flags, NULL);
}

static struct platform_driver wdt_driver = {
	.probe = wdt_probe,
	.driver = { .name = "demo-wdt" },
};
module_platform_driver(wdt_driver);
