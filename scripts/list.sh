#!/bin/sh
# Prints the names of the C files in a folder of the repository, sorted, one a line.
# usage: list.sh tests|fuzz
set -eu
cd "$(dirname "$0")/../$1"
LC_ALL=C ls | grep '\.c$'
