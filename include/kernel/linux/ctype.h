// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef KERNEL_LINUX_CTYPE_H
#define KERNEL_LINUX_CTYPE_H

#define isdigit(letter) ((letter) >= '0' && (letter) <= '9')
#define isspace(letter) ((letter) == ' ' || ((letter) >= '\t' && (letter) <= '\r'))

#endif
