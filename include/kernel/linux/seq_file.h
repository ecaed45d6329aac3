// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_SEQ_FILE_H
#define KERNEL_LINUX_SEQ_FILE_H

#include <linux/compiler.h>

struct seq_file;

/* Context: process, may sleep. */
__printf(2, 3) void seq_printf(struct seq_file *file, const char *format, ...);
void seq_puts(struct seq_file *file, const char *text);

#endif
