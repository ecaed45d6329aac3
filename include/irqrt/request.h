// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A line that was found for a device and is not requested yet.  A request is used once: the call that makes a
 * registration of it consumes it, whether or not it succeeds.
 * Source: kernel::irq::IrqRequest; kernel::platform::Device::irq_by_index() and the like.
 */
#ifndef IRQRT_REQUEST_H
#define IRQRT_REQUEST_H

#include <irqrt/bound.h>
#include <linux/compiler.h>

/* Behind a parameter: the request is used up by the call. */
#define __irq_consumes IRQLINT_CONSUMES

/*
 * INVARIANT line: @irq is a line of @dev, which is bound.
 * INVARIANT linear: once @consumed is set nothing is registered with it any more, nor with a copy of it, which has the
 * same @number; where requests are not counted @number is 0, and a copy goes undetected.
 */
struct irq_request {
	struct device *dev;
	unsigned int irq;
	unsigned long number;
	bool consumed;
};

struct platform_device;

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The caller vouches for INVARIANT line; for buses that have no function of their own here.
 * Context: any.  Borrows: @dev while it is bound.
 * Returns: 0; what @irq says when that is an errno; -EINVAL when it is 0, which is no line.
 * Source: IrqRequest::new().
 */
int __must_check irq_request_init(struct irq_request *ret_request __irq_belongs, struct device *dev __irq_bound,
				  int irq);

/*
 * The line of @pdev by its index, or by its name; the _optional ones log nothing when there is none.
 * Context: process, may sleep.  Borrows: @pdev while it is bound.
 * Returns: 0, or the errno of platform_get_irq(): -ENXIO, -EPROBE_DEFER; @ret_request is untouched then.
 */
int __must_check platform_irq_request_by_index(struct platform_device *pdev __irq_bound, unsigned int index,
					       struct irq_request *ret_request __irq_belongs) IRQLINT_SLEEPS;
int __must_check platform_irq_request_by_index_optional(struct platform_device *pdev __irq_bound, unsigned int index,
							struct irq_request *ret_request __irq_belongs) IRQLINT_SLEEPS;
int __must_check platform_irq_request_byname(struct platform_device *pdev __irq_bound, const char *name,
					     struct irq_request *ret_request __irq_belongs) IRQLINT_SLEEPS;
int __must_check platform_irq_request_byname_optional(struct platform_device *pdev __irq_bound, const char *name,
						      struct irq_request *ret_request __irq_belongs) IRQLINT_SLEEPS;

/* Context: any.  Borrows: @request, used up or not.  Returns: the line's number.  Source: IrqRequest::irq(). */
static inline unsigned int irq_request_irq(const struct irq_request *request)
{
	return request->irq;
}

#ifdef __cplusplus
}
#endif

#endif
