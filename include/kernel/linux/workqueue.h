// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Deferred work in process context. */
#ifndef KERNEL_LINUX_WORKQUEUE_H
#define KERNEL_LINUX_WORKQUEUE_H

#include <linux/container_of.h>
#include <linux/timer.h>
#include <linux/types.h>

struct work_struct;
struct workqueue_struct;
typedef void (*work_func_t)(struct work_struct *work);

struct work_struct {
	atomic64_t data;
	struct list_head entry;
	work_func_t func;
};

struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
	struct workqueue_struct *wq;
};

extern struct workqueue_struct *system_wq;
extern struct workqueue_struct *system_long_wq;

void irqrt_init_work(struct work_struct *work, work_func_t function);
void irqrt_init_delayed_work(struct delayed_work *work, work_func_t function);

#define INIT_WORK(work, function) irqrt_init_work(work, function)
#define INIT_DELAYED_WORK(work, function) irqrt_init_delayed_work(work, function)
#define DECLARE_WORK(name, function) struct work_struct name = { .func = function }
#define DECLARE_DELAYED_WORK(name, function) struct delayed_work name = { .work = { .func = function } }

static inline struct delayed_work *to_delayed_work(struct work_struct *work)
{
	return container_of(work, struct delayed_work, work);
}

/* Context: any.  Returns: false when the work was queued already. */
bool queue_work(struct workqueue_struct *queue, struct work_struct *work);
bool schedule_work(struct work_struct *work);
bool queue_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay);
bool schedule_delayed_work(struct delayed_work *work, unsigned long delay);
bool mod_delayed_work(struct workqueue_struct *queue, struct delayed_work *work, unsigned long delay);
bool cancel_work(struct work_struct *work);
bool cancel_delayed_work(struct delayed_work *work);
bool work_pending(struct work_struct *work);

/* Wait for a running function.  Context: process, may sleep; not from the work itself. */
bool cancel_work_sync(struct work_struct *work);
bool cancel_delayed_work_sync(struct delayed_work *work);
bool disable_work_sync(struct work_struct *work);
bool flush_work(struct work_struct *work);
bool flush_delayed_work(struct delayed_work *work);
void flush_workqueue(struct workqueue_struct *queue);
void drain_workqueue(struct workqueue_struct *queue);

#define WQ_UNBOUND (1U << 1)
#define WQ_FREEZABLE (1U << 2)
#define WQ_MEM_RECLAIM (1U << 3)
#define WQ_HIGHPRI (1U << 4)

/* Context: process, may sleep.  Returns: NULL on failure; owned by the caller. */
struct workqueue_struct *alloc_workqueue(const char *format, unsigned int flags, int max_active, ...);
#define alloc_ordered_workqueue(format, flags, ...) alloc_workqueue(format, flags, 1, ##__VA_ARGS__)
#define create_workqueue(name) alloc_workqueue("%s", 0, 1, name)
#define create_singlethread_workqueue(name) alloc_workqueue("%s", 0, 1, name)
/* Drains first. */
void destroy_workqueue(struct workqueue_struct *queue);

#endif
