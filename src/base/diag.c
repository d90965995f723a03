/* Diagnostics: what is wrong, where, and what to do about it; many in one run. */
#include "base/base.h"

#include <stdio.h>

void ab_diags_init(ab_diags *d, ab_arena *a)
{
	*d = (ab_diags){.arena = a};
}

static const char *copy(ab_arena *a, const char *z)
{
	return z ? ab_strdup(a, ab_str_of(z)) : NULL;
}

static void add(ab_diags *d, ab_diag diag, const char *fmt, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, fmt, args);
	char *text = ab_alloc(d->arena, n < 0 ? 1 : (size_t)n + 1);
	if (n > 0)
		vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	diag.file = copy(d->arena, diag.file);
	diag.remedy = copy(d->arena, diag.remedy);
	diag.message = text;
	ab_push(d->arena, &d->list, diag);
	d->errors += !diag.warning;
}

void ab_error(ab_diags *d, const char *file, int line, int col, const char *remedy, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add(d, (ab_diag){.file = file, .line = line, .col = col, .remedy = remedy}, fmt, args);
	va_end(args);
}

void ab_warn(ab_diags *d, const char *file, int line, int col, const char *remedy, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add(d, (ab_diag){.file = file, .line = line, .col = col, .remedy = remedy, .warning = true}, fmt, args);
	va_end(args);
}

void ab_diags_print(const ab_diags *d, ab_buf *out)
{
	for (uint32_t i = 0; i < d->list.n; i++) {
		const ab_diag *g = &d->list.p[i];
		ab_buf_addz(out, "ambit: ");
		if (g->file)
			ab_buf_printf(out, "%s:", g->file);
		if (g->file && g->line > 0)
			ab_buf_printf(out, "%d:", g->line);
		if (g->file && g->line > 0 && g->col > 0)
			ab_buf_printf(out, "%d:", g->col);
		ab_buf_printf(out, "%s%s%s", g->file ? " " : "", g->warning ? "warning: " : "", g->message);
		if (g->remedy)
			ab_buf_printf(out, "; %s", g->remedy);
		ab_buf_addc(out, '\n');
	}
}
