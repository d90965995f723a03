#!/bin/sh
# Configures a build folder, or does nothing when options and list of test files are the same as last time.
# usage: configure.sh build[-NAME] [CC=compiler] [meson options]
set -eu
cd "$(dirname "$0")/.."
dir=$1
shift
case $dir in build | build-*) ;; *)
	echo "configure.sh: \"$dir\" is no build folder; use build or build-NAME" >&2
	exit 2
	;;
esac
options="$PWD $*"
sources=$(scripts/list.sh tests && scripts/list.sh fuzz)
case ${1:-} in CC=*)
	export "$1"
	shift
	;;
esac
stamp=$dir/configured
same() { [ -f "$stamp.$1" ] && [ "$(cat "$stamp.$1")" = "$2" ]; }

again=
if same options "$options" && [ -f "$dir/build.ninja" ]; then
	if same sources "$sources"; then exit 0; fi
	again=--reconfigure
else
	rm -rf "$dir"
fi
log=$(mktemp)
if ! meson setup $again "$dir" "$@" >"$log" 2>&1; then
	cat "$log" >&2
	rm -f "$log" "$stamp".*
	exit 1
fi
rm -f "$log"
printf '%s\n' "$options" >"$stamp.options"
printf '%s\n' "$sources" >"$stamp.sources"
