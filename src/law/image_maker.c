/* Run by the build: compiles the packs that the program carries and writes their image,
 * and a C file that takes it in. usage: image-maker OUT.image OUT.c */
#include <stdio.h>
#include <string.h>

#include "law/law.h"

#define FILES_MAX 512

static bool write_file(const char *path, const char *p, size_t n)
{
	FILE *f = fopen(path, "wb");
	bool ok = f && fwrite(p, 1, n, f) == n;
	return f && fclose(f) == 0 && ok;
}

int main(int argc, char **argv)
{
	law_file files[FILES_MAX];
	size_t n = 0;
	if (argc != 3)
		return 2;
	for (size_t i = 0; i < ab_asset_count && n < FILES_MAX; i++) {
		size_t k = strlen(ab_assets[i].path);
		if (k > 4 && strcmp(ab_assets[i].path + k - 4, ".law") == 0)
			files[n++] = (law_file){ab_assets[i].path, {(const char *)ab_assets[i].data, ab_assets[i].size}};
	}
	ab_arena a;
	ab_diags d;
	ab_buf image = {0}, text = {0};
	ab_arena_init(&a);
	ab_diags_init(&d, &a);
	bool ok = law_image_make(files, n, &image, &d);
	ab_diags_print(&d, &text);
	if (text.n)
		fputs(text.p, stderr);
	ab_buf code = {0};
	ab_buf_printf(&code,
	              "/* Made by image-maker: the packs, compiled. */\n"
	              "extern const unsigned char law_image_begin[], law_image_end[];\n"
	              "__asm__(\".pushsection .rodata.law_image,\\\"a\\\"\\n\"\n"
	              "        \".balign 4096\\n.globl law_image_begin\\n.hidden law_image_begin\\nlaw_image_begin:\\n\"\n"
	              "        \".incbin \\\"%s\\\"\\n.globl law_image_end\\n.hidden law_image_end\\nlaw_image_end:\\n\"\n"
	              "        \".byte 0\\n.popsection\\n\");\n"
	              "const unsigned char *const law_image_kept[] = {law_image_begin, law_image_end};\n",
	              argv[1]);
	ok = ok && write_file(argv[1], image.p, image.n) && write_file(argv[2], code.p, code.n);
	ab_buf_free(&image);
	ab_buf_free(&text);
	ab_buf_free(&code);
	ab_arena_free(&a);
	return ok ? 0 : 1;
}
