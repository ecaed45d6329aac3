// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A sensor whose handler returns what its helper does. */
#include <linux/i2c.h>
#include <linux/interrupt.h>
#include <linux/slab.h>

#define SENSOR_STATUS 0x01

struct sensor {
	struct i2c_client *client;
	s32 status;
};

static int sensor_read_status(struct sensor *sensor)
{
	s32 status = i2c_smbus_read_byte_data(sensor->client, SENSOR_STATUS);

	if (status < 0)
		return -EIO;
	sensor->status = status;
	return 0;
}

static irqreturn_t sensor_thread(int irq, void *cookie)
{
	struct sensor *sensor = cookie;
	int ret = sensor_read_status(sensor);

	if (ret)
		return ret;
	return IRQ_HANDLED;
}

static int sensor_probe(struct i2c_client *client)
{
	struct sensor *sensor = devm_kzalloc(&client->dev, sizeof(*sensor), GFP_KERNEL);

	if (!sensor)
		return -ENOMEM;
	sensor->client = client;
	return devm_request_threaded_irq(&client->dev, client->irq, NULL, sensor_thread,
					 IRQF_ONESHOT, "demo-sensor", sensor);
}

static struct i2c_driver sensor_driver = {
	.probe = sensor_probe,
	.driver = { .name = "demo-sensor" },
};
module_i2c_driver(sensor_driver);
