# Counting for the scripts that run tests; to be sourced, not run.
#
#   tally NAME COMMAND...  runs a test program and adds what it counted: TAP lines, or a last line "N passed, N failed"
#   step NAME COMMAND...   runs a command that is one test: it passes when it exits with 0
#   prepare NAME COMMAND...  runs a command that tests nothing but without which there is no test: only its failure counts
#   total                  prints "N passed, N failed" and returns 1 if any failed
#
# A test program that crashes, or that counts nothing, is one failure.
passed=0 failed=0
tally_log=$(mktemp)
trap 'rm -f "$tally_log"' EXIT
export CMOCKA_MESSAGE_OUTPUT=TAP

report() { # NAME PASSED FAILED
	passed=$((passed + $2)) failed=$((failed + $3))
	if [ "$3" -eq 0 ]; then
		printf '  ok      %-34s %5d\n' "$1" "$2"
	else
		printf '  FAILED  %-34s %5d passed, %d failed\n' "$1" "$2" "$3"
		tail -n 60 "$tally_log" | sed 's/^/          | /'
	fi
}

tally() {
	tally_name=$1
	shift
	tally_code=0
	timeout "${TALLY_TIMEOUT:-300}" "$@" >"$tally_log" 2>&1 </dev/null || tally_code=$?
	tally_counts=$(awk '
		/^ok [0-9]+/ && !/# SKIP/ { p++ }
		/^not ok [0-9]+/ && !/# SKIP/ { f++ }
		/^[0-9]+ passed, [0-9]+ failed$/ { sp = $1; sf = $3 }
		END { print p + sp + 0, f + sf + 0 }' "$tally_log")
	tally_passed=${tally_counts% *} tally_failed=${tally_counts#* }
	if [ "$tally_failed" -eq 0 ] && { [ "$tally_code" -ne 0 ] || [ "$tally_passed" -eq 0 ]; }; then
		if [ "$tally_code" -eq 0 ]; then
			echo "no test was counted" >>"$tally_log"
		else
			echo "ended with code $tally_code" >>"$tally_log"
		fi
		tally_failed=1
	fi
	report "$tally_name" "$tally_passed" "$tally_failed"
}

step() {
	step_name=$1
	shift
	if "$@" >"$tally_log" 2>&1 </dev/null; then
		report "$step_name" 1 0
	else
		echo "ended with code $?" >>"$tally_log"
		report "$step_name" 0 1
		return 1
	fi
}

prepare() {
	prepare_name=$1
	shift
	if ! "$@" >"$tally_log" 2>&1 </dev/null; then
		report "$prepare_name" 0 1
		return 1
	fi
}

total() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
}
