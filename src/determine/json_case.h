/* The completed case as JSON. Private to json.c, json_case.c and chip.c. */
#ifndef AMBIT_DETERMINE_JSON_CASE_H
#define AMBIT_DETERMINE_JSON_CASE_H

#include "determine/determine.h"
#include "determine/json_write.h"

/* {"value", "from", "source"} of a known fact. */
void json_fact(json_out *o, const law_fact *f, const law_value *v);
/* The members of an item's object (no braces): facts, rates, parts, makers. */
void json_item_members(json_out *o, const law *l, const law_frame *item);
/* The object `case`. */
void json_case(json_out *o, const ambit_determination *d);

#endif
