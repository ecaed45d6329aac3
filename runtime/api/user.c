// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* User space: memory that is always there, and devices that it could open. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/miscdevice.h>
#include <linux/seq_file.h>
#include <linux/uaccess.h>

#include <string.h>

unsigned long copy_to_user(void __user *to, const void *from, unsigned long size)
{
	might_sleep_at(CALLER, "copy_to_user");
	touch((uintptr_t)from, size, false, CALLER);
	if (fails_now(CALLER))
		return size;
	memcpy(to, from, size);
	return 0;
}

unsigned long copy_from_user(void *to, const void __user *from, unsigned long size)
{
	might_sleep_at(CALLER, "copy_from_user");
	touch((uintptr_t)to, size, true, CALLER);
	if (fails_now(CALLER))
		return size;
	memcpy(to, from, size);
	return 0;
}

int misc_register(struct miscdevice *misc)
{
	touch((uintptr_t)misc, sizeof(*misc), true, CALLER);
	return operation_fails("misc_register", CALLER) ? -EBUSY : 0;
}

void misc_deregister(struct miscdevice *misc)
{
	might_sleep_at(CALLER, "misc_deregister");
	touch((uintptr_t)misc, sizeof(*misc), true, CALLER);
}

/* Files that nobody reads. */

void seq_printf(struct seq_file *file, const char *format, ...)
{
	(void)file;
	(void)format;
	acts(CALLER);
}

void seq_puts(struct seq_file *file, const char *text)
{
	(void)file;
	(void)text;
	acts(CALLER);
}
