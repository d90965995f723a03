/* Fuzz target: numbers and days. What parses as exact is written and read back unchanged. */
#include "base/base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void round_trip(ab_num x)
{
	char text[AB_NUM_LEN];
	ab_num lo, hi;
	require(ab_num_parse(ab_str_of(ab_num_format(x, text)), &lo, &hi) == AB_NUM_OK && lo == x && hi == x);
	require(ab_num_parse(ab_str_of(ab_num_format_human(x, text)), &lo, &hi) == AB_NUM_OK && lo == x && hi == x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ab_str s = {(const char *)data, size};
	ab_num lo, hi;
	ab_num_status status = ab_num_parse(s, &lo, &hi);
	if (status == AB_NUM_OK || status == AB_NUM_INEXACT) {
		require(status == AB_NUM_OK ? lo == hi : hi - lo == 1);
		round_trip(lo);
		round_trip(hi);
	}
	ab_date day;
	char text[AB_DATE_LEN];
	if (ab_date_parse(s, &day))
		require(ab_str_is(s, ab_date_format(day, text)));
	return 0;
}
