/* Images: the compiled law as bytes that load by one map. It is made by loading the
 * packs twice, at two places in memory: a word that differs by their distance is a
 * pointer, and is listed; any other difference would be a fault. The program maps its
 * own file at the first place, so that only pages in use are read; where that place is
 * taken it copies the image and moves the listed pointers. An image is read only by the
 * build that made it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "law/program.h"

#define REGION ((size_t)64 << 20)
#define PLACE ((uintptr_t)0x2a0000000000) /* far from where the kernel puts programs, libraries and stacks */
#define HEAD ((size_t)4096)               /* the image itself begins on a page */
#define MAGIC 0x31676d6974626d61u

typedef struct image_head {
	uint64_t magic;
	uint64_t layout; /* hash over the sizes of what is in it */
	uint64_t base;   /* address that the pointers count from */
	uint64_t size;   /* bytes of memory */
	uint64_t relocations;
	char hash[64]; /* of the packs */
} image_head;

static uint64_t layout(void)
{
	const size_t sizes[] = {sizeof(law), sizeof(law_decl), sizeof(law_version), sizeof(law_expr), sizeof(law_node), sizeof(law_entry),
	                        sizeof(law_body), sizeof(law_fact), sizeof(law_fact_use), sizeof(law_group)};
	return ab_hash(sizes, sizeof sizes, AMBIT_LAW_IMAGE_VERSION);
}

static bool list_pointers(const uint64_t *a, const uint64_t *b, size_t words, ab_buf *out, uint64_t *n, ab_diags *d)
{
	uint64_t distance = (uint64_t)(uintptr_t)b - (uint64_t)(uintptr_t)a, from = (uint64_t)(uintptr_t)a;
	extern char __executable_start, end;
	for (size_t i = 0; i < words; i++) {
		bool pointer = a[i] != b[i];
		if (pointer ? b[i] - a[i] != distance || a[i] < from || a[i] > from + words * 8
		            : a[i] >= (uint64_t)(uintptr_t)&__executable_start && a[i] < (uint64_t)(uintptr_t)&end) {
			ab_error(d, "law image", 0, 0, "keep pointers to static data and uninitialized bytes out of the compiled law",
			         "word %zu is neither data nor a pointer into the image", i);
			return false;
		}
		if (!pointer)
			continue;
		uint32_t at = (uint32_t)i;
		ab_buf_add(out, (ab_str){(const char *)&at, sizeof at});
		++*n;
	}
	return true;
}

bool law_image_make(const law_file *files, size_t n, ab_buf *out, ab_diags *d)
{
	void *region[2] = {MAP_FAILED, MAP_FAILED};
	ab_buf pointers = {0};
	bool ok = true;
	size_t used = REGION;
	for (int i = 0; i < 2 && ok; i++) {
		used = REGION;
		void *place = i == 0 ? (void *)(PLACE + HEAD) : NULL;
		region[i] = mmap(place, REGION, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		ok = region[i] != MAP_FAILED && law_load_into(region[i], &used, files, n, d) != NULL;
	}
	image_head h = {.magic = MAGIC, .layout = layout()};
	if (ok) {
		h.base = (uint64_t)(uintptr_t)region[0];
		h.size = (used + 7) & ~(size_t)7;
		memcpy(h.hash, law_hash(region[0]), sizeof h.hash);
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

/* ---- mapping the program's own file ---- */
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
			strcpy(f->path, name);
		f->offset = f->address - at + p->p_offset;
		return 1;
	}
	return 0;
}

static law *map_in_place(const unsigned char *image, const image_head *h)
{
	find_file f = {.address = (uintptr_t)image};
	if (h->base != PLACE + HEAD || !dl_iterate_phdr(look_in, &f) || !f.found || f.offset % HEAD != 0)
		return NULL;
	int fd = open(f.path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	void *p = mmap((void *)PLACE, HEAD + h->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, (off_t)f.offset);
	close(fd);
	if (p == MAP_FAILED)
		return NULL;
	if (p != (void *)PLACE || memcmp(p, h, sizeof *h) != 0) { /* an old kernel, or a file that was replaced meanwhile */
		munmap(p, HEAD + h->size);
		return NULL;
	}
	law *l = (law *)(PLACE + HEAD);
	l->mapped = HEAD + h->size;
	return l;
}

static law *copy_and_move(const unsigned char *image, const image_head *h)
{
	law *l = malloc(h->size);
	if (!l)
		return NULL;
	memcpy(l, image + HEAD, h->size);
	uint64_t *words = (uint64_t *)l, moved = (uint64_t)(uintptr_t)l - h->base;
	const unsigned char *at = image + HEAD + h->size;
	for (uint64_t i = 0; i < h->relocations; i++) {
		uint32_t k;
		memcpy(&k, at + i * sizeof k, sizeof k);
		if (k < h->size / 8)
			words[k] += moved;
	}
	return l;
}

law *law_image_load(const unsigned char *image, size_t size)
{
	image_head h;
	if (size < HEAD)
		return NULL;
	memcpy(&h, image, sizeof h);
	if (h.magic != MAGIC || h.layout != layout() || h.size + h.relocations * sizeof(uint32_t) != size - HEAD)
		return NULL;
	law *l = map_in_place(image, &h);
	if (!l)
		l = copy_and_move(image, &h);
	if (!l)
		return NULL;
	ab_arena_init(&l->arena);
	pthread_mutex_init(&l->lock, NULL);
	l->views = NULL;
	return l;
}

void law_image_free(law *l)
{
	if (l->mapped)
		munmap((char *)l - HEAD, l->mapped);
	else
		free(l);
}
