/* Ambit: is this chip, this activity, these parties, this place, on this date,
 * controlled; and what may be done lawfully?
 *
 * The one public header. Handles are opaque. An engine is read-only once opened
 * and may be shared between threads; a case and a determination belong to one
 * thread at a time. Every text is UTF-8 and zero-terminated; texts that a handle
 * returns live as long as the handle. Functions that can fail return a status and
 * fill the ambit_error that the caller passes (which may be NULL). */
#ifndef AMBIT_H
#define AMBIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- ABI ---- */
#define AMBIT_ABI 1
#define AMBIT_VERSION "0.1.0"
#define AMBIT_API __attribute__((visibility("default")))

/* ---- Errors ---- */
typedef enum ambit_status {
	AMBIT_OK = 0,
	AMBIT_BAD_INPUT = 2, /* what the caller gave is wrong; the error says where and what to do */
	AMBIT_FAILED = 4     /* the system refused: a file that cannot be read, a pack that does not load */
} ambit_status;

typedef struct ambit_error {
	ambit_status code;
	int line, column; /* from 1; 0: unknown */
	char file[256];
	char message[512];
	char remedy[256];
} ambit_error;

/* ---- Outcomes: from the best to the worst ---- */
typedef enum ambit_outcome {
	AMBIT_NOT_SUBJECT,
	AMBIT_NO_LICENSE_REQUIRED,
	AMBIT_AUTHORIZED,
	AMBIT_EXCEPTION_AVAILABLE,
	AMBIT_LICENSE_REQUIRED,
	AMBIT_PRESUMED_PROHIBITED,
	AMBIT_PROHIBITED,
	AMBIT_NOT_DETERMINED, /* whether anything is barred hangs on an unknown */
	AMBIT_OUTCOME_COUNT
} ambit_outcome;

/* "license-required"; never NULL ("not-determined" for a value out of range). */
AMBIT_API const char *ambit_outcome_name(ambit_outcome outcome);

/* ---- Engine: law packs and tables ---- */
typedef struct ambit_engine ambit_engine;

/* Opens packs and tables: those inside the library, or those of `law_dir` and `data_dir` (either may be NULL).
 * On failure *out is NULL and the error names file, line and remedy of the first fault. */
AMBIT_API ambit_status ambit_engine_open(ambit_engine **out, const char *law_dir, const char *data_dir,
                                         ambit_error *error);
AMBIT_API void ambit_engine_free(ambit_engine *self); /* NULL is fine */

/* ---- Case: the facts of one question ---- */
typedef struct ambit_case ambit_case;

/* An empty case. The engine must outlive it. */
AMBIT_API ambit_case *ambit_case_new(const ambit_engine *engine);
AMBIT_API void ambit_case_free(ambit_case *self); /* NULL is fine */
/* Adds the facts of a JSON object `ambit/case/1`. `name` stands in messages ("case.json"; "-"). */
AMBIT_API ambit_status ambit_case_read(ambit_case *self, const char *name, const char *json, size_t size,
                                       ambit_error *error);
/* Adds one fact: path "item.tpp" or a last name that is unique ("tpp", "chip", "to"), value as on the command line. */
AMBIT_API ambit_status ambit_case_set(ambit_case *self, const char *path, const char *value, ambit_error *error);
/* Fills in the owners of the parties that have a name and state none, from a table of who owns whom (CSV: owner, owned,
 * percent, from, to, source; docs/ownership.md), as on the day of the activity. Call it after the facts, that day included. */
AMBIT_API ambit_status ambit_case_ownership(ambit_case *self, const char *name, const char *csv, size_t size,
                                            ambit_error *error);

/* ---- Determination: the answer ---- */
typedef struct ambit_determination ambit_determination;

typedef enum ambit_reading {
	AMBIT_READING_ENFORCED, /* announced non-enforcement is applied (default) */
	AMBIT_READING_TEXT      /* the codified text, whether enforced or not */
} ambit_reading;

enum { /* parts that cost extra; a determination has them when the bit is set */
	   AMBIT_WITH_EXPLANATION = 1,
	   AMBIT_WITH_QUESTIONS = 2,
	   AMBIT_WITH_CHANGES = 4,  /* days on which the answer to this case changes */
	   AMBIT_WITH_ASSUMING = 8, /* the outcome under each assumption set */
	   AMBIT_WITH_ALL = 15,
	   AMBIT_WITH_FLIPS =
	       16 /* the smallest sets of facts that would change the outcome; not in ALL, it takes a while */
};

typedef struct ambit_options {
	ambit_reading reading;
	unsigned with;                /* AMBIT_WITH_ bits */
	const char *const *interpret; /* "id=choice" texts, ended by NULL; NULL: none chosen */
} ambit_options;

/* `options` may be NULL: enforced, all parts. The engine must outlive the determination; the case need not. */
AMBIT_API ambit_status ambit_check(const ambit_engine *engine, const ambit_case *question, const ambit_options *options,
                                   ambit_determination **out, ambit_error *error);
AMBIT_API void ambit_determination_free(ambit_determination *self); /* NULL is fine */

AMBIT_API ambit_outcome ambit_determination_outcome(const ambit_determination *self);
AMBIT_API ambit_outcome ambit_determination_best(const ambit_determination *self);
AMBIT_API ambit_outcome ambit_determination_worst(const ambit_determination *self);
/* 0, 1 or 3, as the command line exits. */
AMBIT_API int ambit_determination_exit_code(const ambit_determination *self);
/* "3A090" and "a"; NULL when not determined. */
AMBIT_API const char *ambit_determination_eccn(const ambit_determination *self);
AMBIT_API const char *ambit_determination_paragraph(const ambit_determination *self);
/* Review policy of the deciding requirement, or NULL. */
AMBIT_API const char *ambit_determination_policy(const ambit_determination *self);
/* Id of the i-th standing prohibition or requirement, worst first; NULL past the end. */
AMBIT_API const char *ambit_determination_provision(const ambit_determination *self, size_t i);
/* Id of the i-th exception that is available or open; NULL past the end. */
AMBIT_API const char *ambit_determination_exception(const ambit_determination *self, size_t i);
/* Bytes of memory that the determination holds. */
AMBIT_API size_t ambit_determination_size(const ambit_determination *self);
/* The whole object `ambit/determination/1`; free it with ambit_text_free. */
AMBIT_API ambit_status ambit_determination_json(const ambit_determination *self, char **out, size_t *size);
/* The page for a terminal; width in columns (0: 80), color 0 or 1, explain 0 or 1. */
AMBIT_API ambit_status ambit_determination_text(const ambit_determination *self, int width, int color, int explain,
                                                char **out, size_t *size);

/* ---- Chips: what a chip or system is, and what it was over all days ---- */

/* The item of `question` (chip=NAME, or figures such as tops.int8=640 die_area_mm2=665): its figures with their steps and
 * sources, its class on the day of the question, and the timeline of its class over all days held. Text for a terminal. */
AMBIT_API ambit_status ambit_chip_text(const ambit_engine *engine, const ambit_case *question, int width, int color,
                                       char **out, size_t *size, ambit_error *error);
/* The same as JSON `ambit/chip/1`. */
AMBIT_API ambit_status ambit_chip_json(const ambit_engine *engine, const ambit_case *question, char **out, size_t *size,
                                       ambit_error *error);

/* ---- Schemas and texts ---- */
/* "case", "determination" or "columns"; AMBIT_BAD_INPUT for another word. */
AMBIT_API ambit_status ambit_schema(const ambit_engine *engine, const char *what, char **out, size_t *size);
AMBIT_API void ambit_text_free(char *text); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
