// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A camera whose remove() frees what the handler still writes to: devres frees the line only later. */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct frame {
	u32 lines;
	u32 errors;
};

struct camera {
	void __iomem *regs;
	spinlock_t lock;
	struct frame *frame;
};

static irqreturn_t camera_isr(int irq, void *cookie)
{
	struct camera *camera = cookie;
	u32 status = readl(camera->regs);

	if (!(status & 1))
		return IRQ_NONE;
	spin_lock(&camera->lock);
	camera->frame->lines++;
	spin_unlock(&camera->lock);
	return IRQ_HANDLED;
}

static int camera_probe(struct platform_device *pdev)
{
	struct camera *camera = devm_kzalloc(&pdev->dev, sizeof(*camera), GFP_KERNEL);
	int irq = platform_get_irq(pdev, 0);
	int ret;

	if (!camera)
		return -ENOMEM;
	if (irq < 0)
		return irq;
	camera->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(camera->regs))
		return PTR_ERR(camera->regs);
	spin_lock_init(&camera->lock);
	camera->frame = kzalloc(sizeof(*camera->frame), GFP_KERNEL);
	if (!camera->frame)
		return -ENOMEM;
	platform_set_drvdata(pdev, camera);
	ret = devm_request_irq(&pdev->dev, irq, camera_isr, 0, "demo-camera", camera);
	if (ret)
		kfree(camera->frame);
	return ret;
}

static void camera_remove(struct platform_device *pdev)
{
	struct camera *camera = platform_get_drvdata(pdev);

	kfree(camera->frame);
}

static struct platform_driver camera_driver = {
	.probe = camera_probe,
	.remove = camera_remove,
	.driver = { .name = "demo-camera" },
};
module_platform_driver(camera_driver);
