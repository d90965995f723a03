/* The files of a rule pack: built in, or those of a folder. Private to the command line. */
#ifndef AMBIT_CLI_LAW_FILES_H
#define AMBIT_CLI_LAW_FILES_H

#include "law/law.h"

typedef struct law_files {
	AB_VEC(law_file) list;
} law_files;

/* `dir` NULL: those built in. False with diagnostics. */
bool law_files_read(ab_arena *a, const char *dir, law_files *out, ab_diags *d);

#endif
