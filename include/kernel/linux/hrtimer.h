// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* High-resolution timers; their functions run in hard interrupt context. */
#ifndef KERNEL_LINUX_HRTIMER_H
#define KERNEL_LINUX_HRTIMER_H

#include <linux/ktime.h>
#include <linux/types.h>

enum hrtimer_restart { HRTIMER_NORESTART, HRTIMER_RESTART };
enum hrtimer_mode { HRTIMER_MODE_ABS = 0x00, HRTIMER_MODE_REL = 0x01 };

struct hrtimer {
	ktime_t expires;
	enum hrtimer_restart (*function)(struct hrtimer *timer);
	unsigned int irqrt_state;
};

/* Context: any. */
void hrtimer_init(struct hrtimer *timer, int clock, enum hrtimer_mode mode);
void hrtimer_start(struct hrtimer *timer, ktime_t time, const enum hrtimer_mode mode);
int hrtimer_try_to_cancel(struct hrtimer *timer);
u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval);
/* Waits for a running function. */
int hrtimer_cancel(struct hrtimer *timer);

#endif
