// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
/*
 * What subsystems hand out to drivers: blocks of the driver's memory, so that a use after the release
 * is seen, as it is for what the driver allocates itself.
 */
#ifndef IRQRT_API_OBJECT_H
#define IRQRT_API_OBJECT_H

#include "core/device.h"

/*
 * An object that @what, called at @pc, returns and that has to be given back.
 * Context: process, may sleep.  Returns: NULL when this is the call that fails.
 */
void *object_create(size_t bytes, const char *what, uintptr_t pc);
/* As object_create(); @release, which may be NULL, is called and the object is gone when @device is unbound. */
void *object_managed(struct device *device, size_t bytes, dr_release_t release, const char *what, uintptr_t pc);
/* An object of somebody else's, which outlives the driver.  Context: any. */
void *object_borrowed(size_t bytes, uintptr_t pc);

/* Gives back what object_create() returned.  Accepts: NULL, an ERR_PTR. */
void object_destroy(void *object, const char *what, uintptr_t pc);
/* Gives back what object_managed() returned, before its device is unbound. */
void object_release(struct device *device, void *object, const char *what, uintptr_t pc);

/* Where the resource was added that devres releases now. */
uintptr_t object_added_at(void);

/*
 * Whether an operation that may sleep, @what, fails now.  Context: process, may sleep.
 */
bool operation_fails(const char *what, uintptr_t pc);

/* The simulated device that @device is, or is a child of; NULL: none. */
struct simulated_device *device_owner(const struct device *device);
/* Its line number @index.  Context: process.  Returns: the line or -ENXIO. */
int device_line(const struct device *device, unsigned index);

#endif
