// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_MOD_DEVICETABLE_H
#define KERNEL_LINUX_MOD_DEVICETABLE_H

#include <linux/device.h>

struct platform_device_id {
	char name[20];
	kernel_ulong_t driver_data;
};

struct acpi_device_id {
	char id[16];
	kernel_ulong_t driver_data;
};

struct i2c_device_id {
	char name[20];
	kernel_ulong_t driver_data;
};

struct spi_device_id {
	char name[32];
	kernel_ulong_t driver_data;
};

struct pci_device_id {
	u32 vendor, device, subvendor, subdevice, class, class_mask;
	kernel_ulong_t driver_data;
};

#endif
