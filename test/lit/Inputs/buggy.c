#include <linux/interrupt.h>

irqreturn_t isr(int irq, void *cookie);

int setup(unsigned int irq)
{
	return request_irq(irq, isr, IRQF_SHARED, "dev", NULL);
}
