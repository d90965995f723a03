/* The same graph in a plain loop: one set of frames, filled anew for every row. What a
 * day's law is made of is kept between rows; each row takes memory that the next reuses. */
#include <stdlib.h>
#include <string.h>

#include "law/eval.h"

law_loop *law_loop_new(const law *l, const law_query *q)
{
	law_loop *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	ab_arena_init(&p->keep);
	ab_arena_init(&p->row);
	p->query = *q;
	p->query.levels_only = true;
	p->e.l = l;
	return p;
}

void law_loop_free(law_loop *p)
{
	if (!p)
		return;
	ab_arena_free(&p->row);
	ab_arena_free(&p->keep);
	free(p);
}

evaluation *loop_next(law_loop *p, law_facts *f)
{
	evaluation *e = &p->e;
	e->touched.p = NULL;
	e->touched.n = e->touched.cap = 0;
	e->atoms.p = NULL;
	e->atoms.n = e->atoms.cap = 0;
	e->memo_leaves.p = NULL;
	e->memo_leaves.n = e->memo_leaves.cap = 0;
	memset(e->cells, 0, sizeof e->cells);
	ab_arena_reset(&p->row);
	bool same = p->begun && e->f == f && e->day_as_of == f->as_of && e->day_known == f->known;
	e->arena = &p->keep;
	if (!p->begun || e->f != f) {
		if (!f->roles)
			law_fill_roles(e->l, f);
		eval_begin(e, e->l, f, &p->query, &p->keep);
		p->begun = true;
	} else if (!same) {
		eval_turn(e);
	} else {
		eval_forget(e);
	}
	e->arena = &p->row;
	e->stamp++;
	return e;
}

law_day_level law_loop_decide(law_loop *p, law_facts *f)
{
	law_result r = {0};
	evaluation *e = loop_next(p, f);
	eval_levels(e, &r);
	return (law_day_level){r.bar, r.worst};
}

law_tri law_loop_class(law_loop *p, law_facts *f, const law_decl *class)
{
	evaluation *e = loop_next(p, f);
	uint32_t i = ab_map_get(&e->l->entry_ids, class->id);
	return i == AB_MAP_NONE ? LAW_UNKNOWN : eval_class(e, i, &e->top);
}
