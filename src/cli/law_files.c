/* The files of a rule pack: built in, or those of a folder and the folders in it. */
#include "cli/law_files.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDERS_MAX 8
#define FILE_MAX ((size_t)16 << 20)

static bool is_law(const char *name)
{
	size_t n = strlen(name);
	return n > 4 && strcmp(name + n - 4, ".law") == 0;
}

static bool walk(ab_arena *a, const char *dir, int depth, law_files *out, ab_diags *d)
{
	DIR *h = opendir(dir);
	if (!h) {
		ab_error(d, dir, 0, 0, "give a folder that exists and can be read", "the folder cannot be opened");
		return false;
	}
	bool ok = true;
	for (struct dirent *e; (e = readdir(h));) {
		struct stat st;
		ab_str text;
		if (e->d_name[0] == '.')
			continue;
		char *path = ab_sprintf(a, "%s/%s", dir, e->d_name);
		if (stat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode)) {
			ok = (depth >= FOLDERS_MAX || walk(a, path, depth + 1, out, d)) && ok;
		} else if (is_law(e->d_name)) {
			if (ab_file_read(a, path, FILE_MAX, &text, d))
				ab_push(a, &out->list, ((law_file){path, text}));
			else
				ok = false;
		}
	}
	closedir(h);
	return ok;
}

bool law_files_read(ab_arena *a, const char *dir, law_files *out, ab_diags *d)
{
	if (dir) {
		bool ok = walk(a, dir, 0, out, d);
		if (ok && !out->list.n)
			ab_error(d, dir, 0, 0, "give the folder of a rule pack", "there is no .law file in it");
		return ok && out->list.n;
	}
	for (size_t i = 0; i < ab_asset_count; i++)
		if (is_law(ab_assets[i].path))
			ab_push(a, &out->list,
			        ((law_file){ab_assets[i].path, {(const char *)ab_assets[i].data, ab_assets[i].size}}));
	return true;
}
