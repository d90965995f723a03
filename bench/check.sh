#!/bin/sh
# One determination: as a whole process beside other command-line programs, then in one process.
# The peers do less: sqlite3 and jq do nothing but start; opa decides bench/policy.rego, one threshold rule.
set -eu
cd "$(dirname "$0")/.."
runs=${BENCH_RUNS:-60}
export="activity=export chip=h100 from=US to=CN"
use="activity=use place=BR chip=huawei/ascend-910b end-user.country=BR end-user.headquarters=BR
	end-user.parent.country=BR assume=ordinary"
ask=data.advanced_chips.outcome

peers= opa=
take() { # NAME: is the peer there?
	if ! command -v "$1" >/dev/null 2>&1; then
		echo "  $1 is absent: not compared"
		return 1
	fi
	peers="$peers $1 $("$1" --version | sed -n '1s/^[^0-9]*\([0-9.]*\).*/\1/p')"
}

# shellcheck disable=SC2086 # facts are separate words
set -- check-h100-cn build/ambit check $export -- check-h100-cn-json build/ambit check $export --json -- \
	check-h100-cn-brief build/ambit check $export --brief -- check-910b-br build/ambit check $use
if take sqlite3; then set -- "$@" -- sqlite3 sqlite3 :memory: 'select 1'; fi
if take jq; then set -- "$@" -- jq jq -n 1; fi
if opa=$(sh bench/opa.sh); then
	peers="$peers opa $("$opa" version | sed -n 's/^Version: //p')"
	set -- "$@" -- opa-eval "$opa" eval -d bench/policy.rego -i bench/case.json "$ask"
else
	echo "  opa is absent: not compared"
fi
echo "  peers:${peers:- none}"
ratios=$(mktemp)
trap 'rm -f "$ratios"' EXIT
build/bench/bench-cold "$runs" 4 "$@" -- -true /bin/true >"$ratios"
grep -v '^cold/' "$ratios"
echo
build/bench/bench-warm 40
grep '^cold/' "$ratios" || true

# opa's own benchmark of the same policy in one process, in turns with ours; it explains nothing.
if [ -z "$opa" ] || ! command -v jq >/dev/null 2>&1; then exit 0; fi
ours= peer=
for _ in 1 2 3; do
	ours="$ours $(build/bench/bench-warm 400 one)"
	peer="$peer $("$opa" bench -d bench/policy.rego -i bench/case.json "$ask" --format json |
		jq '.Extra.histogram_timer_rego_query_eval_ns_median / 1000')"
done
# shellcheck disable=SC2086 # numbers are separate words
median() { printf '%s\n' "$@" | sort -n | sed -n 2p; }
# shellcheck disable=SC2086
awk -v a="$(median $ours)" -v b="$(median $peer)" 'BEGIN {
	printf "warm/h100-cn-stated-explained/opa-bench ratio=%.2f (ours %.1f us, peer %.1f us)\n", b / a, a, b }'
