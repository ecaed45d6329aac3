// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Work that was queued and has not begun, and the workers that do it. */
#ifndef IRQRT_CORE_WORK_H
#define IRQRT_CORE_WORK_H

#include <linux/workqueue.h>

#include <stdint.h>

#define WORKS_MAX 32u
#define WORKERS 2u

struct workqueue_struct {
	unsigned int max_active; /* works of it that run at once; 0: as many as there are workers */
	bool destroyed;
};

struct queued_work {
	struct work_struct *work;
	struct workqueue_struct *queue;
	uintptr_t queued_at; /* code of the driver */
};

struct worker {
	struct context *task;
	struct work_struct *work; /* that runs; NULL: idle */
	struct workqueue_struct *queue;
};

struct works {
	struct queued_work pending[WORKS_MAX]; /* oldest first */
	unsigned count;
	struct worker workers[WORKERS];
	struct workqueue_struct queues[8];
	unsigned queues_used;
};

/*
 * As queue_work(), cancel_work(), cancel_work_sync() and flush_work(), which the driver called at @pc
 * under the name @what.
 */
bool work_queue(struct workqueue_struct *queue, struct work_struct *work, uintptr_t pc);
bool work_cancel(struct work_struct *work, uintptr_t pc);
bool work_cancel_sync(struct work_struct *work, const char *what, uintptr_t pc);
bool work_flush(struct work_struct *work, const char *what, uintptr_t pc);

#endif
