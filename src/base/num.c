/* Exact numbers: a count of 10^-9 in 128 bits. Parsing never rounds silently, products
 * are exact or refused, quotients are compared by cross-multiplication in 256 bits. */
#include "base/base.h"

#include <limits.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { EXPONENT_CAP = 1000000 };

/* Numbers stay below 1.7 * 10^29, that is 1.7 * 10^38 units. */
static wide limit(void)
{
	return (wide)17000000000000000000u * 10000000000000000000u;
}

static bool in_range(ab_num x)
{
	ab_num most = (ab_num)limit();
	return x < most && x > -most;
}

ab_num ab_num_int(int64_t x)
{
	return (ab_num)x * AB_NUM_ONE;
}

/* ---- reading ---- */
typedef struct scan {
	ab_str digits; /* as written, may hold commas and one point */
	long whole;    /* digits before the point */
	long exponent;
	bool negative;
} scan;

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Commas, if any, stand between all groups of three and nowhere else. */
static bool commas_fit(ab_str whole)
{
	if (!whole.n || !memchr(whole.p, ',', whole.n))
		return true;
	for (size_t i = 0; i < whole.n; i++) {
		bool comma_here = (whole.n - i) % 4 == 0;
		if ((whole.p[i] == ',') != comma_here)
			return false;
	}
	return whole.p[0] != ',';
}

static bool scan_exponent(ab_str s, long *out)
{
	bool minus = s.n && s.p[0] == '-';
	size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
	if (i == s.n)
		return false;
	long x = 0;
	for (; i < s.n; i++) {
		if (!is_digit(s.p[i]))
			return false;
		x = x * 10 + (s.p[i] - '0');
		if (x > EXPONENT_CAP)
			x = EXPONENT_CAP;
	}
	*out = minus ? -x : x;
	return true;
}

static bool scan_number(ab_str s, scan *out)
{
	*out = (scan){0};
	if (s.n > EXPONENT_CAP / 2)
		return false;
	if (s.n && s.p[0] == '-') {
		out->negative = true;
		s.p++;
		s.n--;
	}
	size_t i = 0, point = SIZE_MAX, figures = 0;
	for (; i < s.n; i++) {
		if (is_digit(s.p[i])) {
			figures++;
			out->whole += point == SIZE_MAX;
		} else if (s.p[i] == '.' && point == SIZE_MAX) {
			point = i;
		} else if (s.p[i] != ',' || point != SIZE_MAX) {
			break;
		}
	}
	if (figures == 0 || (point != SIZE_MAX && point + 1 == i))
		return false;
	if (!commas_fit((ab_str){s.p, point == SIZE_MAX ? i : point}))
		return false;
	out->digits = (ab_str){s.p, i};
	if (i == s.n)
		return true;
	if (s.p[i] != 'e' && s.p[i] != 'E')
		return false;
	return scan_exponent((ab_str){s.p + i + 1, s.n - i - 1}, &out->exponent);
}

static bool times_ten(wide *x, unsigned digit)
{
	if (*x > limit() / 10)
		return false;
	*x = *x * 10 + digit;
	return *x < limit();
}

ab_num_status ab_num_parse(ab_str s, ab_num *lo, ab_num *hi)
{
	scan n;
	*lo = *hi = 0;
	if (!scan_number(s, &n))
		return AB_NUM_MALFORMED;
	long place = n.whole - 1 + n.exponent + AB_NUM_SCALE; /* power of ten of the next digit, in units */
	wide x = 0;
	bool rest = false;
	for (size_t i = 0; i < n.digits.n; i++) {
		char c = n.digits.p[i];
		if (!is_digit(c))
			continue;
		if (place < 0)
			rest |= c != '0';
		else if (!times_ten(&x, (unsigned)(c - '0')))
			return AB_NUM_TOO_BIG;
		place--;
	}
	for (; x && place >= 0; place--)
		if (!times_ten(&x, 0))
			return AB_NUM_TOO_BIG;
	if (rest && x + 1 >= limit())
		return AB_NUM_TOO_BIG;
	ab_num near = (ab_num)x, far = (ab_num)(x + rest);
	*lo = n.negative ? -far : near;
	*hi = n.negative ? -near : far;
	return rest ? AB_NUM_INEXACT : AB_NUM_OK;
}

/* ---- writing ---- */
/* Decimal digits of x, last first; how many. */
static int digits_of(wide x, char out[48])
{
	int n = 0;
	do {
		out[n++] = (char)('0' + (int)(x % 10));
		x /= 10;
	} while (x);
	return n;
}

