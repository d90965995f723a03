/* The image of the lists that the program carries: read when it is built. */
#include "screen/inside.h"

typedef struct source_file {
	const char *path;
	ab_str text;
} source_file;

static bool fill(void *region, size_t *size, void *arg, ab_diags *d)
{
	const source_file *f = arg;
	screen *s = region;
	s->arena.at = (char *)region + ((sizeof *s + 15) & ~(size_t)15);
	s->arena.end = (char *)region + *size;
	bool ok = screen_fill(s, f->path, ab_str_dup(&s->arena, f->text), d) && !s->arena.head;
	*size = (size_t)(s->arena.at - (char *)region);
	ab_arena_init(&s->arena);
	return ok;
}

static const char *id(const void *region)
{
	return ((const screen *)region)->hash;
}

static ab_image_kind kind(void)
{
	const size_t sizes[] = {sizeof(screen), sizeof(screen_entry), sizeof(screen_key), sizeof(screen_mark)};
	return (ab_image_kind){.slot = 2, .layout = ab_hash(sizes, sizeof sizes, 2), .fill = fill, .id = id};
}

bool screen_image_make(const char *path, ab_str text, ab_buf *out, ab_diags *d)
{
	ab_image_kind k = kind();
	source_file f = {path, text};
	return ab_image_make(&k, &f, out, d);
}

screen *screen_image_load(const unsigned char *image, size_t size)
{
	ab_image_kind k = kind();
	size_t mapped;
	screen *s = ab_image_load(&k, image, size, &mapped);
	if (s)
		s->mapped = mapped;
	return s;
}
