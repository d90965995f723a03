/* Static checks of parsed law that need no compile step: what is written but
 * cannot be meant. Names, types and units are the compiler's. */
#ifndef AMBIT_LAW_CHECK_H
#define AMBIT_LAW_CHECK_H

#include "law/ast.h"

/* Of the whole law, all files together. Errors for what must not ship, warnings for what is suspicious. */
void law_check_tree(const law_tree *t, ab_diags *d);

#endif
