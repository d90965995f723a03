#!/bin/sh
# What the build compiled into the program and what it reads from law/ and data/ are one: same bytes, hashes included.
# Run with $AMBIT set to the program, from the root of the sources.
set -u
passed=0 failed=0
inside=$(mktemp) beside=$(mktemp)
trap 'rm -f "$inside" "$beside"' EXIT

same() {
	"$AMBIT" "$@" >"$inside" 2>&1
	first=$?
	"$AMBIT" "$@" --law law --data data >"$beside" 2>&1
	if [ $? -eq "$first" ] && [ -s "$inside" ] && cmp -s "$inside" "$beside"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "differs: ambit $*"
		diff "$inside" "$beside" | head -n 5
	fi
}

same check chip=h100 activity=export from=US to=CN --json
same check chip=910b activity=use place=BR --as-of 2025-06-01 --explain
same check chip="DGX H100" activity=export from=US to=SA assume=ordinary --json
same chip h20
same chip h100 --json
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
