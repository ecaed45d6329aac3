// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_EXPORT_H
#define KERNEL_LINUX_EXPORT_H

#define EXPORT_SYMBOL(name) struct irqrt_no_export
#define EXPORT_SYMBOL_GPL(name) struct irqrt_no_export
#define EXPORT_SYMBOL_NS(name, space) struct irqrt_no_export
#define EXPORT_SYMBOL_NS_GPL(name, space) struct irqrt_no_export

#endif
