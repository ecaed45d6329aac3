// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * Annotations that tell irqlint what functions of your own mean.  They are needed where the
 * function's body is not in the file that is checked; wrappers that are seen through need none.
 *
 *     int acme_request(struct acme *card, int line, irq_handler_t handler, void *cookie)
 *             IRQLINT_REQUEST(line=1, handler=2, cookie=3);
 *     void acme_free(struct acme *card, int line, void *cookie)
 *             IRQLINT_FREE(line=1, cookie=2);
 *     int acme_find_line(struct acme *card)
 *             IRQLINT_LINE(failure=negative, defers=true);
 *
 * Arguments are KEY=VALUE, positions count from 0; the keys are those of a model file (--model):
 *
 *   REQUEST   device, line, handler, thread, flags, label, cookie: positions; implied_flags;
 *             line: what ends it knows it by; handler: a function, or a table of them, see HANDLER;
 *             management: driver (default), device, core; kind: irq (default), percpu, nmi,
 *             percpu_nmi, vector, event; result: zero (default), context, line.  Needs handler.
 *   FREE      device, line, cookie: positions; management, kind.  Needs line.
 *   CONTROL   line, status: positions; control: disable, enable, status, synchronize;
 *             wait: nobody, handler, thread.  Needs line, control and wait.
 *   LINE      failure: negative, zero, either; origin: unknown (default), firmware, platform,
 *             gpio, message, mapped, nested; defers: true, false.  Needs failure.
 *
 * What the typed registrations of this folder promise is said by words without arguments:
 *
 *   HANDLER      a function pointer of a table that REQUEST's handler points to: it is called with the
 *                cookie as its first pointer
 *   BELONGS      a parameter: what it points to belongs to the BOUND device of the same call, and to
 *                no other device
 *   PINNED       behind struct: its objects stay where they were made; no copy, no realloc
 *   CONSUMES     a parameter: what it points to is used up by the call
 *   BOUND        a parameter: a device that is bound, good until the function returns
 *   SHARED_DATA  behind struct: handlers and tasks use its objects at the same time
 *   SLEEPS       a function: may sleep, so process context only
 *
 * Compilers other than clang see nothing of them.
 */
#ifndef IRQRT_ANNOTATE_H
#define IRQRT_ANNOTATE_H

#ifdef __clang__
#define IRQLINT_ANNOTATE(text) __attribute__((annotate("irqlint::" text)))
#else
#define IRQLINT_ANNOTATE(text)
#endif

/* Behind the declaration of a function; the keys are those above. */
#define IRQLINT_REQUEST(...) IRQLINT_ANNOTATE("request(" #__VA_ARGS__ ")")
#define IRQLINT_FREE(...) IRQLINT_ANNOTATE("free(" #__VA_ARGS__ ")")
#define IRQLINT_CONTROL(...) IRQLINT_ANNOTATE("control(" #__VA_ARGS__ ")")
#define IRQLINT_LINE(...) IRQLINT_ANNOTATE("line(" #__VA_ARGS__ ")")

/* The words without arguments. */
#define IRQLINT_HANDLER IRQLINT_ANNOTATE("handler")
#define IRQLINT_PINNED IRQLINT_ANNOTATE("pinned")
#define IRQLINT_BELONGS IRQLINT_ANNOTATE("belongs")
#define IRQLINT_CONSUMES IRQLINT_ANNOTATE("consumes")
#define IRQLINT_BOUND IRQLINT_ANNOTATE("bound")
#define IRQLINT_SHARED_DATA IRQLINT_ANNOTATE("shared_data")
#define IRQLINT_SLEEPS IRQLINT_ANNOTATE("sleeps")

#endif
