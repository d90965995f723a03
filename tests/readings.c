/* Rival readings of the law: what the answer says of each choice is what asking with that choice gives, and a question on
 * which the choices differ is never left out. Over the published cases and some by hand. */
#include "prop.h"

typedef struct hand {
	const char *words[32];
	const char *id, *choice[2];
	ambit_outcome answer[2];
} hand;

static const hand hands[] = {
	{{"item.kind",
      "ic",
      "item.tops.tf32",
      "150",
      "item.die_area_mm2",
      "100",
      "item.nonplanar",
      "true",
      "item.marketed_for_datacenter",
      "false",
      "nac_notice.reply",
      "license-required",
      "activity",
      "export",
      "from",
      "US",
      "to",
      "CN",
      "assume",
      "ordinary,local,unlisted-owners",
      "as_of",
      "2024-06-01",
      "known",
      "2026-11-24"},
     "us.ear.tf32-bits",
     {"computed", "stored"},
     {AMBIT_NO_LICENSE_REQUIRED, AMBIT_LICENSE_REQUIRED}},
	{{"chip",
      "h100",
      "activity",
      "export",
      "from",
      "US",
      "to",
      "DE",
      "end-user.country",
      "DE",
      "end-user.headquarters",
      "CN",
      "end-user.parent.country",
      "CN",
      "assume",
      "ordinary,unlisted-owners",
      "as_of",
      "2025-06-01",
      "known",
      "2025-06-01"},
     "us.ear.hq-2025",
     {"spares", "covers"},
     {AMBIT_LICENSE_REQUIRED, AMBIT_NO_LICENSE_REQUIRED}},
};

static ambit_outcome ask(prop_world *w, const ambit_case *c, bool text, const char *pick, ambit_determination **keep)
{
	const char *interpret[] = {pick, NULL};
	ambit_options o = {text ? AMBIT_READING_TEXT : AMBIT_READING_ENFORCED, AMBIT_WITH_QUESTIONS, interpret};
	ambit_determination *d = NULL;
	ambit_error e = {0};
	if (ambit_check(w->engine, c, &o, &d, &e) != AMBIT_OK)
		fail_msg("%s: %s", pick ? pick : "", e.message);
	ambit_outcome out = ambit_determination_outcome(d);
	if (keep)
		*keep = d;
	else
		ambit_determination_free(d);
	w->runs++;
	return out;
}

static const det_reading *reading_of(const ambit_determination *d, const law_decl *x)
{
	for (uint32_t i = 0; i < d->readings.n; i++)
		if (d->readings.p[i].interpretation == x)
			return &d->readings.p[i];
	return NULL;
}

static bool settled(const prop_world *w, const ambit_determination *d, const law_decl *x)
{
	const law_decl *s = x->settled_by.n ? law_source(w->engine->law, x->settled_by) : NULL;
	return s && s->published <= d->known;
}

static void answers_are_what_asking_gives(void **state)
{
	prop_world w;
	unsigned differ = 0;
	(void)state;
	prop_open(&w);
	for (uint32_t i = 0; i < w.cases.n; i++) {
		const prop_case *p = &w.cases.p[i];
		ambit_case *c = prop_read(&w, p->tree, NULL);
		ambit_determination *d;
		if (!c)
			continue;
		ask(&w, c, p->text_reading, NULL, &d);
		for (size_t k = 0; k < law_interpretation_count(w.engine->law); k++) {
			const law_decl *x = law_interpretation_at(w.engine->law, k);
			const det_reading *r = reading_of(d, x);
			ambit_outcome first = AMBIT_NOT_DETERMINED;
			if (settled(&w, d, x))
				continue;
			for (uint32_t n = 0; n < x->choices.n; n++) {
				const char *pick = ab_sprintf(&w.arena, "%.*s=%.*s", AB_FMT(x->id), AB_FMT(x->choices.p[n].id));
				ambit_outcome o = ask(&w, c, p->text_reading, pick, NULL);
				first = n ? first : o;
				if (r && o != r->answers.p[n])
					prop_violation(&w, "%.*s: %s gives %s, shown %s", AB_FMT(p->id), pick, ambit_outcome_name(o),
					               ambit_outcome_name(r->answers.p[n]));
				if (!r && o != first)
					prop_violation(&w, "%.*s: nothing is said of %s", AB_FMT(p->id), pick);
			}
			differ += r && r->differ;
		}
		ambit_determination_free(d);
		ambit_case_free(c);
	}
	print_message("%u questions on which an outcome hangs\n", differ);
	prop_world done = w;
	prop_close(&w);
	prop_done(&done, 200);
}

static void by_hand(void **state)
{
	prop_world w;
	(void)state;
	prop_open(&w);
	for (size_t i = 0; i < AB_COUNT(hands); i++) {
		ambit_case *c = ambit_case_new(w.engine);
		ambit_determination *d;
		ambit_error e = {0};
		for (const char *const *x = hands[i].words; *x; x += 2)
			if (ambit_case_set(c, x[0], x[1], &e) != AMBIT_OK)
				fail_msg("%s=%s: %s", x[0], x[1], e.message);
		assert_int_equal(ask(&w, c, false, NULL, &d), AMBIT_NOT_DETERMINED);
		const det_reading *r = reading_of(d, law_find(w.engine->law, ab_str_of(hands[i].id)));
		for (uint32_t k = 0; k < law_interpretation_count(w.engine->law) && !r; k++)
			if (ab_str_is(law_interpretation_at(w.engine->law, k)->id, hands[i].id))
				r = reading_of(d, law_interpretation_at(w.engine->law, k));
		assert_non_null(r);
		assert_true(r->differ);
		for (int k = 0; k < 2; k++) {
			const char *pick = ab_sprintf(&w.arena, "%s=%s", hands[i].id, hands[i].choice[k]);
			if (r->answers.p[k] != hands[i].answer[k])
				fail_msg("%s: %s", pick, ambit_outcome_name(r->answers.p[k]));
			assert_int_equal(ask(&w, c, false, pick, NULL), hands[i].answer[k]);
		}
		ambit_determination_free(d);
		ambit_case_free(c);
	}
	prop_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_hand),
		cmocka_unit_test(answers_are_what_asking_gives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
