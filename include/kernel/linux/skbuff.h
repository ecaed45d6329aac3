// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SKBUFF_H
#define KERNEL_LINUX_SKBUFF_H

#include <linux/types.h>

struct sk_buff {
	unsigned int len;
	unsigned char *data;
};

/* Context: any. */
void kfree_skb(struct sk_buff *skb);
void dev_kfree_skb_any(struct sk_buff *skb);

#endif
