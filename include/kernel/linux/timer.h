// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Timers; their functions run in softirq context. */
#ifndef KERNEL_LINUX_TIMER_H
#define KERNEL_LINUX_TIMER_H

#include <linux/container_of.h>
#include <linux/jiffies.h>
#include <linux/types.h>

struct timer_list {
	struct hlist_node entry;
	unsigned long expires;
	void (*function)(struct timer_list *timer);
	u32 flags;
};

#define TIMER_DEFERRABLE 0x00080000

void irqrt_timer_setup(struct timer_list *timer, void (*function)(struct timer_list *timer), u32 flags);

#define timer_setup(timer, callback, flags) irqrt_timer_setup(timer, callback, flags)
#define from_timer(variable, timer, field) container_of(timer, __typeof__(*(variable)), field)
#define DEFINE_TIMER(name, callback) struct timer_list name = { .function = callback }

/* Context: any.  Returns: whether the timer was pending. */
int mod_timer(struct timer_list *timer, unsigned long expires);
void add_timer(struct timer_list *timer);
int del_timer(struct timer_list *timer);
int timer_delete(struct timer_list *timer);
bool timer_pending(const struct timer_list *timer);
/* Waits for a running function.  Context: process; not in hard interrupts. */
int del_timer_sync(struct timer_list *timer);
int timer_delete_sync(struct timer_list *timer);
/* As timer_delete_sync(); the timer cannot be armed again. */
int timer_shutdown_sync(struct timer_list *timer);
int timer_shutdown(struct timer_list *timer);

#endif
