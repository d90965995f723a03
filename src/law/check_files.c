/* Everything that can be found wrong with a pack in one go: what cannot be read, what
 * cannot be meant, what cannot be compiled. */
#include "law/check.h"
#include "law/law.h"

bool law_check_files(const law_file *files, size_t n, ab_diags *d)
{
	ab_arena a;
	ab_arena_init(&a);
	law_tree t = {.arena = &a};
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		ok = law_parse(&t, files[i].path, files[i].text, d) && ok;
	if (ok) /* names of a half-read file would all be missing */
		law_check_tree(&t, d);
	ab_arena_free(&a);
	return ok && !d->errors;
}
