/* A whole file, zero-terminated, to be freed; NULL when it cannot be read. */
#ifndef AMBIT_TESTS_READ_FILE_H
#define AMBIT_TESTS_READ_FILE_H

#include <stdio.h>
#include <stdlib.h>

static char *read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return NULL;
	char *p = NULL;
	size_t n = 0, got;
	do {
		p = realloc(p, n + 65537);
		got = p ? fread(p + n, 1, 65536, f) : 0;
		n += got;
	} while (got);
	if (p)
		p[n] = 0;
	fclose(f);
	return p;
}

#endif
