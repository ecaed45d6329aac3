// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the simulated kernel is configured with; comes before all else, as in the kernel. */
#ifndef KERNEL_LINUX_KCONFIG_H
#define KERNEL_LINUX_KCONFIG_H

#define CONFIG_OF 1
#define CONFIG_PM 1
#define CONFIG_PM_SLEEP 1
#define CONFIG_GPIOLIB 1
#define CONFIG_HAS_IOMEM 1
#define CONFIG_SMP 1

/* 1 for an option that is defined to be 1, else 0: only then does the paste below name a comma. */
#define IRQRT_COMMA_1 ,
#define IRQRT_SECOND(first, second, ...) second
#define IRQRT_PICK(comma) IRQRT_SECOND(comma 1, 0, 0)
#define IRQRT_PASTE(value) IRQRT_PICK(IRQRT_COMMA_##value)
#define IS_BUILTIN(option) IRQRT_PASTE(option)
#define IS_ENABLED(option) IRQRT_PASTE(option)
#define IS_REACHABLE(option) IRQRT_PASTE(option)
#define IS_MODULE(option) 0

#endif
