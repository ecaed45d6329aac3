// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "host/missing.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

struct image {
	const char *start;
	size_t bytes;
};

static bool map_file(const char *path, struct image *ret_image)
{
	FILE *file = fopen(path, "rb");
	void *start = MAP_FAILED;
	long bytes = 0;

	if (!file)
		return false;
	if (fseek(file, 0, SEEK_END) == 0)
		bytes = ftell(file);
	if (bytes > 0)
		start = mmap(NULL, (size_t)bytes, PROT_READ, MAP_PRIVATE, fileno(file), 0);
	fclose(file);
	if (start != MAP_FAILED)
		*ret_image = (struct image) { start, (size_t)bytes };
	return start != MAP_FAILED;
}

/* The section's content; NULL when it is not in the file. */
static const void *content(const struct image *image, const ElfW(Shdr) * section)
{
	if (section->sh_offset > image->bytes || section->sh_size > image->bytes - section->sh_offset)
		return NULL;
	return image->start + section->sh_offset;
}

static bool is_missing(const ElfW(Sym) * symbol, const char *name)
{
	return symbol->st_shndx == SHN_UNDEF && *name && symbol->st_info >> 4 != STB_WEAK && !dlsym(RTLD_DEFAULT, name);
}

static void list(const struct image *image, const ElfW(Shdr) * table, const ElfW(Shdr) * names, FILE *out)
{
	const ElfW(Sym) *symbols = content(image, table);
	const char *text = content(image, names), *separator = "";

	if (!symbols || !text || !names->sh_size || text[names->sh_size - 1])
		return;
	for (size_t i = 0; i < table->sh_size / sizeof(*symbols); i++) {
		const char *name = symbols[i].st_name < names->sh_size ? text + symbols[i].st_name : "";

		if (is_missing(&symbols[i], name)) {
			fprintf(out, "%s%s", separator, name);
			separator = ", ";
		}
	}
}

static void list_image(const struct image *image, FILE *out)
{
	const ElfW(Ehdr) *header = (const void *)image->start;
	const ElfW(Shdr) * sections;

	if (image->bytes < sizeof(*header) || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0 ||
	    header->e_shentsize != sizeof(*sections) || header->e_shoff > image->bytes ||
	    header->e_shnum > (image->bytes - header->e_shoff) / sizeof(*sections))
		return;
	sections = (const void *)(image->start + header->e_shoff);
	for (unsigned i = 0; i < header->e_shnum; i++) {
		if (sections[i].sh_type == SHT_DYNSYM && sections[i].sh_link < header->e_shnum)
			list(image, &sections[i], &sections[sections[i].sh_link], out);
	}
}

char *missing_symbols(const char *path)
{
	struct image image;
	char *names = NULL;
	size_t length = 0;
	FILE *out;

	if (!map_file(path, &image))
		return NULL;
	out = open_memstream(&names, &length);
	if (out) {
		list_image(&image, out);
		fclose(out);
	}
	munmap((void *)(uintptr_t)image.start, image.bytes);
	if (length)
		return names;
	free(names);
	return NULL;
}
