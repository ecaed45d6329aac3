// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_MATH_H
#define KERNEL_LINUX_MATH_H

#define DIV_ROUND_UP(n, d) (((n) + (d) - 1) / (d))
#define DIV_ROUND_CLOSEST(n, d) (((n) + (d) / 2) / (d))
#define DIV_ROUND_UP_ULL(n, d) DIV_ROUND_UP((unsigned long long)(n), (unsigned long long)(d))
#define roundup(n, to) (DIV_ROUND_UP(n, to) * (to))
/* The runtime itself has the C library's. */
#ifndef IRQRT_HOST
#define abs(n) ((n) < 0 ? -(n) : (n))
#endif

#endif
