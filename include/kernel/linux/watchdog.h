// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_WATCHDOG_H
#define KERNEL_LINUX_WATCHDOG_H

#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/types.h>

#define WDIOF_OVERHEAT 0x0001
#define WDIOF_CARDRESET 0x0020
#define WDIOF_SETTIMEOUT 0x0080
#define WDIOF_MAGICCLOSE 0x0100
#define WDIOF_PRETIMEOUT 0x0200
#define WDIOF_KEEPALIVEPING 0x8000
#define WDIOF_POWERUNDER 0x0010
#define WATCHDOG_NOWAYOUT 0
#define WATCHDOG_NOWAYOUT_INIT_STATUS 0
#define WDOG_ACTIVE 0
#define WDOG_NO_WAY_OUT 1
#define WDOG_HW_RUNNING 3

struct watchdog_info {
	u32 options, firmware_version;
	u8 identity[32];
};

struct watchdog_device;

/* Context of all: process, may sleep. */
struct watchdog_ops {
	struct module *owner;
	int (*start)(struct watchdog_device *watchdog);
	int (*stop)(struct watchdog_device *watchdog);
	int (*ping)(struct watchdog_device *watchdog);
	unsigned int (*status)(struct watchdog_device *watchdog);
	int (*set_timeout)(struct watchdog_device *watchdog, unsigned int seconds);
	int (*set_pretimeout)(struct watchdog_device *watchdog, unsigned int seconds);
	unsigned int (*get_timeleft)(struct watchdog_device *watchdog);
	int (*restart)(struct watchdog_device *watchdog, unsigned long action, void *data);
};

struct watchdog_device {
	int id;
	struct device *parent;
	const struct watchdog_info *info;
	const struct watchdog_ops *ops;
	unsigned int bootstatus, timeout, pretimeout, min_timeout, max_timeout;
	unsigned int min_hw_heartbeat_ms, max_hw_heartbeat_ms;
	void *driver_data;
	unsigned long status;
};

static inline void watchdog_set_drvdata(struct watchdog_device *watchdog, void *data)
{
	watchdog->driver_data = data;
}

static inline void *watchdog_get_drvdata(struct watchdog_device *watchdog)
{
	return watchdog->driver_data;
}

static inline bool watchdog_active(struct watchdog_device *watchdog)
{
	return test_bit(WDOG_ACTIVE, &watchdog->status);
}

static inline void watchdog_set_nowayout(struct watchdog_device *watchdog, bool set)
{
	if (set)
		set_bit(WDOG_NO_WAY_OUT, &watchdog->status);
}

static inline void watchdog_stop_on_reboot(struct watchdog_device *watchdog)
{
	(void)watchdog;
}

static inline void watchdog_stop_on_unregister(struct watchdog_device *watchdog)
{
	(void)watchdog;
}

static inline void watchdog_set_restart_priority(struct watchdog_device *watchdog, int priority)
{
	(void)watchdog;
	(void)priority;
}

/* Context: process, may sleep.  Returns: 0 or a negative errno. */
int watchdog_init_timeout(struct watchdog_device *watchdog, unsigned int seconds, const struct device *dev);
int watchdog_register_device(struct watchdog_device *watchdog);
int devm_watchdog_register_device(struct device *dev, struct watchdog_device *watchdog);
void watchdog_unregister_device(struct watchdog_device *watchdog);
/* Context: any. */
void watchdog_notify_pretimeout(struct watchdog_device *watchdog);

#endif
