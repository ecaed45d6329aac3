#include <linux/interrupt.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

struct card { int *ring; };

static irqreturn_t card_isr(int irq, void *cookie)
{
	struct card *card = cookie;

	card->ring[0]++;
	return IRQ_HANDLED;
}

static int card_probe(struct platform_device *pdev)
{
	struct card *card = devm_kzalloc(&pdev->dev, sizeof(*card), GFP_KERNEL);

	if (!card)
		return -ENOMEM;
	card->ring = kzalloc(64, GFP_KERNEL);
	if (!card->ring)
		return -ENOMEM;
	platform_set_drvdata(pdev, card);
	return devm_request_irq(&pdev->dev, 5, card_isr, 0, "card", card);
}

static void card_remove(struct platform_device *pdev)
{
	struct card *card = platform_get_drvdata(pdev);

	kfree(card->ring);
	devm_free_irq(&pdev->dev, 5, card);
}

static struct platform_driver card_driver = {
	.probe = card_probe,
	.remove = card_remove,
	.driver = { .name = "card" },
};
module_platform_driver(card_driver);
