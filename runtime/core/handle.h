// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What runs when a line is raised, and waiting for it. */
#ifndef IRQRT_CORE_HANDLE_H
#define IRQRT_CORE_HANDLE_H

#include "core/line.h"

/* The thread of @action, which waits to be woken.  Context: process. */
void thread_start(struct action *action);
/* Lets it finish what it was woken for, and waits until it has ended.  Context: process, sleeps. */
void thread_stop(struct action *action);

/* Calls the handler of @action alone, in hard interrupt context. */
void handle_once(struct action *action, unsigned cpu);

/* Waits until neither handlers nor threads of @irq run.  Context: process, sleeps. */
void wait_for_handlers(unsigned irq);

/* Ends the schedule when a handler or thread of @irq itself calls @what.  Context: any. */
void check_not_own(unsigned irq, uintptr_t pc, const char *what);

/*
 * Whether a free of @cookie is by the thread of another registration and does not wait for that: it
 * did not up to 6.1.
 */
bool frees_from_neighbour(const void *cookie);

/* Whether the name of @action lies in memory that was freed. */
bool name_is_freed(const struct action *action);

#endif
