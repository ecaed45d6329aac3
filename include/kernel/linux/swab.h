// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Orders of bytes; the simulated machine is little-endian. */
#ifndef KERNEL_LINUX_SWAB_H
#define KERNEL_LINUX_SWAB_H

#include <linux/types.h>

#define cpu_to_le16(value) ((__le16)(value))
#define cpu_to_le32(value) ((__le32)(value))
#define le16_to_cpu(value) ((u16)(value))
#define le32_to_cpu(value) ((u32)(value))
#define le16_to_cpup(from) le16_to_cpu(*(from))
#define le32_to_cpup(from) le32_to_cpu(*(from))
#define cpu_to_be16(value) ((__be16)__builtin_bswap16(value))
#define cpu_to_be32(value) ((__be32)__builtin_bswap32(value))
#define be16_to_cpu(value) ((u16)__builtin_bswap16(value))
#define be32_to_cpu(value) ((u32)__builtin_bswap32(value))
#define be16_to_cpup(from) be16_to_cpu(*(from))
#define be32_to_cpup(from) be32_to_cpu(*(from))

#endif
