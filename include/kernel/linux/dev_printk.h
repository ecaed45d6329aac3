// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_DEV_PRINTK_H
#define KERNEL_LINUX_DEV_PRINTK_H

#include <linux/compiler.h>

struct device;

/* Context: any. */
__printf(3, 4) void irqrt_dev_printk(const char *level, const struct device *dev, const char *format, ...);

#define dev_emerg(dev, ...) irqrt_dev_printk("emerg", dev, __VA_ARGS__)
#define dev_crit(dev, ...) irqrt_dev_printk("crit", dev, __VA_ARGS__)
#define dev_err(dev, ...) irqrt_dev_printk("err", dev, __VA_ARGS__)
#define dev_warn(dev, ...) irqrt_dev_printk("warn", dev, __VA_ARGS__)
#define dev_notice(dev, ...) irqrt_dev_printk("notice", dev, __VA_ARGS__)
#define dev_info(dev, ...) irqrt_dev_printk("info", dev, __VA_ARGS__)
#define dev_dbg(dev, ...) irqrt_dev_printk("debug", dev, __VA_ARGS__)
#define dev_vdbg(dev, ...) irqrt_dev_printk("debug", dev, __VA_ARGS__)
#define dev_err_ratelimited dev_err
#define dev_warn_ratelimited dev_warn
#define dev_warn_once dev_warn
#define dev_err_once dev_err
#define dev_info_once dev_info
#define dev_dbg_ratelimited dev_dbg
#define dev_crit_ratelimited dev_crit

/* Returns: @error.  Silent for -EPROBE_DEFER. */
__printf(3, 4) int dev_err_probe(const struct device *dev, int error, const char *format, ...);

#endif
