/* Report: what the command line prints and the public header does not offer. The one header of this room. */
#ifndef AMBIT_REPORT_REPORT_H
#define AMBIT_REPORT_REPORT_H

#include "determine/determine.h"

/* The owners of a party as a tree, with their shares, days and rows, and whether listed owners reach the share. */
void report_ownership(const det_ownership *x, int width, bool color, ab_buf *out);

#endif
