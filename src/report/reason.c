/* Conditions of the law as sentences. The evaluator words a node with the names of
 * facts; here they become words of people, and comparisons become short. */
#include "report/reason.h"

#include <string.h>

static bool starts(ab_str s, const char *z)
{
	return ab_str_starts(s, z);
}

static size_t find(ab_str s, const char *z)
{
	size_t n = strlen(z);
	for (size_t i = 0; i + n <= s.n; i++)
		if (memcmp(s.p + i, z, n) == 0)
			return i;
	return s.n;
}

static ab_str from(ab_str s, size_t at)
{
	return at > s.n ? (ab_str){s.p + s.n, 0} : (ab_str){s.p + at, s.n - at};
}

ab_str reason_mark(law_tri value)
{
	return value == LAW_TRUE ? AB_STR("✓") : value == LAW_FALSE ? AB_STR("✗") : AB_STR("?");
}

ab_str reason_capital(ab_arena *a, ab_str s)
{
	char *z = ab_strdup(a, s);
	bool format = (starts(s, "fp") && s.n > 2 && s.p[2] <= '9') || (starts(s, "int") && s.n > 3 && s.p[3] <= '9');
	if (z[0] >= 'a' && z[0] <= 'z' && !format)
		z[0] = (char)(z[0] - 'a' + 'A');
	return ab_str_of(z);
}

bool reason_is_class(const law_why *w)
{
	return find(w->text, " ECCN ") < w->text.n && starts(w->text, "it ");
}

static bool last_is(ab_str path, const char *name)
{
	size_t n = strlen(name);
	return path.n >= n && memcmp(path.p + path.n - n, name, n) == 0 && (path.n == n || path.p[path.n - n - 1] == '.');
}

bool reason_is_known(const law_why *w)
{
	return ab_str_is(w->fact, "activity") || last_is(w->fact, "kind");
}

bool reason_groups(const ambit_determination *d, const law_why *w)
{
	if (!w->because.n || reason_is_class(w))
		return false;
	if (ab_str_is(w->text, "all of these") || ab_str_is(w->text, "not so") || starts(w->text, "any ") ||
	    starts(w->text, "every "))
		return true;
	const law_decl *x = law_find(d->engine->law, w->text);
	return x && x->kind == LD_DEFINE && !x->title.n;
}

/* Units that the name of the figure says already. */
static ab_str without_unit(ab_str s)
{
	static const char *const units[] = {" TPP/mm2", " TPP", " operations"};
	for (size_t i = 0; i < AB_COUNT(units); i++) {
		size_t n = strlen(units[i]);
		if (s.n > n && memcmp(s.p + s.n - n, units[i], n) == 0)
			return (ab_str){s.p, s.n - n};
	}
	return s;
}

static const struct {
	const char *words, *sign;
} comparisons[] = {
	{" is not less than ", "≥"}, {" is not at most ", ">"}, {" is not more than ", "≤"}, {" is not at least ", "<"},
	{" is less than ", "<"},     {" is at most ", "≤"},     {" is more than ", ">"},     {" is at least ", "≥"},
	{" does not equal ", "≠"},   {" equals ", "="},
};

/* What of the left side is the value: what follows the name, which the evaluator writes with blanks, or its title. */
static ab_str value_part(ab_str left, const law_fact *fact)
{
	ab_str name = fact->figure && fact->figure->title.n && fact->scope == LS_ITEM ? fact->figure->title : fact->name;
	return left.n > name.n + 1 ? from(left, name.n + 1) : left;
}

/* A threshold in the unit of the fact: equal numbers are one node, whatever unit either was written with. */
static ab_str in_unit(ab_arena *a, const law_fact *fact, ab_str number)
{
	size_t end = find(number, " ");
	bool figure = number.n && number.p[0] >= '0' && number.p[0] <= '9' && fact->type == LT_NUMBER;
	if (!figure || end == number.n)
		return without_unit(number);
	return without_unit(ab_str_of(ab_sprintf(a, "%.*s %.*s", (int)end, number.p, AB_FMT(fact->unit))));
}

