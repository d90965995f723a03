/* Run by the build: compiles the packs and reads the tables that the program carries, and
 * writes their images and a C file that takes them in.
 * usage: image-maker LAW.image CATALOG.image SCREEN.image OUT.c */
#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"
#include "law/law.h"
#include "screen/screen.h"

#define FILES_MAX 512

typedef struct sources {
	law_file law[FILES_MAX];
	catalog_file data[FILES_MAX];
	size_t law_n, data_n;
	catalog_file lists; /* not among `data`: the lists have an image of their own */
} sources;

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

static void take(sources *s)
{
	for (size_t i = 0; i < ab_asset_count && s->law_n < FILES_MAX && s->data_n < FILES_MAX; i++) {
		const ab_asset *x = &ab_assets[i];
		ab_str text = {(const char *)x->data, x->size};
		if (ends_with(x->path, ".law"))
			s->law[s->law_n++] = (law_file){x->path, text};
		else if (ends_with(x->path, "/" SCREEN_TABLE))
			s->lists = (catalog_file){x->path, text};
		else if (ends_with(x->path, ".csv"))
			s->data[s->data_n++] = (catalog_file){x->path, text};
	}
}

static bool write_file(const char *path, const ab_buf *b)
{
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(b->p, 1, b->n, f) == b->n;
	return f && fclose(f) == 0 && ok;
}

static void take_in(ab_buf *code, const char *name, const char *path)
{
	ab_buf_printf(code,
	              "__asm__(\".pushsection .rodata.ambit_images,\\\"a\\\"\\n\"\n"
	              "        \".balign 4096\\n.globl %s_begin\\n.hidden %s_begin\\n%s_begin:\\n\"\n"
	              "        \".incbin \\\"%s\\\"\\n.globl %s_end\\n.hidden %s_end\\n%s_end:\\n\"\n"
	              "        \".byte 0\\n.popsection\\n\");\n",
	              name, name, name, path, name, name, name);
}

int main(int argc, char **argv)
{
	static sources s;
	ab_arena a;
	ab_diags d;
	ab_buf law_image = {0}, catalog_image = {0}, screen_image = {0}, code = {0};
	if (argc != 5)
		return 2;
	take(&s);
	ab_arena_init(&a);
	ab_diags_init(&d, &a);
	bool ok = law_check_files(s.law, s.law_n, &d) && law_image_make(s.law, s.law_n, &law_image, &d) &&
	          catalog_image_make(s.data, s.data_n, &catalog_image, &d) &&
	          screen_image_make(s.lists.path, s.lists.text, &screen_image, &d);
	for (uint32_t i = 0; i < d.list.n; i++)
		if (!d.list.p[i].warning)
			fprintf(stderr, "%s:%d:%d: %s; %s\n", d.list.p[i].file, d.list.p[i].line, d.list.p[i].col,
			        d.list.p[i].message, d.list.p[i].remedy ? d.list.p[i].remedy : "");
	ab_buf_addz(
		&code,
		"/* Made by image-maker: the packs, compiled, and the tables, read. */\n"
		"extern const unsigned char law_image_begin[], catalog_image_begin[], screen_image_begin[];\n"
		"const unsigned char *const ambit_images[] = {law_image_begin, catalog_image_begin, screen_image_begin};\n");
	take_in(&code, "law_image", argv[1]);
	take_in(&code, "catalog_image", argv[2]);
	take_in(&code, "screen_image", argv[3]);
	ok = ok && write_file(argv[1], &law_image) && write_file(argv[2], &catalog_image) &&
	     write_file(argv[3], &screen_image) && write_file(argv[4], &code);
	ab_buf_free(&law_image);
	ab_buf_free(&catalog_image);
	ab_buf_free(&screen_image);
	ab_buf_free(&code);
	ab_arena_free(&a);
	return ok ? 0 : 1;
}
