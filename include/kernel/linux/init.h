// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Code and data that the kernel throws away after start-up, or never keeps. */
#ifndef KERNEL_LINUX_INIT_H
#define KERNEL_LINUX_INIT_H

#include <linux/compiler.h>
#include <linux/types.h>

#define __init __section(".init.text")
#define __exit __section(".exit.text") __used
#define __initdata __section(".init.data")
#define __initconst __section(".init.rodata")
#define __exitdata __section(".exit.data")
#define __ro_after_init __section(".data..ro_after_init")

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#define __exit_p(function) (function)
#define __initconst_or_module

#endif
