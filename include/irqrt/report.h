// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What the typed registrations tell the machine that hosts them.  The runtime ends the schedule with
 * the rule's name; in a kernel the first would be a WARN() and the others nothing.
 */
#ifndef IRQRT_REPORT_H
#define IRQRT_REPORT_H

#include <linux/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The driver does what the types of Rust would not let it.  @rule, @text: literals; the name of a rule page, and a
 * sentence.  Context: any.  Borrows: both, for good.  Returns: @error, what the misused function returns then.
 */
int irqrt_misuse(const char *rule, int error, const char *text);

/*
 * A number for a request that was looked up, which its copies have, too; and whether one of them was used already, as
 * this one is now.  Context: any.  Returns: 0 and false where nobody counts, as in a kernel.
 */
unsigned long irqrt_request_made(void);
bool irqrt_request_used(unsigned long number);

/*
 * From now on, until let go of, handlers use @data: whoever frees it before breaks irq-drop-order.
 * Context: any.  Borrows: @data.
 */
void irqrt_data_held(const void *data);
void irqrt_data_let_go(const void *data);

#ifdef __cplusplus
}
#endif

#endif
