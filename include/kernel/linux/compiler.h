// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What the compiler is told beyond C. */
#ifndef KERNEL_LINUX_COMPILER_H
#define KERNEL_LINUX_COMPILER_H

#define __must_check __attribute__((warn_unused_result))
/* A C library may have it, too. */
#undef __always_inline
#define __always_inline inline __attribute__((always_inline))
#define __noreturn __attribute__((noreturn))
#define __maybe_unused __attribute__((unused))
#define __always_unused __attribute__((unused))
#define __packed __attribute__((packed))
#define __aligned(bytes) __attribute__((aligned(bytes)))
#define __printf(text, first) __attribute__((format(__printf__, text, first)))
#define __section(name) __attribute__((section(name)))
#define __cleanup(function) __attribute__((cleanup(function)))
#define __used __attribute__((used))
#define noinline __attribute__((noinline))
#define fallthrough __attribute__((fallthrough))
#define __iomem
#define __user
#define __percpu
#define __rcu
#define __force
#define __bitwise
#define __cold
#define __ref
#define __refdata
#define __acquires(lock)
#define __releases(lock)

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() __asm__ __volatile__("" ::: "memory")

#define smp_mb() __sync_synchronize()
#define smp_rmb() smp_mb()
#define smp_wmb() smp_mb()
#define mb() smp_mb()
#define rmb() smp_mb()
#define wmb() smp_mb()
#define dma_rmb() smp_mb()
#define dma_wmb() smp_mb()

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, value) (*(volatile __typeof__(x) *)&(x) = (value))

#endif
