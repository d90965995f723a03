/* The image of the tables that the program carries: read when it is built. */
#include "catalog/inside.h"

typedef struct file_set {
	const catalog_file *files;
	size_t n;
} file_set;

static bool fill(void *region, size_t *size, void *arg, ab_diags *d)
{
	const file_set *s = arg;
	catalog *c = region;
	c->arena.at = (char *)region + ((sizeof *c + 15) & ~(size_t)15);
	c->arena.end = (char *)region + *size;
	catalog_file *own = AB_NEW_N(&c->arena, catalog_file, s->n + 1);
	for (size_t i = 0; i < s->n; i++)
		own[i] =
			(catalog_file){ab_strdup(&c->arena, ab_str_of(s->files[i].path)), ab_str_dup(&c->arena, s->files[i].text)};
	bool ok = catalog_fill(c, own, s->n, d) && !c->arena.head;
	*size = (size_t)(c->arena.at - (char *)region);
	ab_arena_init(&c->arena);
	return ok;
}

static const char *id(const void *region)
{
	return ((const catalog *)region)->hash;
}

static ab_image_kind kind(void)
{
	const size_t sizes[] = {sizeof(catalog), sizeof(catalog_chip), sizeof(catalog_system),   sizeof(name),
	                        sizeof(word),    sizeof(country_row),  sizeof(catalog_precedent)};
	return (ab_image_kind){.slot = 1, .layout = ab_hash(sizes, sizeof sizes, 1), .fill = fill, .id = id};
}

bool catalog_image_make(const catalog_file *files, size_t n, ab_buf *out, ab_diags *d)
{
	ab_image_kind k = kind();
	file_set s = {files, n};
	return ab_image_make(&k, &s, out, d);
}

catalog *catalog_image_load(const unsigned char *image, size_t size)
{
	ab_image_kind k = kind();
	size_t mapped;
	catalog *c = ab_image_load(&k, image, size, &mapped);
	if (!c)
		return NULL;
	c->mapped = mapped;
	return c;
}
