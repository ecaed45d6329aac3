// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A DMA engine whose channels became pointers: one & is left over in the request. */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#define DMA_CHANNELS 4

struct dma_chan {
	spinlock_t lock;
	void __iomem *regs;
	u32 done;
};

struct dma_engine {
	struct device *dev;
	struct dma_chan *chan[DMA_CHANNELS];
};

static void dma_chan_complete(struct dma_chan *chan)
{
	spin_lock(&chan->lock);
	chan->done++;
	spin_unlock(&chan->lock);
}

static irqreturn_t dma_isr(int irq, void *cookie)
{
	struct dma_chan *chan = cookie;

	if (!readl(chan->regs))
		return IRQ_NONE;
	dma_chan_complete(chan);
	return IRQ_HANDLED;
}

static int dma_probe(struct platform_device *pdev)
{
	struct dma_engine *engine = devm_kzalloc(&pdev->dev, sizeof(*engine), GFP_KERNEL);
	int i, irq, ret;

	if (!engine)
		return -ENOMEM;
	for (i = 0; i < DMA_CHANNELS; i++) {
		engine->chan[i] = devm_kzalloc(&pdev->dev, sizeof(*engine->chan[i]), GFP_KERNEL);
		if (!engine->chan[i])
			return -ENOMEM;
		spin_lock_init(&engine->chan[i]->lock);
		irq = platform_get_irq(pdev, i);
		if (irq < 0)
			return irq;
		ret = devm_request_irq(&pdev->dev, irq, dma_isr, 0, "demo-dma", &engine->chan[i]);
		if (ret)
			return ret;
	}
	return 0;
}

static struct platform_driver dma_driver = {
	.probe = dma_probe,
	.driver = { .name = "demo-dma" },
};
module_platform_driver(dma_driver);