static ab_str comparison(const ambit_determination *d, ab_arena *a, const law_why *w, const law_fact *fact, ab_str name)
{
	ab_str text = w->text;
	(void)d;
	for (size_t i = 0; i < AB_COUNT(comparisons); i++) {
		size_t at = find(text, comparisons[i].words);
		if (at == text.n)
			continue;
		ab_str left = {text.p, at}, right = in_unit(a, fact, from(text, at + strlen(comparisons[i].words)));
		if (starts(left, "whether ")) {
			size_t open = find(left, " (unknown)");
			if (open < left.n)
				return ab_str_of(
					ab_sprintf(a, "%.*s is not known; %s %.*s?", AB_FMT(name), comparisons[i].sign, AB_FMT(right)));
			size_t from_paren = left.n;
			while (from_paren > 0 && left.p[from_paren - 1] != '(')
				from_paren--;
			ab_str value = from(left, from_paren);
			if (value.n && value.p[value.n - 1] == ')')
				value.n--;
			value = without_unit(value);
			return ab_str_of(
				ab_sprintf(a, "%.*s %.*s; %s %.*s?", AB_FMT(name), AB_FMT(value), comparisons[i].sign, AB_FMT(right)));
		}
		ab_str value = without_unit(value_part(left, fact));
		return ab_str_of(
			ab_sprintf(a, "%.*s %.*s %s %.*s", AB_FMT(name), AB_FMT(value), comparisons[i].sign, AB_FMT(right)));
	}
	return text;
}

static ab_str tail(ab_str text)
{
	static const char *const words[] = {" is not in ", " may be in ", " is in "};
	for (size_t i = 0; i < AB_COUNT(words); i++) {
		size_t at = find(text, words[i]);
		if (at < text.n)
			return from(text, at);
	}
	return AB_STR("");
}

/* "China is in Macau or Country Group D:5"; a group that is the country itself is not said twice. */
static ab_str country_test(ab_arena *a, ab_str text, ab_str country)
{
	ab_str rest = tail(text);
	size_t in = find(rest, " in ");
	if (!rest.n)
		return country;
	ab_str group = from(rest, in + 4);
	bool the = starts(group, "The ");
	if (the)
		group = from(group, 4);
	if (starts(group, ab_sprintf(a, "%.*s", AB_FMT(country))))
		return starts(rest, " is in ") ? country : AB_STR("another country");
	return ab_str_of(
		ab_sprintf(a, "%.*s%.*s in %s%.*s", AB_FMT(country), (int)in, rest.p, the ? "the " : "", AB_FMT(group)));
}

static ab_str list_words(ab_arena *a, const law_fact *fact, const law_value *v)
{
	ab_buf b = {0};
	for (uint32_t i = 0; i < fact->vocabulary.n; i++)
		if (law_bits_get(&v->bits, i + 1)) {
			ab_buf_addz(&b, b.n ? ", " : "");
			ab_buf_add(&b, fact->vocabulary.p[i]);
		}
	ab_str s = b.n ? ab_str_dup(a, (ab_str){b.p, b.n}) : AB_STR("none");
	ab_buf_free(&b);
	return s;
}

static ab_str value_words(const ambit_determination *d, ab_arena *a, const law_fact *fact, const law_value *v)
{
	if (v->state == LV_UNKNOWN)
		return AB_STR("not known");
	if (v->state == LV_NONE)
		return AB_STR("does not apply");
	switch (fact->type) {
	case LT_COUNTRY: return det_country_name(d, v->word);
	case LT_BOOL: return v->word ? AB_STR("yes") : AB_STR("no");
	case LT_LIST: return v->text.n ? v->text : list_words(a, fact, v);
	default: return v->text.n ? v->text : v->word > 0 ? law_word_name(fact, (uint32_t)v->word) : AB_STR("other");
	}
}

