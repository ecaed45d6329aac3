// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/* What cannot go wrong by an interrupt, or only by being called where sleeping is forbidden. */
#include "core/blame.h"
#include "sim/trace.h"
#include "sim/world.h"

#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/dev_printk.h>
#include <linux/kernel.h>
#include <linux/processor.h>
#include <linux/printk.h>
#include <linux/string.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Reads and delays in a row after which the driver is taken to wait for what no device brings. */
#define POLLS_MAX 2000u

bool fails_now(uintptr_t pc)
{
	if (++run->chances != world->setting.fail)
		return false;
	run->failed = pc;
	trace_failure(pc);
	return true;
}

void polled(void)
{
	if (++run->polls > POLLS_MAX)
		cut_short("polls for what no simulated device brings");
}

/* Messages: formatted only where somebody reads them. */

static void say(const char *level, const char *format, va_list values, uintptr_t pc)
{
	char text[200];

	acts(pc);
	if (!world->trace)
		return;
	vsnprintf(text, sizeof(text), format, values);
	trace_message(level, text);
}

int _printk(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	say("", format, values, CALLER);
	va_end(values);
	return 0;
}

void irqrt_dev_printk(const char *level, const struct device *dev, const char *format, ...)
{
	va_list values;

	(void)dev;
	va_start(values, format);
	say(level, format, values, CALLER);
	va_end(values);
}

int dev_err_probe(const struct device *dev, int error, const char *format, ...)
{
	va_list values;

	(void)dev;
	va_start(values, format);
	say("err", format, values, CALLER);
	va_end(values);
	return error;
}

void irqrt_warn(const char *file, int line, const char *condition)
{
	trap("warning", CALLER, 0, NULL, "WARN_ON(%s) at %s:%d", condition, file, line);
}

void irqrt_bug(const char *file, int line)
{
	trap("crash", CALLER, 0, NULL, "BUG() at %s:%d", file, line);
}

int snprintf(char *buffer, size_t size, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(buffer, size, format, values);
	va_end(values);
	if (size && length >= 0)
		memory_written((uintptr_t)buffer, (size_t)length < size ? (size_t)length + 1 : size);
	return length;
}

int sprintf(char *buffer, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsprintf(buffer, format, values);
	va_end(values);
	if (length >= 0)
		memory_written((uintptr_t)buffer, (size_t)length + 1);
	return length;
}

int scnprintf(char *buffer, size_t size, const char *format, ...)
{
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(buffer, size, format, values);
	va_end(values);
	if (!size || length < 0)
		return 0;
	length = (size_t)length < size ? length : (int)size - 1;
	memory_written((uintptr_t)buffer, (size_t)length + 1);
	return length;
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t length = strnlen(from, size);

	if (!size)
		return -E2BIG;
	length = length < size ? length : size - 1;
	touch((uintptr_t)to, length + 1, true, CALLER);
	memcpy(to, from, length);
	to[length] = '\0';
	return from[length] ? -E2BIG : (ssize_t)length;
}

/* Time. */

void might_sleep(void)
{
	might_sleep_at(CALLER, "might_sleep");
}

static void busy(uint64_t ns)
{
	run->now += ns;
	polled();
}

void ndelay(unsigned long nanoseconds)
{
	busy(nanoseconds);
}

void udelay(unsigned long microseconds)
{
	busy(microseconds * 1000u);
}

void mdelay(unsigned long milliseconds)
{
	busy(milliseconds * 1000000u);
}

/* Who waits so for what nobody does any more is cut short, as one who polls a device is. */
void cpu_relax(void)
{
	busy(1000);
	point(CALLER);
}

static bool never(void *what)
{
	(void)what;
	return false;
}

static void pause_for(uint64_t ns, const char *what, uintptr_t pc)
{
	might_sleep_at(pc, what);
	polled();
	point(pc);
	sleep_until(never, NULL, run->now + ns, WAIT_TIME, NULL);
}

void msleep(unsigned int milliseconds)
{
	pause_for(milliseconds * 1000000ull, "msleep", CALLER);
}

unsigned long msleep_interruptible(unsigned int milliseconds)
{
	pause_for(milliseconds * 1000000ull, "msleep_interruptible", CALLER);
	return 0;
}

void usleep_range(unsigned long low, unsigned long high)
{
	(void)high;
	pause_for(low * 1000ull, "usleep_range", CALLER);
}

void fsleep(unsigned long microseconds)
{
	pause_for(microseconds * 1000ull, "fsleep", CALLER);
}

void ssleep(unsigned int seconds)
{
	pause_for(seconds * 1000000000ull, "ssleep", CALLER);
}
