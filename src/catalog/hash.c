/* SHA-256 over the tables, so that a determination can name the very facts it used.
 * The plain functions of libcrypto are used: its provider layer costs more to start
 * (about a millisecond) than all else that loading does. */
#define OPENSSL_API_COMPAT 0x10101000L
#define OPENSSL_SUPPRESS_DEPRECATED

#include "catalog/inside.h"

#include <openssl/sha.h>
#include <stdio.h>

enum { FILES_MAX = 64 };

/* By name, so that the order in which a caller lists them does not count. */
static size_t files_sorted(const catalog_file *files, size_t n, const catalog_file *out[FILES_MAX])
{
	size_t k = 0;
	for (size_t i = 0; i < n && k < FILES_MAX; i++) {
		size_t at = k++;
		ab_str name = file_base_name(files[i].path);
		for (; at > 0 && ab_str_cmp(file_base_name(out[at - 1]->path), name) > 0; at--)
			out[at] = out[at - 1];
		out[at] = &files[i];
	}
	return k;
}

void tables_hash(const catalog_file *files, size_t n, char out[SHA256_HEX + 1])
{
	const catalog_file *order[FILES_MAX] = {NULL};
	size_t k = files_sorted(files, n, order);
	SHA256_CTX ctx;
	SHA256_Init(&ctx);
	for (size_t i = 0; i < k; i++) {
		ab_str name = file_base_name(order[i]->path);
		char head[160];
		int len =
			snprintf(head, sizeof(head), "%.*s %zu\n", (int)(name.n < 100 ? name.n : 100), name.p, order[i]->text.n);
		SHA256_Update(&ctx, head, (size_t)len);
		SHA256_Update(&ctx, order[i]->text.p, order[i]->text.n);
	}
	unsigned char digest[SHA256_DIGEST_LENGTH];
	SHA256_Final(digest, &ctx);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
