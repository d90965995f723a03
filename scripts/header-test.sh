#!/bin/sh
# include/ambit.h compiles alone, as C17 and as C++17 (where a C++ compiler is there), without a warning.
set -eu
cd "$(dirname "$0")/.."
flags='-fsyntax-only -Wall -Wextra -Wpedantic -Werror -Iinclude'
text='#include "ambit.h"
#include "ambit.h"
'
# shellcheck disable=SC2086 # flags are separate words
printf '%s' "$text" | ${CC:-cc} -x c -std=c17 $flags -
if command -v "${CXX:-c++}" >/dev/null 2>&1; then
	# shellcheck disable=SC2086
	printf '%s' "$text" | ${CXX:-c++} -x c++ -std=c++17 $flags -
fi
