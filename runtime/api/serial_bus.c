// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What devices on I2C and SPI answer; transfers sleep. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/i2c.h>
#include <linux/spi/spi.h>

#define I2C_REGISTERS 0x20000000u

static int i2c_read(const struct i2c_client *client, u8 command, const char *what, uintptr_t pc)
{
	touch((uintptr_t)client, sizeof(*client), false, pc);
	if (operation_fails(what, pc))
		return -EIO;
	return (int)(register_answer(I2C_REGISTERS + client->addr * 0x100u + command) & 0xffff);
}

static s32 i2c_write(const struct i2c_client *client, u8 command, u16 value, const char *what, uintptr_t pc)
{
	touch((uintptr_t)client, sizeof(*client), false, pc);
	if (operation_fails(what, pc))
		return -EIO;
	register_set(I2C_REGISTERS + client->addr * 0x100u + command, value);
	return 0;
}

s32 i2c_smbus_read_byte(const struct i2c_client *client)
{
	int value = i2c_read(client, 0, "i2c_smbus_read_byte", CALLER);

	return value < 0 ? value : value & 0xff;
}

s32 i2c_smbus_write_byte(const struct i2c_client *client, u8 value)
{
	return i2c_write(client, 0, value, "i2c_smbus_write_byte", CALLER);
}

s32 i2c_smbus_read_byte_data(const struct i2c_client *client, u8 command)
{
	int value = i2c_read(client, command, "i2c_smbus_read_byte_data", CALLER);

	return value < 0 ? value : value & 0xff;
}

s32 i2c_smbus_write_byte_data(const struct i2c_client *client, u8 command, u8 value)
{
	return i2c_write(client, command, value, "i2c_smbus_write_byte_data", CALLER);
}

s32 i2c_smbus_read_word_data(const struct i2c_client *client, u8 command)
{
	return i2c_read(client, command, "i2c_smbus_read_word_data", CALLER);
}

s32 i2c_smbus_write_word_data(const struct i2c_client *client, u8 command, u16 value)
{
	return i2c_write(client, command, value, "i2c_smbus_write_word_data", CALLER);
}

s32 i2c_smbus_read_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, u8 *values)
{
	int value = i2c_read(client, command, "i2c_smbus_read_i2c_block_data", CALLER);

	if (value < 0)
		return value;
	touch((uintptr_t)values, length, true, CALLER);
	for (unsigned i = 0; i < length; i++)
		values[i] = (u8)value;
	return length;
}

int i2c_master_send(const struct i2c_client *client, const char *buffer, int count)
{
	touch((uintptr_t)buffer, (size_t)count, false, CALLER);
	return i2c_write(client, 0, (u8)buffer[0], "i2c_master_send", CALLER) < 0 ? -EIO : count;
}

int i2c_master_recv(const struct i2c_client *client, char *buffer, int count)
{
	int value = i2c_read(client, 0, "i2c_master_recv", CALLER);

	if (value < 0)
		return value;
	touch((uintptr_t)buffer, (size_t)count, true, CALLER);
	for (int i = 0; i < count; i++)
		buffer[i] = (char)value;
	return count;
}

bool i2c_check_functionality(struct i2c_adapter *adapter, u32 functions)
{
	(void)adapter;
	(void)functions;
	return !fails_now(CALLER);
}

int spi_setup(struct spi_device *spi)
{
	touch((uintptr_t)spi, sizeof(*spi), false, CALLER);
	return operation_fails("spi_setup", CALLER) ? -EINVAL : 0;
}

int spi_write(struct spi_device *spi, const void *buffer, size_t size)
{
	touch((uintptr_t)spi, sizeof(*spi), false, CALLER);
	touch((uintptr_t)buffer, size, false, CALLER);
	return operation_fails("spi_write", CALLER) ? -EIO : 0;
}

int spi_read(struct spi_device *spi, void *buffer, size_t size)
{
	touch((uintptr_t)spi, sizeof(*spi), false, CALLER);
	if (operation_fails("spi_read", CALLER))
		return -EIO;
	touch((uintptr_t)buffer, size, true, CALLER);
	for (size_t i = 0; i < size; i++)
		((u8 *)buffer)[i] = (u8)register_answer((uint32_t)spi->irq + (uint32_t)i);
	return 0;
}

const struct i2c_device_id *i2c_client_get_device_id(const struct i2c_client *client)
{
	const struct i2c_driver *driver = run->devices.driver;

	touch((uintptr_t)client, sizeof(*client), false, CALLER);
	return driver->id_table;
}

int i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	(void)adapter;
	if (operation_fails("i2c_transfer", CALLER))
		return -EIO;
	for (int i = 0; i < count; i++) {
		touch((uintptr_t)messages[i].buf, messages[i].len, messages[i].flags & I2C_M_RD, CALLER);
		for (unsigned j = 0; (messages[i].flags & I2C_M_RD) && j < messages[i].len; j++)
			messages[i].buf[j] = (u8)register_answer(I2C_REGISTERS + messages[i].addr * 0x100u + j);
	}
	return count;
}

/* Adapters, which drivers of I2C controllers register. */

static int add(struct i2c_adapter *adapter, const char *what, uintptr_t pc)
{
	touch((uintptr_t)adapter, sizeof(*adapter), true, pc);
	return operation_fails(what, pc) ? -ENOMEM : 0;
}

int i2c_add_adapter(struct i2c_adapter *adapter)
{
	return add(adapter, "i2c_add_adapter", CALLER);
}

int i2c_add_numbered_adapter(struct i2c_adapter *adapter)
{
	return add(adapter, "i2c_add_numbered_adapter", CALLER);
}

int devm_i2c_add_adapter(struct device *dev, struct i2c_adapter *adapter)
{
	(void)dev;
	return add(adapter, "devm_i2c_add_adapter", CALLER);
}

void i2c_del_adapter(struct i2c_adapter *adapter)
{
	might_sleep_at(CALLER, "i2c_del_adapter");
	touch((uintptr_t)adapter, sizeof(*adapter), true, CALLER);
}
