/* The unfolded part of a page: every reason, fact, exception and question. Private to this room. */
#ifndef AMBIT_REPORT_EXPLAIN_H
#define AMBIT_REPORT_EXPLAIN_H

#include "determine/determine.h"
#include "report/page.h"

void explain_write(page *p, const ambit_determination *d);

#endif
