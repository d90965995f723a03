#!/bin/sh
# Runs the benchmarks beside their peers and prints figures and ratios of this one run, on this machine.
# usage: run.sh [check|law|catalog...]      (none: all)
# A ratio says how many times as fast as the peer ours is: below 1.00 the peer is faster.
set -eu
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then set -- check law catalog; fi
for part in "$@"; do
	if [ ! -f "bench/$part.sh" ] || [ "$part" = run ] || [ "$part" = opa ]; then
		echo "bench: there is no part \"$part\"; use check, law or catalog" >&2
		exit 2
	fi
done

cpu=$(awk -F': *' '/^model name/ { print $2; exit }' /proc/cpuinfo 2>/dev/null || true)
compiler=$(sed -n 's/.*"command": *"\([^ ]*\) .*/\1/p' build/compile_commands.json | head -n 1)
level=$(sed -n 's/.*"command".* \(-O[^ ]*\) .*/\1/p' build/compile_commands.json | head -n 1)
echo "machine: ${cpu:-$(uname -m)}; $(nproc) cores; $(uname -s) $(uname -r);" \
	"$("${compiler:-cc}" --version | head -n 1) $level"
targets=$(for name in cold warm law catalog rows; do echo "bench/bench-$name"; done)
# shellcheck disable=SC2086 # one word a target
if ! log=$(ninja -C build --quiet $targets 2>&1); then
	printf '%s\n' "$log" >&2
	exit 1
fi
for part in "$@"; do
	echo
	echo "== $part =="
	sh "bench/$part.sh"
done
