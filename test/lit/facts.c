// Facts of the C constructs that kernel code is made of.
// RUN: %irqlint facts --dump %s -- %kflags | %FileCheck %s
// The facts are the same whatever the primitives' macros expand to.
// RUN: %irqlint facts --dump %s -- %kflags > %t.plain
// RUN: %irqlint facts --dump %s -- %kflags -DCONFIG_EXPANDED > %t.expanded
// RUN: cmp %t.plain %t.expanded

#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#undef spin_lock_init
#undef WARN_ON
#ifdef CONFIG_EXPANDED
#define INIT_WORK(w, f) do { static int key; lockdep(&key); (w)->func = (f); note(#w); } while (0)
#define spin_lock_init(l) do { if (l) lockdep(l); else note("none"); } while (0)
#define test_bit(nr, addr) (__builtin_constant_p(nr) ? bit(nr, addr) : bit2(nr, addr))
#define WARN_ON(c) ({ int r = !!(c); if (__builtin_expect(r, 0)) note("warn"); r; })
#else
#define INIT_WORK(w, f) init_work((w), (f))
#define spin_lock_init(l) lockdep(l)
#define test_bit(nr, addr) bit(nr, addr)
#define WARN_ON(c) (c)
#endif
void lockdep(void *key);
void note(const char *text);
void init_work(void *work, void *function);
int bit(int nr, const void *address);
int bit2(int nr, const void *address);

struct work { void (*func)(struct work *); };
struct inner { int a; };
struct card {
	struct inner first;
	union {
		int plain;
		unsigned int flat;
	};
	struct work work;
	spinlock_t lock;
	unsigned long flags;
	const struct ops *ops;
	int irq[4];
};
// CHECK: struct card
// CHECK-NEXT: first: struct inner first
// CHECK-NEXT: plain: int
// CHECK-NEXT: flat: unsigned int

struct ops {
	irqreturn_t (*isr)(int irq, void *cookie);
	int (*start)(struct card *card);
	const char *names[2];
};

static irqreturn_t isr(int irq, void *cookie)
{
	struct card *card = cookie;

	return IRQ_RETVAL(card->plain);
}

static const struct ops ops = { .isr = isr, .names = { [1] = "second" } };
// CHECK: initial ops.isr = isr
// CHECK-NEXT: initial ops.names[1] = "second"

static void work(struct work *given)
{
	struct card *card = container_of(given, struct card, work);

	card->plain = 0;
}

int __attribute__((annotate("irqlint::example"))) annotated(void);
int call_annotated(void) { return annotated(); }
// CHECK: annotation annotated: irqlint::example

// NOLINTNEXTLINE(irq-a, irq-b-*)
// CHECK: suppression {{.*}}facts.c lines [[#@LINE]]-[[#@LINE]] rules irq-a, irq-b-*

// CHECK-LABEL: function enum irqreturn isr(int irq, void * cookie)
// CHECK: local card = (struct card *)cookie
// CHECK: return card->plain ? IRQ_HANDLED : IRQ_NONE

// CHECK-LABEL: function void work(struct work * given)
// CHECK: container_of(member_address, struct card, work)
// CHECK: card->plain = 0

int primitives(struct card *card)
{
	INIT_WORK(&card->work, work);
	spin_lock_init(&card->lock);
	if (test_bit(3, &card->flags))
		return 1;
	return WARN_ON(card->plain) ? -EINVAL : 0;
}
// CHECK-LABEL: function int primitives
// CHECK-NEXT: block 1 entry
// CHECK-NEXT: %1 = macro INIT_WORK(&card->work, work)
// CHECK-NEXT: %2 = macro spin_lock_init(&card->lock)
// CHECK-NEXT: %3 = macro test_bit(3, &card->flags)
// CHECK-NEXT: if %3 true -> 2 false -> 3
// CHECK: return card->plain ? -EINVAL : 0

