// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A module: one entry, one exit, and what it says about itself. */
#ifndef KERNEL_LINUX_MODULE_H
#define KERNEL_LINUX_MODULE_H

#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>

struct module;
#define THIS_MODULE ((struct module *)0)
#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME "driver"
#endif

/* The runtime calls these; a program holds one module. */
#define module_init(function) initcall_t irqrt_module_init = function;
#define module_exit(function) exitcall_t irqrt_module_exit = function;

#define module_driver(driver, register_driver, unregister_driver) \
	static int __init driver##_init(void)                     \
	{                                                         \
		return register_driver(&(driver));                \
	}                                                         \
	module_init(driver##_init)                                \
	static void __exit driver##_exit(void)                    \
	{                                                         \
		unregister_driver(&(driver));                     \
	}                                                         \
	module_exit(driver##_exit)

#define IRQRT_MODULE_TEXT(tag, line, text) \
	static const char __maybe_unused irqrt_module_##tag##line[] = text
#define IRQRT_MODULE_LINE(tag, line, text) IRQRT_MODULE_TEXT(tag, line, text)
#define MODULE_LICENSE(text) IRQRT_MODULE_LINE(license, __LINE__, text)
#define MODULE_AUTHOR(text) IRQRT_MODULE_LINE(author, __LINE__, text)
#define MODULE_DESCRIPTION(text) IRQRT_MODULE_LINE(description, __LINE__, text)
#define MODULE_ALIAS(text) IRQRT_MODULE_LINE(alias, __LINE__, text)
#define MODULE_VERSION(text) IRQRT_MODULE_LINE(version, __LINE__, text)
#define MODULE_FIRMWARE(text) IRQRT_MODULE_LINE(firmware, __LINE__, text)
#define MODULE_SOFTDEP(text) IRQRT_MODULE_LINE(softdep, __LINE__, text)
#define MODULE_IMPORT_NS(name) struct irqrt_no_import
#define MODULE_DEVICE_TABLE(type, table) struct irqrt_no_table

static inline bool try_module_get(struct module *module)
{
	return module == THIS_MODULE;
}

static inline void module_put(struct module *module)
{
	(void)module;
}

#endif
