/* Reads a whole file, or standard input, into an arena. */
#include "base/base.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* False when it is longer than `limit` or cannot be read; errno then tells which (0: too long). */
static bool read_all(FILE *f, size_t limit, ab_buf *b)
{
	char block[1 << 14];
	size_t n;
	errno = 0;
	while ((n = fread(block, 1, sizeof(block), f)) > 0) {
		if (n > limit - b->n) {
			errno = 0;
			return false;
		}
		ab_buf_add(b, (ab_str){block, n});
	}
	if (!ferror(f))
		return true;
	if (errno == 0)
		errno = EIO;
	return false;
}

bool ab_file_read(ab_arena *a, const char *path, size_t limit, ab_str *out, ab_diags *d)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *f = standard ? stdin : fopen(path, "rb");
	*out = (ab_str){"", 0};
	if (!f) {
		ab_error(d, path, 0, 0, "check the name and the permissions", "cannot open the file: %s", strerror(errno));
		return false;
	}
	ab_buf b = {0};
	bool ok = read_all(f, limit, &b);
	int code = errno;
	if (ok)
		*out = ab_str_dup(a, (ab_str){b.p, b.n});
	else if (code)
		ab_error(d, path, 0, 0, "give a readable file", "cannot read the file: %s", strerror(code));
	else
		ab_error(d, path, 0, 0, "split it into smaller files", "the file is longer than %zu bytes", limit);
	ab_buf_free(&b);
	if (!standard)
		fclose(f);
	return ok;
}
