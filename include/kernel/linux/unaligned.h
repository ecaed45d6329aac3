// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_UNALIGNED_H
#define KERNEL_LINUX_UNALIGNED_H

#include <linux/types.h>

static inline u16 get_unaligned_be16(const void *from)
{
	const u8 *bytes = (const u8 *)from;

	return (u16)(bytes[0] << 8 | bytes[1]);
}

static inline u16 get_unaligned_le16(const void *from)
{
	const u8 *bytes = (const u8 *)from;

	return (u16)(bytes[1] << 8 | bytes[0]);
}

static inline u32 get_unaligned_be32(const void *from)
{
	const u8 *bytes = (const u8 *)from;

	return (u32)get_unaligned_be16(bytes) << 16 | get_unaligned_be16(bytes + 2);
}

static inline u32 get_unaligned_le32(const void *from)
{
	const u8 *bytes = (const u8 *)from;

	return (u32)get_unaligned_le16(bytes + 2) << 16 | get_unaligned_le16(bytes);
}

static inline void put_unaligned_be16(u16 value, void *to)
{
	u8 *bytes = (u8 *)to;

	bytes[0] = (u8)(value >> 8);
	bytes[1] = (u8)value;
}

#endif
