/* Decoding one UTF-8 character. Private to this room. */
#ifndef AMBIT_BASE_UTF8_H
#define AMBIT_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Length of the character at `text` (n >= 1 bytes are there), or 0 when it is not well formed. */
size_t base_utf8_decode(const char *text, size_t n, uint32_t *point);

#endif
