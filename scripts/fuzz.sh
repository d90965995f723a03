#!/bin/sh
# Runs each fuzz target for some seconds, from the seeds in fuzz/corpus/NAME and the files that it reads in daily life.
# usage: fuzz.sh BUILD-FOLDER SECONDS
set -u
cd "$(dirname "$0")/.." || exit 1
. scripts/tally.sh
dir=$1 seconds=$2
finds=$dir/fuzz-finds
mkdir -p "$finds"

for source in $(scripts/list.sh fuzz); do
	name=${source%.c}
	new=$finds/corpus-$name
	mkdir -p "$new"
	set -- "$new"
	if [ -d "fuzz/corpus/$name" ]; then set -- "$@" "fuzz/corpus/$name"; fi
	case $name in
	law*) if [ -d law ]; then set -- "$@" law; fi ;;
	csv | catalog*) if [ -d data ]; then set -- "$@" data; fi ;;
	case | check) # a published case a file
		mkdir -p "$finds/seeds-cases"
		awk -F '\t' -v dir="$finds/seeds-cases" '!/^#/ { f = dir "/" NR; print $1 >f; close(f) }' tests/published/cases.tsv
		set -- "$@" "$finds/seeds-cases"
		;;
	esac
	step "fuzz $name, $seconds s" timeout $((seconds + 120)) "$dir/fuzz/fuzz-$name" -max_total_time="$seconds" \
		-timeout=10 -rss_limit_mb=2048 -max_len=16384 -verbosity=0 -artifact_prefix="$finds/$name-" "$@"
done
total
