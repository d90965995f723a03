#!/bin/sh
# The law: made ready from its text (no peer reads it); then one question asked of many rows, in turns with the same
# decision written by hand in C and in SQL. Those are written for this one question and know no unknowns.
set -eu
cd "$(dirname "$0")/.."
rows=${BENCH_ROWS:-1000000}
rounds=3
build/bench/bench-law 200

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build/bench/bench-rows "$rows" csv >"$work/rows.csv"
known=$(awk -F, 'NR > 1 { n += $8 } END { print n }' "$work/rows.csv")

# Prints what the query counted, and adds its pace, by the peer's own clock, to the rates.
query() { # PEER IMPORT...
	peer=$1
	shift
	{ printf '%s\n' "$@" '.timer on' && cat bench/rows.sql; } | "$peer" >"$work/$peer"
	sed -n 's/^Run Time.*real \([0-9.]*\).*/\1/p' "$work/$peer" | awk -v n="$known" -v p="$peer" \
		'{ printf "rate %s %.0f\n", p, n / ($1 > 0 ? $1 : 0.001) }' >>"$work/rates"
	tr -d '\r' <"$work/$peer" | sed -n '/^[0-9][0-9,]*$/s/,/ /gp'
}
with_sqlite3() { query sqlite3 '.mode csv' ".import $work/rows.csv raw" "CREATE TABLE rows AS SELECT CAST(tpp AS INT) tpp,
	CAST(die AS INT) die, CAST(day AS INT) day, CAST(nonplanar AS INT) nonplanar, CAST(marketed AS INT) marketed, dest,
	seat, CAST(known AS INT) known FROM raw;"; }
with_duckdb() { query duckdb '.mode csv' "SET threads = 1;" "CREATE TABLE rows AS FROM read_csv('$work/rows.csv');"; }

peers=
for peer in sqlite3 duckdb; do
	if command -v "$peer" >/dev/null 2>&1; then peers="$peers $peer"; else echo "  $peer is absent: not compared"; fi
done
for round in $(seq $rounds); do
	build/bench/bench-rows "$rows" >"$work/ours"
	grep '^rate ' "$work/ours" >>"$work/rates"
	right=$(sed -n 's/^known //p' "$work/ours")
	for peer in $peers; do
		counted=$(with_"$peer")
		if [ "$counted" != "$right" ]; then echo "  $peer answers otherwise: $counted, not $right"; fi
	done
done
echo
echo "  $rows rows, one in ten with an unknown, one thread; median of $rounds rounds in turns"
grep -v -e '^rate ' -e '^known ' "$work/ours"
sort -k2,2 -k3,3n "$work/rates" | awk -v middle=$(((rounds + 1) / 2)) '
	{ if (++n[$2] == middle) rate[$2] = $3 }
	END {
		for (p in rate) printf "  %-20s %14.0f rows/s\n", p, rate[p] | "sort -k2n"
		close("sort -k2n")
		for (o in rate) if (o ~ /^ours-/) for (p in rate) if (p !~ /^ours-/)
			printf "rows/%s/%s ratio=%.5f (ours %.0f rows/s, peer %.0f rows/s)\n", o, p, rate[o] / rate[p], rate[o],
				rate[p] | "sort"
	}'
