// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* A registration as Rust for Linux had it at one time; VARIANT says when. */
#ifndef TEST_RUNTIME_HISTORY_REGISTRATION_H
#define TEST_RUNTIME_HISTORY_REGISTRATION_H

#include <linux/device.h>

#define LINE 24

struct history;

/* Context: process. */
struct history *history_create(struct device *dev);
/* Drops the registration and frees what its handler uses. */
void history_end(struct history *history);
/* Lets devres drop @history when @dev is unbound, before it comes to what @history itself gave to devres. */
void history_drop_at_unbind(struct device *dev, struct history *history);

#endif
