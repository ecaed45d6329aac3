// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the clients open: a finding behind letters that take two, three and four bytes. */
#include <linux/i2c.h>
#include <linux/interrupt.h>
#include <linux/module.h>

static irqreturn_t touch_thread(int irq, void *cookie)
{
	return IRQ_HANDLED;
}

static int touch_probe(struct i2c_client *client)
{
	/* ä€𝄞 */ return devm_request_threaded_irq(&client->dev, client->irq, NULL, touch_thread, 0, "touch", client);
}

static struct i2c_driver touch_driver = {
	.probe = touch_probe,
	.driver = { .name = "touch" },
};
module_i2c_driver(touch_driver);
