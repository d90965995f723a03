/* Days of the Gregorian calendar, counted from 1970-01-01. */
#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2999, DAYS_400_YEARS = 146097 };

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Counts in years that begin on 1 March, so that the leap day is the last one. */
ab_date ab_date_make(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int year_of_era = y - era * 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_400_YEARS + day_of_era - 719468; /* days from 0000-03-01 to 1970-01-01 */
}

static bool digits(const char *p, int n, int *out)
{
	int x = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		x = x * 10 + (p[i] - '0');
	}
	*out = x;
	return true;
}

bool ab_date_parse(ab_str s, ab_date *out)
{
	int year, month, day;
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	if (!digits(s.p, 4, &year) || !digits(s.p + 5, 2, &month) || !digits(s.p + 8, 2, &day))
		return false;
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
		return false;
	*out = ab_date_make(year, month, day);
	return true;
}

static void put_digits(char *p, int n, int x)
{
	while (n-- > 0) {
		p[n] = (char)('0' + x % 10);
		x /= 10;
	}
}

/* A day that no four-digit year holds (an open end above all) is written "..". */
char *ab_date_format(ab_date d, char out[AB_DATE_LEN])
{
	if (d < ab_date_make(0, 1, 1) || d > ab_date_make(9999, 12, 31)) {
		memcpy(out, "..", 3);
		return out;
	}
	int z = d + 719468;
	int era = (z >= 0 ? z : z - (DAYS_400_YEARS - 1)) / DAYS_400_YEARS;
	int doe = z - era * DAYS_400_YEARS;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int month = mp < 10 ? mp + 3 : mp - 9;
	put_digits(out, 4, yoe + era * 400 + (month <= 2));
	put_digits(out + 5, 2, month);
	put_digits(out + 8, 2, doy - (153 * mp + 2) / 5 + 1);
	out[4] = out[7] = '-';
	out[10] = '\0';
	return out;
}

ab_date ab_date_today(void)
{
	ab_date day;
	const char *fixed = getenv("AMBIT_TODAY");
	if (fixed && ab_date_parse(ab_str_of(fixed), &day))
		return day;
	return (ab_date)(time(NULL) / 86400);
}
