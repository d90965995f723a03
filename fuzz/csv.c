/* Fuzz target: tables. Whatever the bytes, the reader tells faults or gives whole rows. */
#include "base/base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ab_arena a;
	ab_diags d;
	ab_csv t;
	ab_arena_init(&a);
	ab_diags_init(&d, &a);
	bool ok = ab_csv_parse(&t, &a, "fuzz.csv", (ab_str){(const char *)data, size}, &d);
	if (ok != (d.errors == 0))
		abort();
	for (uint32_t row = 0; ok && row < t.rows; row++)
		for (uint32_t col = 0; col < t.head.n; col++)
			if (ab_utf8_invalid(ab_csv_cell(&t, row, (int)col)) != ab_csv_cell(&t, row, (int)col).n)
				abort();
	ab_buf out = {0};
	ab_diags_print(&d, &out);
	ab_buf_free(&out);
	ab_arena_free(&a);
	return 0;
}
