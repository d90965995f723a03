/* Times reading the law: all packs that the program carries, from text to what is ready to decide. */
#include <string.h>

#include "law/law.h"
#include "timing.h"

enum { FILES_MAX = 256 };

int main(int argc, char **argv)
{
	static law_file files[FILES_MAX];
	long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 100;
	size_t n = 0, bytes = 0;
	for (size_t i = 0; i < ab_asset_count && n < FILES_MAX; i++) {
		const ab_asset *x = &ab_assets[i];
		size_t length = strlen(x->path);
		if (length < 4 || strcmp(x->path + length - 4, ".law") != 0)
			continue;
		files[n++] = (law_file){x->path, {(const char *)x->data, x->size}};
		bytes += x->size;
	}
	size_t lines = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < files[i].text.n; k++)
			lines += files[i].text.p[k] == '\n';

	samples load = {0};
	for (long i = 0; i <= rounds; i++) {
		ab_arena arena;
		ab_arena_init(&arena);
		ab_diags d;
		ab_diags_init(&d, &arena);
		uint64_t start = now_ns();
		law *l = law_load(files, n, &d);
		uint64_t took = now_ns() - start;
		ab_arena_free(&arena);
		if (!l) {
			fprintf(stderr, "bench-law: the packs do not load\n");
			return 1;
		}
		law_free(l);
		if (i > 0) /* the first one warms the caches */
			sample(&load, took);
	}
	sample_head("packs");
	sample_print("parse, check and compile", &load);
	double us = sample_us(&load, 0.5);
	printf("  %zu files, %zu lines, %.1f KiB: %.1f MB/s, %.2f us a line\n", n, lines, (double)bytes / 1024,
	       (double)bytes / us, us / (double)lines);
	samples_free(&load);
	return 0;
}
