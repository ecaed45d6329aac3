// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <irqrt/report.h>
#include <irqrt/request.h>

#include <linux/errno.h>
#include <linux/platform_device.h>

int irq_request_init(struct irq_request *ret_request, struct device *dev __irq_bound, int irq)
{
	if (irq <= 0)
		return irq ? irq : -EINVAL;
	*ret_request = (struct irq_request) { .dev = dev, .irq = (unsigned int)irq, .number = irqrt_request_made() };
	return 0;
}

int platform_irq_request_by_index(struct platform_device *pdev, unsigned int index, struct irq_request *ret_request)
{
	return irq_request_init(ret_request, &pdev->dev, platform_get_irq(pdev, index));
}

int platform_irq_request_by_index_optional(struct platform_device *pdev, unsigned int index,
					   struct irq_request *ret_request)
{
	return irq_request_init(ret_request, &pdev->dev, platform_get_irq_optional(pdev, index));
}

int platform_irq_request_byname(struct platform_device *pdev, const char *name, struct irq_request *ret_request)
{
	return irq_request_init(ret_request, &pdev->dev, platform_get_irq_byname(pdev, name));
}

int platform_irq_request_byname_optional(struct platform_device *pdev, const char *name,
					 struct irq_request *ret_request)
{
	return irq_request_init(ret_request, &pdev->dev, platform_get_irq_byname_optional(pdev, name));
}
