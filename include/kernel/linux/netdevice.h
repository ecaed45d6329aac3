// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_NETDEVICE_H
#define KERNEL_LINUX_NETDEVICE_H

#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/skbuff.h>
#include <linux/types.h>

struct net_device;

typedef enum netdev_tx { NETDEV_TX_OK = 0x00, NETDEV_TX_BUSY = 0x10 } netdev_tx_t;

/* Context of open and stop: process, may sleep. */
struct net_device_ops {
	int (*ndo_open)(struct net_device *netdev);
	int (*ndo_stop)(struct net_device *netdev);
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *netdev);
	void (*ndo_tx_timeout)(struct net_device *netdev, unsigned int queue);
};

struct net_device {
	char name[16];
	int irq;
	unsigned long base_addr;
	const struct net_device_ops *netdev_ops;
	struct device dev;
	bool irqrt_registered, irqrt_stopped;
	void *irqrt_priv;
};

struct napi_struct {
	struct list_head poll_list;
	unsigned long state;
	int weight;
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
	struct tasklet_struct irqrt_tasklet;
};

static inline void *netdev_priv(const struct net_device *netdev)
{
	return netdev->irqrt_priv;
}

#define SET_NETDEV_DEV(netdev, device) ((netdev)->dev.parent = (device))

/* Context: process, may sleep. */
int register_netdev(struct net_device *netdev);
void unregister_netdev(struct net_device *netdev);
void free_netdev(struct net_device *netdev);
void netif_napi_add(struct net_device *netdev, struct napi_struct *napi, int (*poll)(struct napi_struct *, int));
void netif_napi_del(struct napi_struct *napi);
void napi_enable(struct napi_struct *napi);
/* Waits for a running poll. */
void napi_disable(struct napi_struct *napi);
/* Context: any. */
bool napi_schedule(struct napi_struct *napi);
bool napi_schedule_prep(struct napi_struct *napi);
void __napi_schedule(struct napi_struct *napi);
bool napi_complete_done(struct napi_struct *napi, int done);
void netif_start_queue(struct net_device *netdev);
void netif_stop_queue(struct net_device *netdev);
void netif_wake_queue(struct net_device *netdev);
bool netif_running(const struct net_device *netdev);
void netif_carrier_on(struct net_device *netdev);
void netif_carrier_off(struct net_device *netdev);
__printf(2, 3) void netdev_err(const struct net_device *netdev, const char *format, ...);
__printf(2, 3) void netdev_info(const struct net_device *netdev, const char *format, ...);

#endif
