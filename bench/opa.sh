#!/bin/sh
# Prints the path of an `opa` to compare with: the one on the PATH, or one built once, at a pinned version, by Go.
# Exits 1, with the reason on the error stream, where there is none.
set -eu
cd "$(dirname "$0")/.."
version=v1.22.2
if command -v opa; then exit 0; fi
if [ -x build/peers/opa ]; then
	echo build/peers/opa
	exit 0
fi
if ! command -v go >/dev/null 2>&1; then
	echo "opa is absent, and so is Go, which could build it" >&2
	exit 1
fi
echo "Building opa $version to compare with, once: go install, about 120 MB to download, a minute or two..." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! GOBIN=$PWD/build/peers go install -trimpath -ldflags '-s -w' \
	"github.com/open-policy-agent/opa@$version" >"$log" 2>&1; then
	tail -n 3 "$log" >&2
	echo "opa is absent: Go could not build it" >&2
	exit 1
fi
echo build/peers/opa
