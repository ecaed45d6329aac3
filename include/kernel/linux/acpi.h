// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_ACPI_H
#define KERNEL_LINUX_ACPI_H

#include <linux/device.h>
#include <linux/mod_devicetable.h>

/* Devices are not described by ACPI here: tables of it are not looked at. */
#define ACPI_PTR(pointer) (pointer)
typedef void *acpi_handle;
#define ACPI_HANDLE(device) ((acpi_handle)0)
#define ACPI_COMPANION(device) ((struct acpi_device *)0)
#define has_acpi_companion(device) ((void)(device), false)

#endif
