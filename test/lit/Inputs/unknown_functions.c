// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <linux/platform_device.h>

void acme_first_unknown(void);
int acme_second_unknown(int value);

static int __init acme_init(void)
{
	acme_first_unknown();
	return acme_second_unknown(1);
}
module_init(acme_init)
