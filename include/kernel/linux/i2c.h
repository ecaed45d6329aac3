// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_I2C_H
#define KERNEL_LINUX_I2C_H

#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/of.h>

struct i2c_adapter;
struct i2c_client;

#define I2C_M_RD 0x0001
#define I2C_CLIENT_TEN 0x10
#define I2C_NAME_SIZE 20
#define I2C_MAX_STANDARD_MODE_FREQ 100000
#define I2C_MAX_FAST_MODE_FREQ 400000
#define I2C_FUNC_SMBUS_EMUL 0x0eff0008

struct i2c_msg {
	u16 addr, flags, len;
	u8 *buf;
};

/* Context: process, may sleep. */
struct i2c_algorithm {
	int (*master_xfer)(struct i2c_adapter *adapter, struct i2c_msg *messages, int count);
	int (*xfer)(struct i2c_adapter *adapter, struct i2c_msg *messages, int count);
	int (*xfer_atomic)(struct i2c_adapter *adapter, struct i2c_msg *messages, int count);
	u32 (*functionality)(struct i2c_adapter *adapter);
};

struct i2c_adapter {
	struct module *owner;
	unsigned int class;
	const struct i2c_algorithm *algo;
	void *algo_data;
	int timeout, retries, nr;
	struct device dev;
	char name[48];
};

static inline void *i2c_get_adapdata(const struct i2c_adapter *adapter)
{
	return dev_get_drvdata(&adapter->dev);
}

static inline void i2c_set_adapdata(struct i2c_adapter *adapter, void *data)
{
	dev_set_drvdata(&adapter->dev, data);
}

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int i2c_add_adapter(struct i2c_adapter *adapter);
int i2c_add_numbered_adapter(struct i2c_adapter *adapter);
int devm_i2c_add_adapter(struct device *dev, struct i2c_adapter *adapter);
void i2c_del_adapter(struct i2c_adapter *adapter);
/* Returns: how many messages were transferred, or a negative errno. */
int i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count);

struct i2c_client {
	unsigned short flags, addr;
	char name[20];
	struct i2c_adapter *adapter;
	struct device dev;
	int irq;
};

/* Context of all callbacks: process, may sleep. */
struct i2c_driver {
	int (*probe)(struct i2c_client *client);
	void (*remove)(struct i2c_client *client);
	void (*shutdown)(struct i2c_client *client);
	struct device_driver driver;
	const struct i2c_device_id *id_table;
};

#define to_i2c_client(device) container_of(device, struct i2c_client, dev)

int i2c_add_driver(struct i2c_driver *driver);
void i2c_del_driver(struct i2c_driver *driver);
#define module_i2c_driver(driver) module_driver(driver, i2c_add_driver, i2c_del_driver)

static inline void *i2c_get_clientdata(const struct i2c_client *client)
{
	return dev_get_drvdata(&client->dev);
}

static inline void i2c_set_clientdata(struct i2c_client *client, void *data)
{
	dev_set_drvdata(&client->dev, data);
}

/* Context: process, may sleep.  Returns: the value, or a negative errno. */
s32 i2c_smbus_read_byte(const struct i2c_client *client);
s32 i2c_smbus_write_byte(const struct i2c_client *client, u8 value);
s32 i2c_smbus_read_byte_data(const struct i2c_client *client, u8 command);
s32 i2c_smbus_write_byte_data(const struct i2c_client *client, u8 command, u8 value);
s32 i2c_smbus_read_word_data(const struct i2c_client *client, u8 command);
s32 i2c_smbus_write_word_data(const struct i2c_client *client, u8 command, u16 value);
s32 i2c_smbus_read_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, u8 *values);
int i2c_master_send(const struct i2c_client *client, const char *buffer, int count);
int i2c_master_recv(const struct i2c_client *client, char *buffer, int count);
bool i2c_check_functionality(struct i2c_adapter *adapter, u32 functions);

#define I2C_FUNC_I2C 0x00000001
#define I2C_FUNC_NOSTART 0x00000010
#define I2C_FUNC_SMBUS_BYTE 0x00060000
#define I2C_FUNC_SMBUS_BYTE_DATA 0x00180000
#define I2C_FUNC_SMBUS_WORD_DATA 0x00600000

const struct i2c_device_id *i2c_client_get_device_id(const struct i2c_client *client);

#endif
