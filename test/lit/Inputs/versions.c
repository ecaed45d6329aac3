#include <linux/interrupt.h>

irqreturn_t isr(int irq, void *cookie);

int setup(unsigned int irq, void *card)
{
	return request_irq(irq, isr, IRQF_SHARED | IRQF_NO_AUTOEN, "dev", card);
}
