/* A case from any bytes, decided and written out: nothing that can be read may crash what comes after. */
#include <stdint.h>
#include <stdlib.h>

#include "ambit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static ambit_engine *engine; /* opened once: the packs are the same for every input */
	ambit_error e;
	if (!engine && ambit_engine_open(&engine, NULL, NULL, &e) != AMBIT_OK)
		abort();
	if (size > 4096) /* deciding is what is tried, not reading much */
		return 0;
	ambit_case *c = ambit_case_new(engine);
	ambit_determination *d = NULL;
	if (ambit_case_read(c, "fuzz", (const char *)data, size, &e) == AMBIT_OK &&
	    ambit_check(engine, c, NULL, &d, &e) == AMBIT_OK) {
		char *json = NULL, *text = NULL;
		size_t n;
		ambit_outcome o = ambit_determination_outcome(d);
		if (o != AMBIT_NOT_DETERMINED && (o < ambit_determination_best(d) || o > ambit_determination_worst(d)))
			abort(); /* outside the range that it reports */
		ambit_determination_json(d, &json, &n);
		ambit_determination_text(d, 80, 0, 1, &text, &n);
		ambit_text_free(json);
		ambit_text_free(text);
	}
	ambit_determination_free(d);
	ambit_case_free(c);
	return 0;
}