int control(struct card *card, int n)
{
	int i;

	switch (n) {
	case 1 ... 4:
		return card->irq[n];
	case 7:
		break;
	default:
		goto out;
	}
	for (;;) {
		if (card->flat && n-- > 0)
			break;
		for (i = 0; i < 4; i++)
			card->irq[i] |= 2;
	}
out:
	return card->first.a ?: ({ int x = n; x + 1; });
}
// CHECK-LABEL: function int control
// CHECK: switch n{{.*}} case 1 ... 4 -> {{[0-9]+}}{{.*}}default
// CHECK-DAG: return card->irq[n]
// CHECK-DAG: if card->flat true
// CHECK-DAG: n = n - 1
// CHECK-DAG: if (n + 1) > 0 true
// CHECK-DAG: card->irq[i] = card->irq[i] | 2
// CHECK-DAG: local x = n
// CHECK: return card->first.a ? card->first.a : (x + 1)

int pointers(struct card *card, void *anything)
{
	struct card other = { .plain = 3 };
	int *p = &card->irq[1];
	void *back = (void *)card;

	if (likely(card->ops->start(card) < 0))
		return (int)PTR_ERR(anything);
	*card = other;
	card->ops = &(const struct ops){ .isr = isr };
	return p[0] + ((struct card *)back)->plain;
}
// CHECK-LABEL: function int pointers
// CHECK: local other = {0}
// CHECK-NEXT: local other.plain = 3
// CHECK: local p = &card->irq[1]
// CHECK: local back = card
// CHECK: = call *card->ops->start(card)
// CHECK: if %{{[0-9]+}} < 0 true
// CHECK: call PTR_ERR(anything)
// CHECK: *card = other
// CHECK: local <literal> = {0}
// CHECK-NEXT: local <literal>.isr = isr
// CHECK: card->ops = &<literal>
// CHECK: return *p + ((struct card *)back)->plain

int cleanup(struct card *card)
{
	void *memory __free(kfree) = kmalloc(4, GFP_KERNEL);

	guard(spinlock)(&card->lock);
	if (!memory)
		return -ENOMEM;
	asm goto("" : : : : failed);
	return 0;
failed:
	return -EIO;
}
// CHECK-LABEL: function int cleanup
// CHECK: %[[#ALLOC:]] = macro kmalloc(4, GFP_KERNEL)
// CHECK: local memory = %[[#ALLOC]]
// CHECK: call class_spinlock_constructor(&card->lock)
// CHECK: local __UNIQUE_ID_guard =
// CHECK: any of
// CHECK: = cleanup class_spinlock_destructor(&__UNIQUE_ID_guard)
// CHECK: = cleanup __free_kfree(&memory)

#define SETUP(c, w) INIT_WORK(&(c)->work, w)
void nested(struct card *card)
{
	SETUP(card, work);
}
// CHECK-LABEL: function void nested
// CHECK: macro INIT_WORK(&card->work, work) @[[#@LINE-3]]:2 through SETUP spelled

static int __init start(void) { return 0; }
int (*starter)(void) = start;
// CHECK-LABEL: static function int start() section .init.text

#define CARD_BASE 0x100
#define CARD_SIZE (CARD_BASE << 1)
#define CARD_INT_MASK 0x8
#define CARD_CONTROL 0
#define CARD_CHANNEL_ENABLE(n) (0x40 + 4 * (n))
#define card_write(card, reg, value) write_register((value), (card) + CARD_##reg)
#define write_register(value, address) put((value), (address))
void put(unsigned int value, void *address);
void registers(void *card, int channel)
{
	card_write(card, INT_MASK, ~CARD_INT_MASK);
	put(CARD_SIZE | 1, card + (CARD_BASE + CARD_INT_MASK));
	put(0, card + CARD_CONTROL);
	put(0, card + CARD_CHANNEL_ENABLE(channel));
	put(1 + 2, card + CARD_CHANNEL_ENABLE(3));
}
// Constants keep the names that they were written as, through macros, pasted or added.
// CHECK-LABEL: function void registers
// CHECK: call put(~CARD_INT_MASK, &card[CARD_INT_MASK])
// CHECK: call put(CARD_SIZE | 1, &card[CARD_BASE + CARD_INT_MASK])
// CHECK: call put(0, &card[CARD_CONTROL])
// CHECK: call put(0, &card[CARD_CHANNEL_ENABLE + (CARD_CHANNEL_ENABLE * channel)])
// CHECK: call put(3, &card[CARD_CHANNEL_ENABLE])