static ab_str leaf_text(const ambit_determination *d, ab_arena *a, const law_why *w, const law_fact *fact,
                        const law_value *v)
{
	ab_str name = det_fact_name(d, a, w->fact);
	if (fact->type == LT_NUMBER || fact->type == LT_DATE)
		return comparison(d, a, w, fact, name);
	if (last_is(w->fact, "chip")) {
		const char *is = w->value == LAW_TRUE ? "is" : w->value == LAW_FALSE ? "is not" : "may be";
		return ab_str_of(ab_sprintf(a, "%.*s %s among the chips that the text names", AB_FMT(det_item_name(d, a)), is));
	}
	if (v->state == LV_UNKNOWN && w->from == LF_PRESUMED && w->value != LAW_UNKNOWN)
		return ab_str_of(ab_sprintf(a, "%.*s: taken as given", AB_FMT(name)));
	ab_str value = value_words(d, a, fact, v);
	if (fact->type == LT_COUNTRY && v->state == LV_UNKNOWN && tail(w->text).n)
		value = ab_str_of(ab_sprintf(a, "not known;%.*s", AB_FMT(tail(w->text))));
	else if (fact->type == LT_COUNTRY)
		value = country_test(a, w->text, value);
	return ab_str_of(ab_sprintf(a, "%.*s: %.*s", AB_FMT(name), AB_FMT(value)));
}

ab_str reason_text(const ambit_determination *d, ab_arena *a, const law_why *w)
{
	law_frame *frame;
	const law_fact *fact = NULL;
	const law_value *v = w->fact.n && !reason_is_class(w) ? det_fact_at(d, w->fact, &frame, &fact) : NULL;
	if (v)
		return leaf_text(d, a, w, fact, v);
	const law_decl *x = law_find(d->engine->law, w->text);
	if (x && x->kind == LD_DEFINE) {
		char *s = ab_strdup(a, x->title.n ? x->title : x->id);
		for (char *p = s; *p; p++)
			if (*p == '-' || *p == '_')
				*p = ' ';
		return ab_str_of(s);
	}
	return w->text;
}

ab_str reason_figure(const ambit_determination *d, ab_arena *a, const law_why *w)
{
	ab_buf b = {0};
	const law_why *at = w;
	for (int depth = 0; depth < 12 && at->because.n; depth++) { /* the first way that holds */
		const law_why *next = NULL;
		for (uint32_t i = 0; i < at->because.n && !next; i++)
			if (at->because.p[i]->value == w->value)
				next = at->because.p[i];
		if (!next)
			break;
		bool leaves = false;
		for (uint32_t i = 0; i < at->because.n; i++)
			leaves = leaves || (!at->because.p[i]->because.n && at->because.p[i]->value == w->value);
		if (leaves) {
			for (uint32_t i = 0; i < at->because.n && b.n < 90; i++) {
				const law_why *k = at->because.p[i];
				law_frame *frame;
				const law_fact *fact = NULL;
				if (k->value != w->value || k->because.n || !k->fact.n || !det_fact_at(d, k->fact, &frame, &fact) ||
				    fact->type != LT_NUMBER)
					continue;
				ab_buf_addz(&b, b.n ? ", " : "");
				ab_buf_add(&b, reason_text(d, a, k));
			}
			break;
		}
		at = next;
	}
	ab_str s = b.n ? ab_str_dup(a, (ab_str){b.p, b.n}) : AB_STR("");
	ab_buf_free(&b);
	return s;
}

ab_str reason_steps(ab_arena *a, ab_str steps)
{
	char *z = ab_strdup(a, steps), *out = z;
	for (const char *p = z; *p;) {
		size_t n = strcspn(p, " ");
		bool path = n > 5 && strncmp(p, "item.", 5) == 0; /* "item.tops.fp16 16 bits" -> "fp16: 16 bits" */
		const char *from_at = p;
		for (const char *q = p; path && q < p + n; q++)
			if (*q == '.')
				from_at = q + 1;
		size_t keep = n - (size_t)(from_at - p);
		memmove(out, from_at, keep);
		out += keep;
		p += n;
		if (path)
			*out++ = ':';
		while (*p == ' ')
			*out++ = *p++;
	}
	*out = 0;
	return ab_str_of(z);
}
