// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host/driver.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

struct find {
	const struct link_map *map;
	struct search *search;
	bool failed;
};

static bool is_relro(const struct dl_phdr_info *info, uintptr_t start, size_t *bytes)
{
	for (unsigned i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type == PT_GNU_RELRO && info->dlpi_addr + header->p_vaddr == start) {
			*bytes = (header->p_memsz + 4095) / 4096 * 4096;
			return true;
		}
	}
	return false;
}

/* Writable data, without what the loader has made read-only again. */
static void watch_data(const struct dl_phdr_info *info, const ElfW(Phdr) * header, struct find *find)
{
	uintptr_t start = info->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
	size_t skipped;

	if (is_relro(info, start, &skipped))
		start = (start & ~(uintptr_t)4095) + skipped;
	if (start < end && !search_snapshot(find->search, (void *)start, end - start))
		find->failed = true;
}

static int look(struct dl_phdr_info *info, size_t size, void *data)
{
	struct find *find = data;
	uintptr_t end = 0;

	(void)size;
	if (info->dlpi_addr != find->map->l_addr || strcmp(info->dlpi_name, find->map->l_name) != 0)
		return 0;
	for (unsigned i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *header = &info->dlpi_phdr[i];

		if (header->p_type != PT_LOAD)
			continue;
		if (header->p_flags & PF_W)
			watch_data(info, header, find);
		if (header->p_vaddr + header->p_memsz > end)
			end = header->p_vaddr + header->p_memsz;
	}
	world->driver = info->dlpi_addr;
	world->driver_bytes = end;
	return 1;
}

const char *driver_load(struct driver *driver, const char *path, struct search *search)
{
	struct find find = { .search = search };
	initcall_t *init;
	exitcall_t *exit;

	*driver = (struct driver) { .object = dlopen(path, RTLD_NOW | RTLD_LOCAL), .path = path };
	if (!driver->object)
		return dlerror();
	if (dlinfo(driver->object, RTLD_DI_LINKMAP, &find.map))
		return dlerror();
	dl_iterate_phdr(look, &find);
	if (find.failed)
		return "no memory for a copy of its data";
	init = dlsym(driver->object, "irqrt_module_init");
	exit = dlsym(driver->object, "irqrt_module_exit");
	driver->init = init ? *init : NULL;
	driver->exit = exit ? *exit : NULL;
	if (!driver->init)
		return "it has no module_init() and no module_platform_driver() or the like: nothing starts it";
	return NULL;
}

void driver_unload(struct driver *driver)
{
	if (driver->object)
		dlclose(driver->object);
	*driver = (struct driver) { 0 };
}
