#!/bin/sh
# Prints the Meson options of a test build: `gcc` and `clang` with both sanitizers, `cover` with counters.
# usage: flavor.sh gcc|clang|cover
set -eu
sanitize='-Db_sanitize=address,undefined -Db_lundef=false'
common='-Dtests=true -Dwerror=true -Doptimization=1 -Ddebug=true'
case $1 in
gcc) echo "$common $sanitize" ;;
clang) echo "CC=clang-14 $common -Dfuzz=true $sanitize" ;;
cover) echo "-Dtests=true -Db_coverage=true -Doptimization=0 -Ddebug=true" ;;
*)
	echo "flavor.sh: no flavor \"$1\"; use gcc, clang or cover" >&2
	exit 2
	;;
esac
