#!/bin/sh
# Writes a C file that carries law/**/*.law and data/*.csv inside the program (.incbin:
# the assembler copies the bytes, so that megabytes cost no compile time), and a depfile.
# usage: embed.sh ROOT OUT.c OUT.d
set -eu
root=$1 out=$2 dep=$3
case $out in /*) ;; *) out=$PWD/$out ;; esac
case $dep in /*) ;; *) dep=$PWD/$dep ;; esac
cd "$root"

list() {
	if [ -d law ]; then find law -type f -name '*.law'; fi
	if [ -d data ]; then find data -type f -name '*.csv'; fi
}

files=$(list | LC_ALL=C sort)
if printf '%s\n' "$files" | grep -q '[^A-Za-z0-9._/-]'; then
	echo "embed.sh: a file name in law/ or data/ holds a character other than A-Z a-z 0-9 . _ / -; rename it" >&2
	exit 1
fi

{
	printf '/* Made by scripts/embed.sh: rule packs and tables, sorted by path. */\n#include "base/base.h"\n\n'
	if [ -n "$files" ]; then
		# shellcheck disable=SC2086 # names without blanks, checked above
		wc -c $files | awk -v root="$PWD" '
			BEGIN { n = 0 }
			$2 == "total" { next }
			{
				printf "__asm__(\".section .rodata\\n.balign 16\\nambit_asset_%d:\\n.incbin \\\"%s/%s\\\"\\n.byte 0\\n.previous\\n\");\n", n, root, $2
				printf "extern const unsigned char ambit_asset_%d[] __attribute__((visibility(\"hidden\")));\n", n
				row[n] = sprintf("\t{\"%s\", ambit_asset_%d, %d},\n", $2, n, $1)
				n++
			}
			END {
				printf "\nconst ab_asset ab_assets[] = {\n"
				for (i = 0; i < n; i++) printf "%s", row[i]
				printf "};\n\nconst size_t ab_asset_count = %d;\n", n
			}'
	else
		printf 'const ab_asset ab_assets[] = {{NULL, NULL, 0}};\n\nconst size_t ab_asset_count = 0;\n'
	fi
} >"$out.new"
mv "$out.new" "$out"

{
	printf '%s:' "$(basename "$out")"
	{
		printf '%s\n' "$files"
		for d in law data; do if [ -d $d ]; then find $d -type d; else echo $d; fi; done
	} | sed "/./!d; s|^| $PWD/|" | tr -d '\n'
	printf '\n'
} >"$dep"
