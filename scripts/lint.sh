#!/bin/sh
# Looks that need no run: format, clang-tidy, cppcheck, the arrows between rooms, the public header alone.
# usage: lint.sh      (build/ must be configured: clang-tidy reads its compile_commands.json)
set -u
cd "$(dirname "$0")/.." || exit 1
. scripts/tally.sh

# clang does not know every option of gcc that may stand in the compile commands.
tidy() {
	scripts/sources.sh src | grep '\.c$' |
		xargs -P "$(nproc)" -n 4 clang-tidy-14 --quiet -p build --extra-arg=-Wno-unknown-warning-option
}
form() { scripts/sources.sh | xargs clang-format-14 --dry-run --Werror; }
bugs() {
	cppcheck --quiet --std=c11 --language=c --enable=warning,performance,portability --inline-suppr \
		--suppress=missingIncludeSystem --error-exitcode=1 -D__GNUC__ -Iinclude -Isrc src
}

step "clang-format" form
step "clang-tidy" tidy
step "cppcheck" bugs
step "arrows between rooms" scripts/arrows.sh
step "header alone" scripts/header-test.sh
total
