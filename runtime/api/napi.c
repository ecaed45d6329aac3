// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* NAPI: polls run in softirq context, on one CPU at a time, until they say that they are done. */
#include "api/object.h"
#include "core/softirq.h"
#include "sim/world.h"

#include <linux/netdevice.h>

#define BUDGET 64

/* In napi->state: taken by who scheduled, polls or disabled it; and known to the kernel at all. */
#define TAKEN 1u
#define ADDED 2u

static struct napi_struct *use(struct napi_struct *napi, const char *how, uintptr_t pc)
{
	touch((uintptr_t)napi, sizeof(*napi), true, pc);
	if (!(napi->state & ADDED))
		not_initialised("NAPI context", how, pc);
	return napi;
}

static void poll(struct tasklet_struct *tasklet)
{
	struct napi_struct *napi = container_of(tasklet, struct napi_struct, irqrt_tasklet);

	if (napi->poll(napi, BUDGET) == BUDGET)
		tasklet_schedule(tasklet);
}

/* It comes disabled. */
void netif_napi_add(struct net_device *netdev, struct napi_struct *napi, int (*function)(struct napi_struct *, int))
{
	touch((uintptr_t)napi, sizeof(*napi), true, CALLER);
	*napi = (struct napi_struct) { .state = ADDED | TAKEN, .weight = BUDGET, .poll = function, .dev = netdev };
	tasklet_setup(&napi->irqrt_tasklet, poll);
}

void netif_napi_del(struct napi_struct *napi)
{
	might_sleep_at(CALLER, "netif_napi_del");
	use(napi, "deleted", CALLER)->state = 0;
}

void napi_enable(struct napi_struct *napi)
{
	if (!(use(napi, "enabled", CALLER)->state & TAKEN))
		trap("crash", CALLER, 0, NULL, "napi_enable() of what is not disabled: BUG()");
	napi->state &= ~(unsigned long)TAKEN;
}

static bool is_free(void *what)
{
	return !(((const struct napi_struct *)what)->state & TAKEN);
}

void napi_disable(struct napi_struct *napi)
{
	uintptr_t pc = CALLER;

	might_sleep_at(pc, "napi_disable");
	use(napi, "disabled", pc);
	sleep_until(is_free, napi, NEVER, WAIT_WORK, napi);
	napi->state |= TAKEN;
	point(pc);
}

static bool take(struct napi_struct *napi, uintptr_t pc)
{
	bool was_free = !(use(napi, "scheduled", pc)->state & TAKEN);

	napi->state |= TAKEN;
	return was_free;
}

bool napi_schedule_prep(struct napi_struct *napi)
{
	return take(napi, CALLER);
}

void __napi_schedule(struct napi_struct *napi)
{
	use(napi, "scheduled", CALLER);
	tasklet_schedule(&napi->irqrt_tasklet);
}

bool napi_schedule(struct napi_struct *napi)
{
	if (!take(napi, CALLER))
		return false;
	tasklet_schedule(&napi->irqrt_tasklet);
	return true;
}

bool napi_complete_done(struct napi_struct *napi, int done)
{
	(void)done;
	use(napi, "completed", CALLER)->state &= ~(unsigned long)TAKEN;
	return true;
}
