// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* Network interfaces. */
#include "api/object.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/etherdevice.h>
#include <linux/netdevice.h>

#include <stdarg.h>
#include <stdio.h>

/* In one block, as the driver's part of it is freed with the interface. */
static struct net_device *fill(struct net_device *netdev)
{
	if (netdev)
		netdev->irqrt_priv = netdev + 1;
	return netdev;
}

struct net_device *alloc_etherdev(int private_size)
{
	size_t bytes = sizeof(struct net_device) + (size_t)private_size;

	return fill(object_create(bytes, "alloc_etherdev", CALLER));
}

struct net_device *devm_alloc_etherdev(struct device *dev, int private_size)
{
	size_t bytes = sizeof(struct net_device) + (size_t)private_size;

	return fill(object_managed(dev, bytes, NULL, "devm_alloc_etherdev", CALLER));
}

void free_netdev(struct net_device *netdev)
{
	might_sleep_at(CALLER, "free_netdev");
	object_destroy(netdev, "free_netdev", CALLER);
}

static void use(const struct net_device *netdev, uintptr_t pc)
{
	touch((uintptr_t)netdev, sizeof(*netdev), false, pc);
}

int register_netdev(struct net_device *netdev)
{
	use(netdev, CALLER);
	if (operation_fails("register_netdev", CALLER))
		return -ENOMEM;
	netdev->irqrt_registered = true;
	return 0;
}

void unregister_netdev(struct net_device *netdev)
{
	use(netdev, CALLER);
	might_sleep_at(CALLER, "unregister_netdev");
	netdev->irqrt_registered = false;
}

static void set_queue(struct net_device *netdev, bool stopped, uintptr_t pc)
{
	use(netdev, pc);
	netdev->irqrt_stopped = stopped;
	point(pc);
}

void netif_start_queue(struct net_device *netdev)
{
	set_queue(netdev, false, CALLER);
}

void netif_stop_queue(struct net_device *netdev)
{
	set_queue(netdev, true, CALLER);
}

void netif_wake_queue(struct net_device *netdev)
{
	set_queue(netdev, false, CALLER);
}

bool netif_running(const struct net_device *netdev)
{
	use(netdev, CALLER);
	return netdev->irqrt_registered;
}

void netif_carrier_on(struct net_device *netdev)
{
	use(netdev, CALLER);
}

void netif_carrier_off(struct net_device *netdev)
{
	use(netdev, CALLER);
}

static void say(const char *level, const char *format, va_list values, uintptr_t pc)
{
	char text[200];

	acts(pc);
	vsnprintf(text, sizeof(text), format, values);
	trace_message(level, text);
}

void netdev_err(const struct net_device *netdev, const char *format, ...)
{
	va_list values;

	use(netdev, CALLER);
	va_start(values, format);
	say("err", format, values, CALLER);
	va_end(values);
}

void netdev_info(const struct net_device *netdev, const char *format, ...)
{
	va_list values;

	use(netdev, CALLER);
	va_start(values, format);
	say("info", format, values, CALLER);
	va_end(values);
}

/* Packets, none of which come. */

static void free_packet(struct sk_buff *skb, const char *what, uintptr_t pc)
{
	object_destroy(skb, what, pc);
}

void kfree_skb(struct sk_buff *skb)
{
	free_packet(skb, "kfree_skb", CALLER);
}

void dev_kfree_skb_any(struct sk_buff *skb)
{
	free_packet(skb, "dev_kfree_skb_any", CALLER);
}
