// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Two contexts use one counter, and nothing goes wrong by it that a schedule could show.  What orders them, or fails
 * to:
 *
 * LOCK: survives
 * WRONG_LOCK: races: card_isr, card_use
 * BEFORE_REQUEST: survives
 * AFTER_REQUEST: races: card_isr, card_use
 * AFTER_FREE: survives
 * BEFORE_FREE: races: card_isr, card_remove
 * DISABLED: survives
 * ATOMIC: survives
 * MARKED: survives
 * WORK: races: card_isr, card_work
 * WORK_LOCK: survives
 * THREAD: races: card_isr, card_thread
 * COMPLETION: survives
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct card {
	spinlock_t lock, other;
	struct work_struct work;
	struct completion completion;
	atomic_t atomic;
	unsigned int count;
	int irq;
};

#if defined(LOCK) || defined(WRONG_LOCK) || defined(WORK_LOCK)
#define ENTER(lock, flags) spin_lock_irqsave(lock, flags)
#define LEAVE(lock, flags) spin_unlock_irqrestore(lock, flags)
#else
#define ENTER(lock, flags) ((void)(lock), (flags) = 0)
#define LEAVE(lock, flags) ((void)(lock), (void)(flags))
#endif

static irqreturn_t card_isr(int irq, void *cookie)
{
	struct card *card = cookie;
	unsigned long flags;

#if defined(ATOMIC)
	atomic_inc(&card->atomic);
#elif defined(MARKED)
	WRITE_ONCE(card->count, 1);
#elif defined(COMPLETION)
	card->count++;
	complete(&card->completion);
#elif defined(THREAD)
	card->count++;
	return IRQ_WAKE_THREAD;
#else
	ENTER(&card->lock, flags);
	card->count++;
	LEAVE(&card->lock, flags);
#endif
#if defined(WORK) || defined(WORK_LOCK)
	schedule_work(&card->work);
#endif
	return IRQ_HANDLED;
}

static irqreturn_t card_thread(int irq, void *cookie)
{
	struct card *card = cookie;

	card->count++;
	return IRQ_HANDLED;
}

static void card_work(struct work_struct *work)
{
	struct card *card = container_of(work, struct card, work);
	unsigned long flags;

	ENTER(&card->lock, flags);
	card->count++;
	LEAVE(&card->lock, flags);
}

/* What process context does with the counter once the line is live. */
static unsigned int card_use(struct card *card)
{
	unsigned long flags;

#if defined(AFTER_REQUEST)
	card->count = 1;
#elif defined(LOCK)
	ENTER(&card->lock, flags);
	card->count = 1;
	LEAVE(&card->lock, flags);
#elif defined(WRONG_LOCK)
	ENTER(&card->other, flags);
	card->count = 1;
	LEAVE(&card->other, flags);
#elif defined(ATOMIC)
	return (unsigned int)atomic_read(&card->atomic);
#elif defined(MARKED)
	return READ_ONCE(card->count);
#elif defined(COMPLETION)
	wait_for_completion(&card->completion);
#endif
	return 0;
}

static int card_probe(struct platform_device *pdev)
{
	struct card *card = devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL);
	int ret;

	if (!card)
		return -ENOMEM;
	card->irq = platform_get_irq(pdev, 0);
	if (card->irq < 0)
		return card->irq;
	spin_lock_init(&card->lock);
	spin_lock_init(&card->other);
	INIT_WORK(&card->work, card_work);
	init_completion(&card->completion);
	atomic_set(&card->atomic, 0);
	card->count = 1;
	platform_set_drvdata(pdev, card);
	ret = request_threaded_irq(card->irq, card_isr, card_thread, 0, "card", card);
	if (ret)
		return ret;
	card_use(card);
	return 0;
}

static void card_remove(struct platform_device *pdev)
{
	struct card *card = platform_get_drvdata(pdev);

#if defined(BEFORE_FREE)
	card->count = 0;
#elif defined(DISABLED)
	disable_irq(card->irq);
	card->count = 0;
	enable_irq(card->irq);
#endif
	free_irq(card->irq, card);
	cancel_work_sync(&card->work);
	card->count = 0;
}

static struct platform_driver card_driver = {
	.probe = card_probe,
	.remove = card_remove,
	.driver = { .name = "card" },
};
module_platform_driver(card_driver);
