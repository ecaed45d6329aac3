// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Who holds the locks that contexts wait for. */
#ifndef IRQRT_CORE_LOCK_H
#define IRQRT_CORE_LOCK_H

struct context;

/* Who holds the lock that @context waits for; NULL when it waits for none. */
const struct context *lock_holder(const struct context *context);

#endif
