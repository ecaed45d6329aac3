// What annotations and model files say of functions whose bodies are elsewhere.
//
// RUN: %not %irqlint check --rules irq-shared-null-cookie,irq-invalid-line %s -- %kflags -DANNOTATED | %FileCheck %s
// RUN: %not %irqlint check --rules irq-shared-null-cookie,irq-invalid-line --model %S/Inputs/acme.yaml %s -- %kflags | %FileCheck %s
// RUN: %irqlint check --rules irq-shared-null-cookie,irq-invalid-line %s -- %kflags
// RUN: env CODE=3 sh %S/Inputs/expect.sh %irqlint check %s -- %kflags -DMISSPELT 2>&1 | %FileCheck --check-prefix=MISSPELT %s
// MISSPELT: annotate.c: error: annotation 'irqlint::line(failure=maybe)' of 'acme_misspelt': 'maybe' is no value for 'failure': one of negative zero either
#include <irqrt/annotate.h>
#include <linux/interrupt.h>

#ifndef ANNOTATED
#undef IRQLINT_REQUEST
#undef IRQLINT_LINE
#define IRQLINT_REQUEST(...)
#define IRQLINT_LINE(...)
#endif

struct acme { int line; };

int acme_request(struct acme *card, int line, irq_handler_t handler, void *cookie)
	IRQLINT_REQUEST(line=1, handler=2, cookie=3, implied_flags=IRQF_SHARED);
int acme_find_line(struct acme *card) IRQLINT_LINE(failure=negative);
#ifdef MISSPELT
int acme_misspelt(struct acme *card) IRQLINT_ANNOTATE("line(failure=maybe)");
#endif

irqreturn_t isr(int irq, void *cookie);

int setup(struct acme *card)
{
	int line = acme_find_line(card);

	// CHECK: annotate.c:[[#@LINE+1]]:9: warning: {{.*}} is requested without a test for a negative errno [irq-invalid-line]
	return acme_request(card, line, isr, card);
}

int setup_shared(struct acme *card)
{
	// CHECK: annotate.c:[[#@LINE+1]]:9: warning: 'acme_request' requests a shared line and is given a NULL cookie [irq-shared-null-cookie]
	return acme_request(card, card->line, isr, NULL);
}

#ifdef MISSPELT
int use(struct acme *card)
{
	return acme_misspelt(card);
}
#endif
