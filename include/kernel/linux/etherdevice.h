// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_ETHERDEVICE_H
#define KERNEL_LINUX_ETHERDEVICE_H

#include <linux/netdevice.h>

/* Context: process, may sleep.  Returns: NULL on failure; freed by free_netdev(). */
struct net_device *alloc_etherdev(int private_size);
struct net_device *devm_alloc_etherdev(struct device *dev, int private_size);

#endif
