// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A driver of ROUNDS rounds in which process and interrupt share a ring, for the speed of the search.
 */
#include <linux/interrupt.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#ifndef ROUNDS
#define ROUNDS 6
#endif

struct ring {
	spinlock_t lock;
	unsigned int head, tail, lost;
	unsigned int slots[8];
	int irq;
};

static irqreturn_t ring_isr(int irq, void *cookie)
{
	struct ring *ring = cookie;

	spin_lock(&ring->lock);
	if (ring->head - ring->tail < ARRAY_SIZE(ring->slots))
		ring->slots[ring->head++ % ARRAY_SIZE(ring->slots)] = 1;
	else
		ring->lost++;
	spin_unlock(&ring->lock);
	return IRQ_HANDLED;
}

static void ring_drain(struct ring *ring)
{
	unsigned long flags;

	spin_lock_irqsave(&ring->lock, flags);
	if (ring->tail != ring->head)
		ring->slots[ring->tail++ % ARRAY_SIZE(ring->slots)] = 0;
	spin_unlock_irqrestore(&ring->lock, flags);
}

static int ring_probe(struct platform_device *pdev)
{
	struct ring *ring = kzalloc(sizeof(*ring), GFP_KERNEL);
	int ret;

	if (!ring)
		return -ENOMEM;
	spin_lock_init(&ring->lock);
	ring->irq = platform_get_irq(pdev, 0);
	if (ring->irq < 0) {
		kfree(ring);
		return -ENXIO;
	}
	ret = request_irq(ring->irq, ring_isr, 0, "ring", ring);
	if (ret) {
		kfree(ring);
		return ret;
	}
	platform_set_drvdata(pdev, ring);
	for (int i = 0; i < ROUNDS; i++) {
		WRITE_ONCE(ring->lost, 0);
		ring_drain(ring);
	}
	return 0;
}

static void ring_remove(struct platform_device *pdev)
{
	struct ring *ring = platform_get_drvdata(pdev);

	free_irq(ring->irq, ring);
	kfree(ring);
}

static struct platform_driver ring_driver = {
	.probe = ring_probe,
	.remove = ring_remove,
	.driver = { .name = "ring" },
};
module_platform_driver(ring_driver);
