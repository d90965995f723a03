/* The image of the packs that the program carries: compiled when it is built. */
#include <string.h>

#include "law/program.h"

typedef struct file_set {
	const law_file *files;
	size_t n;
} file_set;

static bool fill(void *region, size_t *size, void *arg, ab_diags *d)
{
	const file_set *s = arg;
	return law_load_into(region, size, s->files, s->n, d) != NULL;
}

static const char *id(const void *region)
{
	return law_hash(region);
}

static ab_image_kind kind(void)
{
	const size_t sizes[] = {sizeof(law),          sizeof(law_decl),  sizeof(law_version),    sizeof(law_expr),
	                        sizeof(law_node),     sizeof(law_entry), sizeof(law_body),       sizeof(law_fact),
	                        sizeof(law_fact_use), sizeof(law_group), AMBIT_LAW_IMAGE_VERSION};
	return (ab_image_kind){.slot = 0, .layout = ab_hash(sizes, sizeof sizes, 1), .fill = fill, .id = id};
}

bool law_image_make(const law_file *files, size_t n, ab_buf *out, ab_diags *d)
{
	ab_image_kind k = kind();
	file_set s = {files, n};
	return ab_image_make(&k, &s, out, d);
}

law *law_image_load(const unsigned char *image, size_t size)
{
	ab_image_kind k = kind();
	size_t mapped;
	law *l = ab_image_load(&k, image, size, &mapped);
	if (!l)
		return NULL;
	l->mapped = mapped;
	ab_arena_init(&l->arena);
	pthread_mutex_init(&l->lock, NULL);
	return l; /* no view was made while it was compiled */
}
