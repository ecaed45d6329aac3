// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_MMC_HOST_H
#define KERNEL_LINUX_MMC_HOST_H

#include <linux/device.h>

struct mmc_host;

/* Context: process, may sleep.  Returns: NULL, or a negative errno, on failure. */
struct mmc_host *mmc_alloc_host(int private_size, struct device *dev);
void *mmc_priv(struct mmc_host *host);
int mmc_add_host(struct mmc_host *host);
void mmc_remove_host(struct mmc_host *host);
void mmc_free_host(struct mmc_host *host);
/* Context: any. */
void mmc_detect_change(struct mmc_host *host, unsigned long delay);

#endif
