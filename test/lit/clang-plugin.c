// REQUIRES: plugins
// In clang, findings are warnings, so -verify and -Werror work on them.
// RUN: %clang_plugin -fsyntax-only -Xclang -verify %kflags %s
// RUN: %clang_plugin -c -o %t.o %kflags %s 2>&1 | %FileCheck %s
// RUN: test -s %t.o
// RUN: %not %clang_plugin -fsyntax-only -fplugin-arg-irqlint-rules=irq-none %kflags %s 2>&1 | %FileCheck --check-prefix=RULE %s
// RUN: %clang_plugin -fsyntax-only -fplugin-arg-irqlint-rules=irq-bad-return %kflags %s 2>&1 | count 0
// RULE: error: irqlint-clang.so: unknown rule 'irq-none'
#include <linux/interrupt.h>

struct card { int irq; };
struct other { void *p; };

static irqreturn_t isr(int irq, void *cookie)
{
	struct other *other = cookie; // expected-note {{the handler takes it for 'struct other' here}}

	return IRQ_RETVAL(other->p);
}

int setup(struct card *card)
{
	// CHECK: clang-plugin.c:[[#@LINE+1]]:9: warning: {{.*}} [irq-cookie-type]
	return request_irq(1, isr, 0, "card", card); // expected-warning {{the cookie points to 'struct card', but 'isr' reads it as a pointer to 'struct other' [irq-cookie-type]}}
}
