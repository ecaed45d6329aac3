// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_MODULEPARAM_H
#define KERNEL_LINUX_MODULEPARAM_H

#define module_param(name, type, mode) struct irqrt_no_param
#define module_param_named(name, variable, type, mode) struct irqrt_no_param
#define MODULE_PARM_DESC(name, text) struct irqrt_no_param

#define module_param_array(name, type, count, mode) struct irqrt_no_param

#endif
