/* One engine with what the program carries, for the tests of a group. */
#ifndef AMBIT_TESTS_ENGINE_H
#define AMBIT_TESTS_ENGINE_H

#include "ambit.h"

static ambit_engine *engine;

static int open_engine(void **state)
{
	ambit_error e = {0};
	(void)state;
	if (ambit_engine_open(&engine, NULL, NULL, &e) == AMBIT_OK)
		return 0;
	print_error("%s:%d: %s\n", e.file, e.line, e.message);
	return -1;
}

static int close_engine(void **state)
{
	(void)state;
	ambit_engine_free(engine);
	return 0;
}

#endif
