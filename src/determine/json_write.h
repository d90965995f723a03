/* Writing JSON: one value after another, with keys in the order of the calls. No
 * locale is asked. Indented for people, or on one line for programs. */
#ifndef AMBIT_DETERMINE_JSON_WRITE_H
#define AMBIT_DETERMINE_JSON_WRITE_H

#include "base/base.h"

#define JSON_DEPTH_MAX 250

typedef struct json_out {
	ab_buf *b;
	bool indent;
	bool keyed;                  /* a key was just written: its value follows */
	uint32_t depth, deeper;      /* deeper: levels beyond the maximum, which share its layout */
	bool filled[JSON_DEPTH_MAX]; /* by depth: something was written in it */
	bool flat[JSON_DEPTH_MAX];   /* by depth: all on one line */
} json_out;

void json_begin(json_out *o, ab_buf *b, bool indent);
void json_object(json_out *o);    /* { */
void json_list(json_out *o);      /* [ */
void json_flat_list(json_out *o); /* [ on one line */
void json_flat_object(json_out *o);
void json_object_end(json_out *o);
void json_list_end(json_out *o);
void json_key(json_out *o, const char *key);
void json_key_str(json_out *o, ab_str key);
void json_null(json_out *o);
void json_bool(json_out *o, bool x);
void json_int(json_out *o, int64_t x);
void json_num(json_out *o, ab_num x);
void json_str(json_out *o, ab_str s);
void json_z(json_out *o, const char *z);                       /* NULL gives null */
void json_date(json_out *o, ab_date d);                        /* open ends give null */
void json_key_or_null(json_out *o, const char *key, ab_str s); /* null where s is empty */
/* {"id", "args", "text"}: the id and the args are what a hash covers. */
void json_text(json_out *o, const char *id, const ab_str *args, uint32_t n, ab_str text);

#endif
