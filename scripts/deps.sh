#!/bin/sh
# Installs the Debian 12 packages that a job needs and that are missing; says first which and how large.
# usage: deps.sh core|check|lint|bench...      (several sets; core: what `make demo` needs)
set -u
missing=

need() { # PACKAGE TEST...
	package=$1
	shift
	if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}
have() { command -v "$1"; }
library() { pkg-config --exists "$1"; }
compiles() { printf '#include <%s>\n' "$1" | cc -E -x c -; }
fuzzer() { ls /usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.fuzzer-*.a; }

set_core() {
	need gcc have cc
	need libc6-dev compiles stdio.h
	need meson have meson
	need ninja-build have ninja
	need pkgconf have pkg-config
	need libyajl-dev library yajl
	need libssl-dev library libcrypto
}
set_check() {
	need g++ have c++
	need clang-14 have clang-14
	need libclang-rt-14-dev fuzzer
	need libcmocka-dev library cmocka
}
set_lint() {
	need clang-format-14 have clang-format-14
	need clang-tidy-14 have clang-tidy-14
	need cppcheck have cppcheck
}
set_bench() {
	need jq have jq
	need sqlite3 have sqlite3 # opa: bench/opa.sh builds it where Go is there
}

if [ $# -eq 0 ]; then set -- core; fi
for name in "$@"; do
	case $name in
	core | check | lint | bench) "set_$name" ;;
	*)
		echo "deps.sh: there is no set \"$name\"; use core, check, lint or bench" >&2
		exit 2
		;;
	esac
done
if [ -z "$missing" ]; then exit 0; fi

if ! command -v apt-get >/dev/null 2>&1; then
	echo "ambit needs these packages of Debian 12, or what your system calls them:$missing" >&2
	exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
	echo "ambit needs these packages; as root: apt-get install --no-install-recommends$missing" >&2
	exit 1
fi

export DEBIAN_FRONTEND=noninteractive
echo "These packages are missing:$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() { apt-get -y --no-install-recommends "$@" </dev/null; }
# shellcheck disable=SC2086 # package names are separate words
if ! { apt-get update && install --print-uris install $missing; } >"$log" 2>&1 </dev/null; then
	cat "$log" >&2
	echo "deps.sh: the package lists do not offer them; check the network and /etc/apt" >&2
	exit 1
fi
awk -F"[' ]+" '/^.(http|https|file|copy|mirror).*_.*\.deb/ { n++; bytes += $4 }
	END { printf "With what they need: %d packages, %.1f MB to download. Installing...\n", n, bytes / 1e6 }' "$log"
# shellcheck disable=SC2086
if ! install -qq install $missing >"$log" 2>&1; then
	tail -n 30 "$log" >&2
	exit 1
fi
