// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * A switch saves what the calling convention asks a function to preserve, and nothing of the kernel:
 * about ten nanoseconds, where ucontext, the fallback for other machines, enters the host's kernel
 * twice for its signal mask.
 */
#include "sim/fiber.h"

#include <setjmp.h>
#include <sys/mman.h>

#if !defined(IRQRT_UCONTEXT) && !defined(__x86_64__) && !defined(__aarch64__)
#define IRQRT_UCONTEXT 1
#endif
#ifdef IRQRT_UCONTEXT
#include <ucontext.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define IRQRT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IRQRT_ASAN 1
#endif
#endif

#ifdef IRQRT_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

#define GUARD_BYTES 4096u

bool fiber_map(struct fiber *fiber)
{
	char *low = mmap(NULL, FIBER_STACK_BYTES + GUARD_BYTES, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (low == MAP_FAILED)
		return false;
	if (mprotect(low, GUARD_BYTES, PROT_NONE)) {
		munmap(low, FIBER_STACK_BYTES + GUARD_BYTES);
		return false;
	}
	*fiber = (struct fiber) { .low = low + GUARD_BYTES, .high = low + GUARD_BYTES + FIBER_STACK_BYTES };
	return true;
}

void fiber_unmap(struct fiber *fiber)
{
	if (fiber->low)
		munmap(fiber->low - GUARD_BYTES, FIBER_STACK_BYTES + GUARD_BYTES);
	*fiber = (struct fiber) { 0 };
}

static struct fiber *starting, *leaving;

#ifdef IRQRT_ASAN
static char *host_low;
#endif

/* Where a new fiber's first switch lands. */
__attribute__((noreturn, used)) static void begin(void)
{
	struct fiber *fiber = starting;

#ifdef IRQRT_ASAN
	const void *low = NULL;
	size_t bytes = 0;

	/* The host's own stack is the only one whose bounds nobody has set. */
	__sanitizer_finish_switch_fiber(NULL, &low, &bytes);
	if (!leaving->low) {
		leaving->high = (char *)(uintptr_t)low + bytes;
		host_low = (char *)(uintptr_t)low;
	}
#endif
	fiber->entry(fiber->argument);
	__builtin_trap();
}

#if defined(IRQRT_UCONTEXT)

/* SAFETY(parked): the context is at the top of the stack, above all frames. */
static ucontext_t *context_of(struct fiber *fiber)
{
	static ucontext_t host;

	return fiber->low ? (ucontext_t *)(void *)(fiber->high - sizeof(ucontext_t)) : &host;
}

static void set_up(struct fiber *fiber)
{
	ucontext_t *context = context_of(fiber);

	getcontext(context);
	context->uc_stack.ss_sp = fiber->low;
	context->uc_stack.ss_size = FIBER_STACK_BYTES - sizeof(ucontext_t) - 64;
	context->uc_link = NULL;
	makecontext(context, begin, 0);
}

static void jump(struct fiber *from, struct fiber *to)
{
	from->sp = __builtin_frame_address(0);
	swapcontext(context_of(from), context_of(to));
}

#elif defined(__x86_64__)

/* Saves where we are in @save and goes on where @load says. */
void irqrt_swap_stacks(void **save, void *load);

/* Callee-saved registers, the return address above them; x87 and SSE control words stay as they are. */
__asm__(".text\n"
	".globl irqrt_swap_stacks\n"
	".hidden irqrt_swap_stacks\n"
	".type irqrt_swap_stacks, @function\n"
	"irqrt_swap_stacks:\n\t"
	"pushq %rbp\n\t"
	"pushq %rbx\n\t"
	"pushq %r12\n\t"
	"pushq %r13\n\t"
	"pushq %r14\n\t"
	"pushq %r15\n\t"
	"movq %rsp, (%rdi)\n\t"
	"movq %rsi, %rsp\n\t"
	"popq %r15\n\t"
	"popq %r14\n\t"
	"popq %r13\n\t"
	"popq %r12\n\t"
	"popq %rbx\n\t"
	"popq %rbp\n\t"
	"retq\n"
	".size irqrt_swap_stacks, . - irqrt_swap_stacks\n");

static void set_up(struct fiber *fiber)
{
	void **top = (void **)(void *)(fiber->high - 64);

	/* A function is entered with the stack eight bytes off a multiple of sixteen. */
	*--top = NULL;
	*--top = (void *)begin;
	for (int i = 0; i < 6; i++)
		*--top = NULL;
	fiber->sp = top;
}

static void jump(struct fiber *from, struct fiber *to)
{
	irqrt_swap_stacks(&from->sp, to->sp);
}

#else /* __aarch64__ */

/* Saves where we are in @save and goes on where @load says. */
void irqrt_swap_stacks(void **save, void *load);

__asm__(".text\n"
	".globl irqrt_swap_stacks\n"
	".hidden irqrt_swap_stacks\n"
	".type irqrt_swap_stacks, %function\n"
	"irqrt_swap_stacks:\n\t"
	"sub sp, sp, #160\n\t"
	"stp x19, x20, [sp, #0]\n\t"
	"stp x21, x22, [sp, #16]\n\t"
	"stp x23, x24, [sp, #32]\n\t"
	"stp x25, x26, [sp, #48]\n\t"
	"stp x27, x28, [sp, #64]\n\t"
	"stp x29, x30, [sp, #80]\n\t"
	"stp d8, d9, [sp, #96]\n\t"
	"stp d10, d11, [sp, #112]\n\t"
	"stp d12, d13, [sp, #128]\n\t"
	"stp d14, d15, [sp, #144]\n\t"
	"mov x9, sp\n\t"
	"str x9, [x0]\n\t"
	"mov sp, x1\n\t"
	"ldp x19, x20, [sp, #0]\n\t"
	"ldp x21, x22, [sp, #16]\n\t"
	"ldp x23, x24, [sp, #32]\n\t"
	"ldp x25, x26, [sp, #48]\n\t"
	"ldp x27, x28, [sp, #64]\n\t"
	"ldp x29, x30, [sp, #80]\n\t"
	"ldp d8, d9, [sp, #96]\n\t"
	"ldp d10, d11, [sp, #112]\n\t"
	"ldp d12, d13, [sp, #128]\n\t"
	"ldp d14, d15, [sp, #144]\n\t"
	"add sp, sp, #160\n\t"
	"ret\n"
	".size irqrt_swap_stacks, . - irqrt_swap_stacks\n");

static void set_up(struct fiber *fiber)
{
	void **top = (void **)(void *)(fiber->high - 64 - 160);

	for (int i = 0; i < 20; i++)
		top[i] = NULL;
	top[11] = (void *)begin; /* x30, which ret jumps to */
	fiber->sp = top;
}

static void jump(struct fiber *from, struct fiber *to)
{
	irqrt_swap_stacks(&from->sp, to->sp);
}

#endif

void fiber_begin(struct fiber *fiber, void (*entry)(void *argument), void *argument)
{
	fiber->entry = entry;
	fiber->argument = argument;
#ifdef IRQRT_ASAN
	__asan_unpoison_memory_region(fiber->low, FIBER_STACK_BYTES);
	fiber->sanitizer = NULL;
#endif
	set_up(fiber);
}

void fiber_switch(struct fiber *from, struct fiber *to)
{
	starting = to;
	leaving = from;
#ifdef IRQRT_ASAN
	char *low = to->low ? to->low : host_low;

	__sanitizer_start_switch_fiber(&from->sanitizer, low, (size_t)(to->high - low));
#endif
	jump(from, to);
#ifdef IRQRT_ASAN
	__sanitizer_finish_switch_fiber(from->sanitizer, NULL, NULL);
#endif
}

static sigjmp_buf back;
static bool inside;

void fiber_enter(struct fiber *host, struct fiber *first)
{
	inside = true;
	if (sigsetjmp(back, 0) == 0)
		fiber_switch(host, first);
	inside = false;
}

void fiber_leave(void)
{
	siglongjmp(back, 1);
}

bool fiber_runs_here(void)
{
	return inside;
}
