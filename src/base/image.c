/* Images: something built in one block of memory, kept as bytes that load by one map.
 * It is built twice, at two places: a word that differs by their distance is a pointer,
 * and is listed; other bytes that differ were never set and become zero. The program
 * maps its own file at the first place, so that only pages in use are read; where that
 * place is taken it copies the image and moves the listed pointers. An image is read
 * only by the build that made it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/base.h"

#define REGION ((size_t)64 << 20)
#define PLACE ((uintptr_t)0x2a0000000000) /* far from where the kernel puts programs, libraries and stacks */
#define PLACE_STEP ((uintptr_t)1 << 32)
#define HEAD ((size_t)4096) /* the block itself begins on a page */
#define MAGIC 0x31676d6974626d61u

typedef struct image_head {
	uint64_t magic;
	uint64_t layout; /* hash over the sizes of what is in it */
	uint64_t base;   /* address that the pointers count from */
	uint64_t size;   /* bytes of memory */
	uint64_t relocations;
	char id[64];
} image_head;

static uintptr_t place_of(unsigned slot)
{
	return PLACE + slot * PLACE_STEP;
}

/* ---- making ---- */
static uint64_t settled_bytes(uint64_t a, uint64_t b)
{
	uint64_t out = 0;
	for (int i = 0; i < 64; i += 8)
		if (((a ^ b) >> i & 0xff) == 0)
			out |= a & (uint64_t)0xff << i;
	return out;
}

static bool list_pointers(uint64_t *a, const uint64_t *b, size_t words, ab_buf *out, uint64_t *n, ab_diags *d)
{
	uint64_t distance = (uint64_t)(uintptr_t)b - (uint64_t)(uintptr_t)a, from = (uint64_t)(uintptr_t)a;
	extern char __executable_start, etext, end;
	uint64_t program = (uint64_t)(uintptr_t)&__executable_start, code_end = (uint64_t)(uintptr_t)&etext;
	for (size_t i = 0; i < words; i++) {
		if (a[i] == b[i]) {
			if (a[i] >= program && a[i] < code_end) {
				a[i] = 0; /* a return address left in bytes that were never set: nothing here holds functions */
			} else if (a[i] >= code_end && a[i] < (uint64_t)(uintptr_t)&end) {
				ab_error(d, "image", 0, 0, "copy that text into the arena",
				         "word %zu points to static data of the program", i);
				return false;
			}
			continue;
		}
		if (b[i] - a[i] != distance || a[i] < from || a[i] > from + words * 8) {
			a[i] = settled_bytes(a[i], b[i]);
			continue;
		}
		uint32_t at = (uint32_t)i;
		ab_buf_add(out, (ab_str){(const char *)&at, sizeof at});
		++*n;
	}
	return true;
}

bool ab_image_make(const ab_image_kind *kind, void *arg, ab_buf *out, ab_diags *d)
{
	void *region[2] = {MAP_FAILED, MAP_FAILED};
	size_t used = 0;
	ab_buf pointers = {0};
	bool ok = true;
	for (int i = 0; i < 2 && ok; i++) {
		void *place = i == 0 ? (void *)(place_of(kind->slot) + HEAD) : NULL;
		used = REGION;
		region[i] = mmap(place, REGION, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		ok = region[i] != MAP_FAILED && kind->fill(region[i], &used, arg, d);
	}
	image_head h = {.magic = MAGIC, .layout = kind->layout, .size = (used + 7) & ~(size_t)7};
	if (ok) {
		h.base = (uint64_t)(uintptr_t)region[0];
		memcpy(h.id, kind->id(region[0]), sizeof h.id);
		ok = list_pointers(region[0], region[1], h.size / 8, &pointers, &h.relocations, d);
	}
	if (ok) {
		char head[HEAD] = {0};
		memcpy(head, &h, sizeof h);
		ab_buf_add(out, (ab_str){head, sizeof head});
		ab_buf_add(out, (ab_str){region[0], h.size});
		ab_buf_add(out, (ab_str){pointers.p ? pointers.p : "", pointers.n});
	}
	ab_buf_free(&pointers);
	for (int i = 0; i < 2; i++)
		if (region[i] != MAP_FAILED)
			munmap(region[i], REGION);
	return ok;
}

/* ---- loading: the program's own file is mapped ---- */
typedef struct find_file {
	uintptr_t address;
	char path[4096];
	size_t offset; /* of the address in that file */
	bool found;
} find_file;

static int look_in(struct dl_phdr_info *info, size_t size, void *data)
{
	find_file *f = data;
	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t at = info->dlpi_addr + p->p_vaddr;
		if (p->p_type != PT_LOAD || f->address < at || f->address >= at + p->p_filesz)
			continue;
		const char *name = info->dlpi_name && info->dlpi_name[0] ? info->dlpi_name : "/proc/self/exe";
		f->found = strlen(name) < sizeof f->path;
		if (f->found)
			memcpy(f->path, name, strlen(name) + 1);
		f->offset = f->address - at + p->p_offset;
		return 1;
	}
	return 0;
}

static void *map_in_place(const unsigned char *image, const image_head *h, unsigned slot)
{
	find_file f = {.address = (uintptr_t)image};
	void *place = (void *)place_of(slot);
	if (h->base != place_of(slot) + HEAD || !dl_iterate_phdr(look_in, &f) || !f.found || f.offset % HEAD != 0)
		return NULL;
	int fd = open(f.path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	void *p =
		mmap(place, HEAD + h->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, (off_t)f.offset);
	close(fd);
	if (p == MAP_FAILED)
		return NULL;
	if (p != place || memcmp(p, h, sizeof *h) != 0) { /* an old kernel, or a file that was replaced meanwhile */
		munmap(p, HEAD + h->size);
		return NULL;
	}
	return (char *)p + HEAD;
}

static void *copy_and_move(const unsigned char *image, const image_head *h)
{
	uint64_t *words = malloc(h->size);
	if (!words)
		return NULL;
	memcpy(words, image + HEAD, h->size);
	uint64_t moved = (uint64_t)(uintptr_t)words - h->base;
	const unsigned char *at = image + HEAD + h->size;
	for (uint64_t i = 0; i < h->relocations; i++) {
		uint32_t k;
		memcpy(&k, at + i * sizeof k, sizeof k);
		if (k < h->size / 8)
			words[k] += moved;
	}
	return words;
}

void *ab_image_load(const ab_image_kind *kind, const unsigned char *image, size_t size, size_t *mapped)
{
	image_head h;
	*mapped = 0;
	if (size < HEAD)
		return NULL;
	memcpy(&h, image, sizeof h);
	if (h.magic != MAGIC || h.layout != kind->layout || h.size > REGION ||
	    h.size + h.relocations * sizeof(uint32_t) != size - HEAD)
		return NULL;
	void *p = map_in_place(image, &h, kind->slot);
	if (p)
		*mapped = HEAD + h.size;
	return p ? p : copy_and_move(image, &h);
}

void ab_image_free(void *block, size_t mapped)
{
	if (mapped)
		munmap((char *)block - HEAD, mapped);
	else
		free(block);
}
