// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_BITFIELD_H
#define KERNEL_LINUX_BITFIELD_H

#include <linux/bits.h>
#include <linux/types.h>

/* Fields of registers; @mask is a constant of adjacent bits. */
#define IRQRT_FIELD_SHIFT(mask) (__builtin_ffsll((long long)(mask)) - 1)
#define FIELD_MAX(mask) ((__typeof__(mask))((mask) >> IRQRT_FIELD_SHIFT(mask)))
#define FIELD_FIT(mask, value) (!((((__typeof__(mask))(value)) << IRQRT_FIELD_SHIFT(mask)) & ~(mask)))
#define FIELD_PREP(mask, value) (((__typeof__(mask))(value) << IRQRT_FIELD_SHIFT(mask)) & (mask))
#define FIELD_PREP_CONST(mask, value) FIELD_PREP(mask, value)
#define FIELD_GET(mask, reg) ((__typeof__(mask))(((reg) & (mask)) >> IRQRT_FIELD_SHIFT(mask)))

#endif
