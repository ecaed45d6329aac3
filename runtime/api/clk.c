// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Clocks: counted, as the kernel does and warns of. */
#include "api/object.h"
#include "sim/world.h"

#include <linux/clk.h>
#include <linux/err.h>

#define DEFAULT_RATE 100000000ul

struct clk {
	unsigned prepared;
	unsigned enabled;
	unsigned long rate;
};

/* NULL, the clock of an optional lookup that found none, can be used as any other. */
static struct clk *use(struct clk *clk, uintptr_t pc)
{
	if (clk)
		touch((uintptr_t)clk, sizeof(*clk), true, pc);
	return clk;
}

static void down(unsigned *count, const char *what, uintptr_t pc)
{
	if (!*count)
		trap("warning", pc, run->failed, "this failed", "%s() of a clock that is not", what);
	--*count;
}

static void off(struct clk *clk, const char *what, uintptr_t pc)
{
	down(&clk->enabled, what, pc);
	down(&clk->prepared, what, pc);
}

static struct clk *found(struct clk *clk)
{
	if (clk)
		clk->rate = DEFAULT_RATE;
	return clk ? clk : ERR_PTR(-EPROBE_DEFER);
}

struct clk *clk_get(struct device *dev, const char *id)
{
	(void)dev;
	(void)id;
	return found(object_create(sizeof(struct clk), "clk_get", CALLER));
}

void clk_put(struct clk *clk)
{
	object_destroy(clk, "clk_put", CALLER);
}

struct clk *devm_clk_get(struct device *dev, const char *id)
{
	(void)id;
	return found(object_managed(dev, sizeof(struct clk), NULL, "devm_clk_get", CALLER));
}

struct clk *devm_clk_get_optional(struct device *dev, const char *id)
{
	(void)id;
	return found(object_managed(dev, sizeof(struct clk), NULL, "devm_clk_get_optional", CALLER));
}

static void release_enabled(struct device *device, void *object)
{
	(void)device;
	off(object, "clk_disable_unprepare", object_added_at());
}

static void release_prepared(struct device *device, void *object)
{
	(void)device;
	down(&((struct clk *)object)->prepared, "clk_unprepare", object_added_at());
}

static struct clk *managed_on(struct device *device, bool enabled, const char *what, uintptr_t pc)
{
	struct clk *clk = object_managed(device, sizeof(*clk), enabled ? release_enabled : release_prepared, what, pc);

	if (clk) {
		clk->prepared = 1;
		clk->enabled = enabled;
	}
	return found(clk);
}

struct clk *devm_clk_get_enabled(struct device *dev, const char *id)
{
	(void)id;
	return managed_on(dev, true, "devm_clk_get_enabled", CALLER);
}

struct clk *devm_clk_get_optional_enabled(struct device *dev, const char *id)
{
	(void)id;
	return managed_on(dev, true, "devm_clk_get_optional_enabled", CALLER);
}

struct clk *devm_clk_get_prepared(struct device *dev, const char *id)
{
	(void)id;
	return managed_on(dev, false, "devm_clk_get_prepared", CALLER);
}

int clk_prepare(struct clk *clk)
{
	if (operation_fails("clk_prepare", CALLER))
		return -EIO;
	if (use(clk, CALLER))
		clk->prepared++;
	return 0;
}

void clk_unprepare(struct clk *clk)
{
	might_sleep_at(CALLER, "clk_unprepare");
	if (use(clk, CALLER))
		down(&clk->prepared, "clk_unprepare", CALLER);
}

int clk_enable(struct clk *clk)
{
	if (!use(clk, CALLER))
		return 0;
	if (!clk->prepared)
		trap("warning", CALLER, run->failed, "this failed", "clk_enable() of a clock that is not prepared");
	clk->enabled++;
	return 0;
}

void clk_disable(struct clk *clk)
{
	if (use(clk, CALLER))
		down(&clk->enabled, "clk_disable", CALLER);
}

int clk_prepare_enable(struct clk *clk)
{
	if (operation_fails("clk_prepare_enable", CALLER))
		return -EIO;
	if (use(clk, CALLER)) {
		clk->prepared++;
		clk->enabled++;
	}
	return 0;
}

void clk_disable_unprepare(struct clk *clk)
{
	might_sleep_at(CALLER, "clk_disable_unprepare");
	if (use(clk, CALLER))
		off(clk, "clk_disable_unprepare", CALLER);
}

unsigned long clk_get_rate(struct clk *clk)
{
	return use(clk, CALLER) ? clk->rate : 0;
}

int clk_set_rate(struct clk *clk, unsigned long rate)
{
	if (operation_fails("clk_set_rate", CALLER))
		return -EINVAL;
	if (use(clk, CALLER))
		clk->rate = rate;
	return 0;
}

struct clk *of_clk_get(struct device_node *node, int index)
{
	(void)node;
	(void)index;
	return found(object_create(sizeof(struct clk), "of_clk_get", CALLER));
}
