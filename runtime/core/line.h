// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Interrupt lines and what is registered on them.  Semantics: kernel/irq/manage.c and handle.c of
 * Linux 6.12, and of 6.1 where struct setting says so.
 */
#ifndef IRQRT_CORE_LINE_H
#define IRQRT_CORE_LINE_H

#include "sim/choice.h"

#include <linux/interrupt.h>

#include <stdint.h>

#define LINES 48u
#define ACTIONS_MAX 24u
/* Lines below are the board's fixed ones, which a driver can ask for by number. */
#define FIRST_DEVICE_LINE 24u
#define LINES_PER_DEVICE 8u

/* A local variable that somebody keeps a pointer to. */
struct borrowed {
	uint32_t serial; /* of the frame that owns it; 0: it is no local */
	uint8_t context;
	uint8_t frame;
};

/*
 * One registration.
 * INVARIANT unlinked: an action that is not in the list of its line has no handler that runs once
 * free_irq() has returned; its place in the table is not used again within a schedule.
 */
struct action {
	irq_handler_t handler; /* NULL: the default one, which wakes the thread */
	irq_handler_t thread_fn;
	irq_handler_t secondary; /* what a handler that was forced into the thread wakes */
	bool forced;		 /* @thread_fn is what was requested as handler */
	void *cookie;
	const char *name;
	unsigned long flags;
	unsigned irq;
	struct action *next;
	struct device *managed_by; /* NULL: freed by hand */
	struct device *device;	   /* that was being probed; NULL outside of probes */
	struct context *thread;
	bool thread_wanted; /* it was woken and has not begun */
	bool masks;	    /* a ONESHOT line waits for its thread */
	bool thread_stops;
	bool thread_ended;
	bool freed;
	uintptr_t entered, thread_entered; /* of the driver, by way of typed registrations; 0: not known */
	unsigned ran;			   /* how often the handler was called */
	unsigned asked;			   /* its run for which is known whether the device raised the line */
	bool own;			   /* it did */
	unsigned claims;		   /* interrupts of a neighbour on the line that it says to have handled */
	unsigned claimed;		   /* its run in which it did so last */
	uint32_t node;			   /* serial of its devres node, or 0 */
	uint32_t frame;			   /* serial of the function that requested it */
	uintptr_t requested_at;		   /* code of the driver */
	uintptr_t freed_at;
	struct borrowed cookie_owner;
	struct borrowed name_owner;
};

struct line {
	struct action *actions; /* in the order of requests */
	unsigned depth;		/* of disables; a line without actions is disabled once */
	const void *hint;	/* CPUs that the driver would like; NULL: none */
	uintptr_t hinted_at;	/* code of the driver */
	bool in_progress;
	unsigned masked;	 /* threads that have to finish before a ONESHOT line goes on */
	unsigned threads_active; /* woken and not finished */
	unsigned trigger;
	unsigned long status; /* IRQ_NOAUTOEN and the like */
	unsigned wake_depth;
	unsigned events, unhandled;
	unsigned rounds;	  /* of a level line in a row */
	unsigned threads_handled; /* rounds of threads that said so */
	unsigned threads_seen;	  /* of them, when the last interrupt was judged */
	bool deferred;		  /* the last interrupt only woke threads, and is judged at the next */
};

struct lines {
	struct line table[LINES];
	struct action actions[ACTIONS_MAX];
	unsigned requests;   /* used so far of @actions */
	uint64_t live;	     /* a bit for each line with actions */
	bool shared;	     /* somebody asked for a shared line */
	bool any_context;    /* somebody left the context to the line */
	bool nested;	     /* ... and was told that it is a thread's, */
	uintptr_t nested_at; /* here */
	bool neighbour;	     /* what raises a line now is a device of another driver on it */
};

/* All lines as they are before anybody requested one. */
void lines_reset(struct lines *lines);

/* Adds the lines that can interrupt @cpu now to @list.  Returns: the new count. */
unsigned lines_gather(unsigned cpu, struct alternative *list, unsigned count);

/* Whether @line is enabled and nothing keeps its handlers from being called. */
bool line_can_be_raised(const struct line *line);

/* The device of line @irq raises it; @cpu takes it.  Context: any; @cpu has interrupts on. */
void line_raise(unsigned irq, unsigned cpu);

/*
 * As request_threaded_irq(), request_any_context_irq() and free_irq(), on behalf of @device when it is managed.
 * @pc: code of the driver.  Context: process.
 */
int action_request(unsigned irq, irq_handler_t handler, irq_handler_t thread_fn, unsigned long flags, const char *name,
		   void *cookie, struct device *device, uintptr_t pc, struct action **ret_action);
int action_request_any(unsigned irq, irq_handler_t handler, unsigned long flags, const char *name, void *cookie,
		       struct device *device, uintptr_t pc, struct action **ret_action);
const void *action_free(unsigned irq, void *cookie, const struct action *managed, uintptr_t pc);

/* Whether @irq is one of a chip behind a bus that sleeps, so that its handlers run in that chip's thread. */
bool line_is_nested(unsigned irq);

/* The registration of @cookie on @irq; NULL when there is none. */
struct action *action_find(unsigned irq, const void *cookie);

/* The first registration that was made while @device was bound and is still there; NULL: none. */
const struct action *action_left(const struct device *device);

/* Whether the local variable behind a pointer is gone. */
bool borrowed_is_gone(const struct borrowed *borrowed);

#endif
