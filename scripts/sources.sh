#!/bin/sh
# Prints the C files and headers of the repository, sorted, one a line.
# usage: sources.sh [FOLDER...]
set -eu
cd "$(dirname "$0")/.."
if [ $# -eq 0 ]; then set -- include src tests fuzz bench; fi
for d in "$@"; do
	if [ -d "$d" ]; then find "$d" -type f -name '*.[ch]'; fi
done | LC_ALL=C sort