static char *write_power(char *p, const char *digits, int n)
{
	int zeros = 0;
	while (digits[zeros] == '0')
		zeros++;
	*p++ = digits[n - 1];
	if (n - 1 > zeros)
		*p++ = '.';
	for (int i = n - 2; i >= zeros; i--)
		*p++ = digits[i];
	*p++ = 'e';
	char power[48];
	for (int i = digits_of((wide)(n - 1), power); i > 0; i--)
		*p++ = power[i - 1];
	return p;
}

static char *write_whole(char *p, const char *digits, int n, bool human)
{
	for (int i = n - 1; i >= 0; i--) {
		*p++ = digits[i];
		if (human && i > 0 && i % 3 == 0)
			*p++ = ',';
	}
	return p;
}

static char *write_decimals(char *p, wide part)
{
	char places[AB_NUM_SCALE];
	int n = AB_NUM_SCALE;
	for (int i = AB_NUM_SCALE; i > 0; i--, part /= 10)
		places[i - 1] = (char)('0' + (int)(part % 10));
	while (n > 0 && places[n - 1] == '0')
		n--;
	if (n > 0)
		*p++ = '.';
	for (int i = 0; i < n; i++)
		*p++ = places[i];
	return p;
}

static char *format(ab_num x, bool human, char out[AB_NUM_LEN])
{
	char digits[48], *p = out;
	wide size = x < 0 ? -(wide)x : (wide)x, one = (wide)AB_NUM_ONE;
	wide whole = size / one, part = size % one;
	if (x < 0)
		*p++ = '-';
	int n = digits_of(whole, digits);
	if (n > 15 && part == 0)
		p = write_power(p, digits, n);
	else
		p = write_decimals(write_whole(p, digits, n, human), part);
	*p = '\0';
	return out;
}

char *ab_num_format(ab_num x, char out[AB_NUM_LEN])
{
	return format(x, false, out);
}

char *ab_num_format_human(ab_num x, char out[AB_NUM_LEN])
{
	return format(x, true, out);
}

/* ---- calculating ---- */
bool ab_num_add(ab_num a, ab_num b, ab_num *out)
{
	ab_num sum;
	if (__builtin_add_overflow(a, b, &sum) || !in_range(sum))
		return false;
	*out = sum;
	return true;
}

static ab_num common_divisor(ab_num a, ab_num b)
{
	while (b) {
		ab_num r = a % b;
		a = b;
		b = r;
	}
	return a < 0 ? -a : a;
}

/* a * b / 10^9 for a whole number `a` in 64 bits: the usual case, without a division in 128 bits. */
static bool multiply_whole(ab_num a, ab_num b, ab_num *out)
{
	int64_t small = (int64_t)a, whole = small / 1000000000;
	if ((ab_num)small != a || whole * 1000000000 != small)
		return false;
	return !__builtin_mul_overflow((ab_num)whole, b, out);
}

/* a * b / 10^9: what 10^9 shares with `a` is divided out of `a`, the rest must divide `b`. */
bool ab_num_mul(ab_num a, ab_num b, ab_num *out)
{
	if (multiply_whole(a, b, out) || multiply_whole(b, a, out))
		return in_range(*out);
	ab_num shared = common_divisor(AB_NUM_ONE, a), rest = AB_NUM_ONE / shared, product;
	if (b % rest != 0 || __builtin_mul_overflow(a / shared, b / rest, &product) || !in_range(product))
		return false;
	*out = product;
	return true;
}

typedef struct twice {
	wide high, low;
} twice;

static twice multiply(wide a, wide b)
{
	wide a0 = (uint64_t)a, a1 = a >> 64, b0 = (uint64_t)b, b1 = b >> 64;
	wide low = a0 * b0, m1 = a1 * b0, m2 = a0 * b1;
	wide middle = (low >> 64) + (uint64_t)m1 + (uint64_t)m2;
	return (twice){a1 * b1 + (m1 >> 64) + (m2 >> 64) + (middle >> 64), middle << 64 | (uint64_t)low};
}

int ab_ratio_cmp(ab_num a, ab_num b, ab_num c, ab_num d)
{
	twice x = multiply((wide)a, (wide)d), y = multiply((wide)c, (wide)b);
	if (x.high != y.high)
		return x.high < y.high ? -1 : 1;
	return (x.low > y.low) - (x.low < y.low);
}
