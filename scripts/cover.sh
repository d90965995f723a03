#!/bin/sh
# Runs the tests with counters and prints the share of lines that each file had executed.
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC2046 # options are separate words
scripts/configure.sh build-cover $(scripts/flavor.sh cover)
ninja -C build-cover --quiet
find build-cover -name '*.gcda' -delete
for test in $(scripts/list.sh tests); do
	"build-cover/tests/test-${test%.c}" >/dev/null 2>&1 || echo "cover.sh: ${test%.c} fails" >&2
done
AMBIT=$PWD/build-cover/ambit
export AMBIT
"$AMBIT" law test >/dev/null 2>&1 || echo "cover.sh: ambit law test fails" >&2
for test in tests/*.sh; do
	if [ -f "$test" ]; then sh "$test" >/dev/null 2>&1 || echo "cover.sh: $test fails" >&2; fi
done
cd build-cover
find . -name '*.gcda' | xargs gcov -n 2>/dev/null | awk -F"['% :]+" '
	/^File/ { file = $2; keep = file ~ /src\/[^ ]*\.c$/; sub(/^.*src\//, "src/", file) }
	/^Lines executed/ && keep {
		n = $NF; share = $3
		if (!(file in lines) || share * n / 100 > done[file]) { lines[file] = n; done[file] = share * n / 100 }
		keep = 0
	}
	END {
		for (f in lines) { printf "%6.1f %%  %5d  %s\n", 100 * done[f] / lines[f], lines[f], f | "sort -k4"; a += done[f]; b += lines[f] }
		close("sort -k4")
		if (b) printf "%6.1f %%  %5d  all\n", 100 * a / b, b
	}'
