#!/bin/sh
# Draws the pictures of the README from what the program says on fixed days.
# usage: pictures.sh [FOLDER]   (needs python3; AMBIT names the program)
set -eu
cd "$(dirname "$0")/.."
ambit=${AMBIT:-build/ambit}
out=${1:-docs/img}
mkdir -p "$out"

# Codes 0, 1 and 3 are answers.
shot() { # NAME TITLE ARGUMENTS...
	name=$1 title=$2
	shift 2
	code=0
	text=$("$ambit" "$@" --known 2026-11-24 --color always) || code=$?
	case $code in 0 | 1 | 3) ;; *) return "$code" ;; esac
	printf '%s\n' "$text" | python3 scripts/ansi2svg.py "$title" >"$out/$name.svg"
}

COLUMNS=88
export COLUMNS
shot check-910b-brazil 'ambit check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01' \
	check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01
shot check-h100-china 'ambit check chip=h100 activity=export from=US to=CN --as-of 2026-06-15' \
	check chip=h100 activity=export from=US to=CN --as-of 2026-06-15
shot flip-h100-china 'ambit check chip=nvidia/h100-sxm … to=CN end-user.headquarters=DE … --flip' \
	check chip=nvidia/h100-sxm activity=export from=US to=CN end-user.headquarters=DE end-user.parent.country=DE \
	assume=ordinary,unlisted-owners --as-of 2026-06-15 --flip
shot chip-h20 'ambit chip h20' chip h20 --as-of 2026-06-15
demo=$(AMBIT="$ambit" AMBIT_TODAY=2026-11-24 sh scripts/demo.sh)
printf '%s\n' "$demo" | sed "s|$ambit|build/ambit|g" | python3 scripts/ansi2svg.py 'make demo' >"$out/demo.svg"
