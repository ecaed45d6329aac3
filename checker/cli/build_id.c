// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "cli/build_id.h"

#include "cli/cache.h"

#include <elf.h>
#include <link.h>
#include <string.h>

struct identity {
	uint64_t key;
	size_t objects;
	bool named; /* the program itself */
};

/* Adds the build ids among the notes of a segment.  Returns whether there is one. */
static bool add_notes(struct identity *identity, const char *at, size_t size)
{
	bool found = false;

	while (size >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) note;
		memcpy(&note, at, sizeof(note));
		size_t name = (note.n_namesz + 3u) & ~3u, text = (note.n_descsz + 3u) & ~3u;
		if (sizeof(note) + name + text > size)
			break;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof("GNU") &&
		    memcmp(at + sizeof(note), "GNU", sizeof("GNU")) == 0) {
			identity->key = il_key_add(identity->key, at + sizeof(note) + name, note.n_descsz);
			found = true;
		}
		at += sizeof(note) + name + text;
		size -= sizeof(note) + name + text;
	}
	return found;
}

static int add_object(struct dl_phdr_info *object, size_t size, void *data)
{
	struct identity *identity = data;
	bool found = false;

	(void)size;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
		/* SAFETY: the loader has mapped what it lists. */
		if (segment->p_type == PT_NOTE)
			found = add_notes(identity, (const char *)(object->dlpi_addr + segment->p_vaddr),
					  segment->p_memsz) ||
				found;
	}
	/* The program comes first. */
	if (identity->objects++ == 0)
		identity->named = found;
	return 0;
}

uint64_t il_build_id(void)
{
	struct identity identity = { 0 };

	dl_iterate_phdr(add_object, &identity);
	return identity.named ? identity.key : 0;
}
