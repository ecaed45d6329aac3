// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_STRING_H
#define KERNEL_LINUX_STRING_H

#include <linux/types.h>

void *memset(void *memory, int value, size_t size);
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t size);
ssize_t strscpy(char *to, const char *from, size_t size);

char *strchr(const char *text, int letter);
char *strstr(const char *text, const char *part);

#endif
