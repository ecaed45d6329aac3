// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include <linux/errno.h>
#include <linux/module.h>

extern void acme_optional(void) __attribute__((weak));

static u8 bytes;
static u16 halves;
static u32 words;
static u64 longs;

/* Each builtin does to @variable what the plain operation would.  Returns: whether it did. */
#define WORKS(variable)                                                                                  \
	(__atomic_exchange_n(&(variable), 6, __ATOMIC_SEQ_CST) == 0 &&                                   \
	 __atomic_fetch_add(&(variable), 3, __ATOMIC_RELAXED) == 6 &&                                    \
	 __atomic_fetch_sub(&(variable), 2, __ATOMIC_RELAXED) == 9 &&                                    \
	 __atomic_fetch_and(&(variable), 6, __ATOMIC_ACQ_REL) == 7 &&                                    \
	 __atomic_fetch_or(&(variable), 1, __ATOMIC_ACQ_REL) == 6 &&                                     \
	 __atomic_fetch_xor(&(variable), 2, __ATOMIC_ACQ_REL) == 7 &&                                    \
	 __sync_val_compare_and_swap(&(variable), 5, 8) == 5 && !__sync_bool_compare_and_swap(&(variable), 5, 9) && \
	 __atomic_load_n(&(variable), __ATOMIC_ACQUIRE) == 8)

static int __init acme_init(void)
{
	if (acme_optional)
		acme_optional();
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	BUG_ON(!WORKS(bytes) || !WORKS(halves) || !WORKS(words) || !WORKS(longs));
	__atomic_store_n(&words, 1, __ATOMIC_RELEASE);
	BUG_ON(words != 1);
	return 0;
}
module_init(acme_init)
