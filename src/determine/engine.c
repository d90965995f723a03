/* The engine: packs and tables, from inside the program or from folders. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "determine/determine.h"

typedef struct file_list {
	AB_VEC(law_file) law;
	AB_VEC(catalog_file) data;
	catalog_file lists; /* the table of listed parties */
} file_list;

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcmp(s + n - m, end) == 0;
}

/* Between two symbols of the build: they bound one object, which the type does not tell. */
static size_t bytes_between(const unsigned char *begin, const unsigned char *end)
{
	return (uintptr_t)end - (uintptr_t)begin;
}

static void take_table(ab_arena *a, file_list *out, const char *path, ab_str text)
{
	if (ends_with(path, "/" SCREEN_TABLE))
		out->lists = (catalog_file){path, text};
	else
		ab_push(a, &out->data, ((catalog_file){path, text}));
}

static void take_assets(ab_arena *a, file_list *out, bool law_files, bool data_files)
{
	for (size_t i = 0; i < ab_asset_count; i++) {
		const ab_asset *x = &ab_assets[i];
		ab_str text = {(const char *)x->data, x->size};
		if (law_files && ends_with(x->path, ".law"))
			ab_push(a, &out->law, ((law_file){x->path, text}));
		else if (data_files && ends_with(x->path, ".csv"))
			take_table(a, out, x->path, text);
	}
}

/* Files of one ending below a folder, at most eight folders deep; `name` is the path to show, from the folder's last name. */
static bool walk(ab_arena *a, const char *dir, const char *name, const char *ending, int depth, file_list *out,
                 ab_diags *d)
{
	DIR *h = opendir(dir);
	if (!h) {
		ab_error(d, dir, 0, 0, "give a folder that exists and can be read", "the folder cannot be opened");
		return false;
	}
	bool ok = true;
	for (struct dirent *e; ok && (e = readdir(h));) {
		if (e->d_name[0] == '.')
			continue;
		char *path = ab_sprintf(a, "%s/%s", dir, e->d_name), *shown = ab_sprintf(a, "%s/%s", name, e->d_name);
		struct stat st;
		if (stat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			ok = depth > 8 || walk(a, path, shown, ending, depth + 1, out, d);
			continue;
		}
		ab_str text;
		if (!ends_with(e->d_name, ending))
			continue;
		ok = ab_file_read(a, path, (size_t)16 << 20, &text, d);
		if (ok && ends_with(ending, ".law"))
			ab_push(a, &out->law, ((law_file){shown, text}));
		else if (ok)
			take_table(a, out, shown, text);
	}
	closedir(h);
	return ok;
}

void det_first_fault(const ab_diags *d, ambit_status code, ambit_error *error)
{
	for (uint32_t i = 0; i < d->list.n; i++) {
		const ab_diag *x = &d->list.p[i];
		if (!x->warning) {
			det_error(error, code, x->file, x->line, x->col, x->remedy, "%s", x->message);
			return;
		}
	}
	det_error(error, code, "", 0, 0, "", "the packs or tables could not be loaded");
}

ambit_status ambit_engine_open(ambit_engine **out, const char *law_dir, const char *data_dir, ambit_error *error)
{
	*out = NULL;
	ambit_engine *e = calloc(1, sizeof *e);
	if (!e)
		return AMBIT_FAILED;
	ab_arena_init(&e->arena);
	ab_diags d;
	ab_diags_init(&d, &e->arena);
	file_list files = {0};
	if (!law_dir && law_image_begin && law_image_end) /* compiled with the program */
		e->law = law_image_load(law_image_begin, bytes_between(law_image_begin, law_image_end));
	if (!data_dir && catalog_image_begin && catalog_image_end)
		e->catalog = catalog_image_load(catalog_image_begin, bytes_between(catalog_image_begin, catalog_image_end));
	if (!data_dir && screen_image_begin && screen_image_end)
		e->screen = screen_image_load(screen_image_begin, bytes_between(screen_image_begin, screen_image_end));
	take_assets(&e->arena, &files, !law_dir && !e->law, !data_dir && !(e->catalog && e->screen));
	bool ok = (!law_dir || walk(&e->arena, law_dir, "law", ".law", 0, &files, &d)) &&
	          (!data_dir || walk(&e->arena, data_dir, "data", ".csv", 0, &files, &d));
	if (ok && law_dir && !files.law.n)
		ab_error(&d, law_dir, 0, 0, "give the folder of a rule pack", "there is no .law file in it");
	if (ok && law_dir && !d.errors) /* packs of others: what was built in was checked when it was built */
		ok = law_check_files(files.law.p, files.law.n, &d);
	if (ok && !d.errors && !e->law)
		e->law = law_load(files.law.p, files.law.n, &d);
	if (e->law && !e->catalog)
		e->catalog = catalog_load(files.data.p, files.data.n, &d);
	if (e->catalog && !e->screen && files.lists.text.n) /* a folder without the table screens nobody */
		e->screen = screen_load(files.lists.path, files.lists.text, &d);
	if (!e->law || !e->catalog || d.errors) {
		det_first_fault(&d, AMBIT_BAD_INPUT, error);
		ambit_engine_free(e);
		return AMBIT_BAD_INPUT;
	}
	snprintf(e->data_version, sizeof e->data_version, "%s", catalog_hash(e->catalog));
	*out = e;
	return AMBIT_OK;
}

void ambit_engine_free(ambit_engine *self)
{
	if (!self)
		return;
	law_free(self->law);
	catalog_free(self->catalog);
	screen_free(self->screen);
	ab_arena_free(&self->arena);
	free(self);
}

ambit_case *ambit_case_new(const ambit_engine *engine)
{
	ambit_case *c = case_new(engine->law, engine->catalog);
	if (c)
		c->engine = engine;
	return c;
}

void ambit_text_free(char *text)
{
	free(text);
}

ambit_status ambit_schema(const ambit_engine *engine, const char *what, char **out, size_t *size)
{
	ab_buf b = {0};
	*out = NULL;
	if (strcmp(what, "case") == 0)
		case_schema(engine->law, &b);
	else if (strcmp(what, "columns") == 0)
		case_columns(engine->law, &b);
	else if (strcmp(what, "determination") == 0)
		det_schema(&b);
	else
		return AMBIT_BAD_INPUT;
	*out = b.p;
	if (size)
		*size = b.n;
	return AMBIT_OK;
}
