#include <linux/interrupt.h>
#include <linux/netdevice.h>

irqreturn_t isr(int irq, void *cookie);

int open(struct net_device *netdev)
{
	return devm_request_irq(&netdev->dev, netdev->irq, isr, 0, "eth", netdev);
}
