#include <linux/gpio/consumer.h>
#include <linux/i2c.h>
#include <linux/interrupt.h>
#include <linux/platform_device.h>

#define CARD_FLAGS 0

struct card { struct i2c_client *client; int irq; };

irqreturn_t isr(int irq, void *cookie);
irqreturn_t thread(int irq, void *cookie);

int oneshot(struct i2c_client *client, int rising)
{
	int ret = request_threaded_irq(client->irq, NULL, thread, 0, "dev", client);

	if (ret)
		return ret;
	ret = request_threaded_irq(client->irq, NULL, thread, IRQF_TRIGGER_RISING | IRQF_SHARED, "dev", client);
	if (ret)
		return ret;
	return request_threaded_irq(client->irq, NULL, thread, rising ? IRQF_NO_SUSPEND : IRQF_SHARED, "dev", client);
}

int oneshot_macro(struct i2c_client *client)
{
	return request_threaded_irq(client->irq, NULL, thread, CARD_FLAGS, "dev", client);
}

int test_for_zero(struct platform_device *pdev, struct card *card)
{
	card->irq = platform_get_irq(pdev, 0);
	if (!card->irq)
		return card->irq;
	return devm_request_irq(&pdev->dev, card->irq, isr, 0, "dev", card);
}

void stop(struct platform_device *pdev, struct card *card)
{
	free_irq(card->irq, card);
}

#define REQUEST(client) request_threaded_irq((client)->irq, NULL, thread, 0, "dev", client)

int oneshot_in_macro(struct i2c_client *client)
{
	return REQUEST(client);
}
