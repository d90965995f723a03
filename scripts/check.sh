#!/bin/sh
# Every test of the project; the last line is the sum "N passed, N failed".
# CHECK=core: only what needs nothing beyond the packages of `make demo`.
# AMBIT_SHARED: folder with cases collected elsewhere, used when it is there (default ../shared).
set -u
cd "$(dirname "$0")/.." || exit 1
. scripts/tally.sh

if [ -z "${AMBIT_SHARED:-}" ] && [ -d ../shared ]; then AMBIT_SHARED=$(cd ../shared && pwd); fi
if [ -n "${AMBIT_SHARED:-}" ]; then export AMBIT_SHARED; fi
export ASAN_OPTIONS=abort_on_error=0:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1

build() { # FOLDER OPTIONS...
	scripts/configure.sh "$@" && ninja -C "$1" --quiet
}

# What the program tests by itself, and the scripts that drive it from outside.
program() { # FOLDER
	AMBIT=$PWD/$1/ambit
	export AMBIT
	tally "$1: law test" "$AMBIT" law test
	step "$1: law check" "$AMBIT" law check
	for test in tests/*.sh; do
		if [ -f "$test" ]; then tally "$1: $(basename "$test" .sh)" sh "$test"; fi
	done
}

units() { # FOLDER
	for test in $(scripts/list.sh tests); do
		tally "$1: ${test%.c}" "$1/tests/test-${test%.c}"
	done
}

core() {
	echo "ambit as released"
	if prepare "build" build_release; then program build; fi
	step "arrows between rooms" scripts/arrows.sh
	step "header alone" scripts/header-test.sh
}

build_release() { build build -Dbuildtype=release -Doptimization=2 -Dprefix="${PREFIX:-/usr/local}"; }
# shellcheck disable=SC2046 # options are separate words
build_gcc() { build build-check $(scripts/flavor.sh gcc); }
# shellcheck disable=SC2046
build_clang() { build build-clang $(scripts/flavor.sh clang); }

full() {
	echo "gcc with sanitizers"
	if prepare "build-check" build_gcc; then
		units build-check
		program build-check
	fi
	echo "clang with sanitizers"
	if prepare "build-clang" build_clang; then
		units build-clang
		tally "fuzz targets" scripts/fuzz.sh build-clang 3
	fi
}

sets=core
if [ "${CHECK:-}" != core ]; then sets="core check"; fi
# shellcheck disable=SC2086
if ! scripts/deps.sh $sets; then
	echo "0 passed, 1 failed"
	exit 1
fi
core
if [ "${CHECK:-}" != core ]; then full; fi
total
