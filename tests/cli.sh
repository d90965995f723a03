#!/bin/sh
# The command line from outside: answers and their exit codes, bad input with its place and remedy, and the help that is
# kept true. AMBIT names the program. The last line is the sum.
set -u
ambit=${AMBIT:-build/ambit}
AMBIT_TODAY=2026-11-24
LC_ALL=C
export AMBIT_TODAY LC_ALL
unset NO_COLOR COLUMNS
if ! command -v "$ambit" >/dev/null; then
	echo "there is no program $ambit"
	echo "0 passed, 1 failed"
	exit 1
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# Runs the program; leaves code, $work/out, $work/err.
ambit() {
	code=0
	"$ambit" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
}

ok() { passed=$((passed + 1)); }

not_ok() { # WHAT
	failed=$((failed + 1))
	printf 'not as wanted: %s (exit code %s)\n' "$1" "$code"
	head -n 4 "$work/out" | cut -c 1-160
	head -n 4 "$work/err" | cut -c 1-300
}

# The exit code, and whether standard output has the text.
gives() { # CODE TEXT ARGUMENTS...
	want=$1 text=$2
	shift 2
	ambit "$@"
	if [ "$code" -eq "$want" ] && grep -qF -- "$text" "$work/out" && [ ! -s "$work/err" ]; then ok; else not_ok "ambit $*: $text"; fi
}

# Bad input: exit code 2, nothing on standard output, one line `ambit: ...what...; ...remedy...`.
refuses() { # WHAT REMEDY ARGUMENTS...
	what=$1 remedy=$2
	shift 2
	ambit "$@"
	if [ "$code" -eq 2 ] && [ ! -s "$work/out" ] && [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q '^ambit: ' "$work/err" &&
		grep -qF -- "$what" "$work/err" && grep -qF -- "; $remedy" "$work/err"; then ok; else not_ok "ambit $*: $what; $remedy"; fi
}

refuses_case() { # WHAT REMEDY: of the case in $work/case.json
	refuses "$1" "$2" check --case "$work/case.json"
}

outcome() { # ARGUMENTS...: the outcome alone
	ambit check "$@" --brief
	cut -f 1 "$work/out"
}

# ---- answers ----
local_buyer="end-user.country=BR end-user.headquarters=BR end-user.parent.country=BR end-user.listed=none"
gives 0 no-license-required check item.kind=ic item.tpp=100 item.performance_density=1 item.marketed_for_datacenter=false \
	activity=export from=US to=CA assume=ordinary,local,unlisted-owners as_of=2024-06-01 --brief
gives 1 license-required check chip=nvidia/h100-sxm activity=export from=US to=CN --as-of 2026-06-15 --brief
gives 1 presumed-prohibited check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01 --brief
gives 3 not-determined check chip=nvidia/h100-sxm activity=export from=US to=BR --as-of 2026-06-15 --brief
gives 3 not-determined check chip=nvidia/h100-sxm activity=export from=US to=BR jurisdictions=zz --brief
gives 1 "Presumed prohibited" check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01
gives 1 '"outcome": "presumed-prohibited"' check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01 --json
gives 1 presumed-prohibited check chip=昇腾910B activity=use place=巴西 --as-of 2025-06-01 --brief
printf '{"schema":"ambit/case/1","as_of":"2026-06-15","activity":"export","from":"US","to":"CN","item":{"chip":"nvidia/h100-sxm"}}' >"$work/case.json"
gives 1 license-required check --case "$work/case.json" --brief
gives 3 not-determined check --case "$work/case.json" to=BR --brief
"$ambit" check --case - --brief <"$work/case.json" >"$work/out" 2>"$work/err"
code=$?
if [ "$code" -eq 1 ] && grep -q '^license-required' "$work/out"; then ok; else not_ok "check --case -"; fi

# the line of --brief: outcome, one tab, one sentence
ambit check chip=nvidia/h100-sxm activity=export from=US to=CN --as-of 2026-06-15 --brief
if [ "$(wc -l <"$work/out")" -eq 1 ] && [ "$(awk -F '\t' '{print NF}' "$work/out")" = 2 ] && [ "$(cut -f 2 "$work/out" | wc -c)" -gt 20 ]; then ok; else not_ok "--brief"; fi
# --quiet: the exit code is the answer
ambit check chip=nvidia/h100-sxm activity=export from=US to=CN --as-of 2026-06-15 --quiet
if [ "$code" -eq 1 ] && [ ! -s "$work/out" ] && [ ! -s "$work/err" ]; then ok; else not_ok "--quiet"; fi
# known: what nobody could know yet does not count
known=$(outcome chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01 --known 2025-05-12)
case $known in
no-license-required | not-subject | not-determined) ok ;;
*) not_ok "--known: $known" ;;
esac
# readings: the text of January 2025 is worldwide, what is enforced is not
# shellcheck disable=SC2086 # facts are separate words
enforced=$(outcome chip=nvidia/h100-sxm activity=export from=US to=BR $local_buyer assume=ordinary jurisdictions=us --as-of 2026-06-15)
# shellcheck disable=SC2086
text=$(outcome chip=nvidia/h100-sxm activity=export from=US to=BR $local_buyer assume=ordinary jurisdictions=us --as-of 2026-06-15 --reading text)
if [ "$enforced" = no-license-required ] && [ "$text" = license-required ]; then ok; else not_ok "--reading: $enforced, $text"; fi
# an interpretation decides what the text leaves open
open=$(outcome chip=nvidia/h100-sxm activity=export from=US to=JP end-user.headquarters=JP end-user.parent.country=CN assume=ordinary --as-of 2025-09-15 --known 2025-09-15)
taken=$(outcome chip=nvidia/h100-sxm activity=export from=US to=JP end-user.headquarters=JP end-user.parent.country=CN assume=ordinary --as-of 2025-09-15 --known 2025-09-15 --interpret us.ear.hq-2025=spares)
if [ "$open" = not-determined ] && [ "$taken" = license-required ]; then ok; else not_ok "--interpret: $open, $taken"; fi
# the same number in digits and with an exponent is one number
model="item.kind=model-weights activity=export from=US to=BR end-user.headquarters=BR end-user.parent.country=BR assume=ordinary as_of=2025-05-20 known=2025-01-20 jurisdictions=us"
# shellcheck disable=SC2086
a=$(outcome $model training_ops=1e26)
# shellcheck disable=SC2086
b=$(outcome $model training_ops=100000000000000000000000000)
# shellcheck disable=SC2086
c=$(outcome $model training_ops=100,000,000,000,000,000,000,000,000)
# shellcheck disable=SC2086
d=$(outcome $model training_ops=99999999999999999999999999)
if [ "$a" = license-required ] && [ "$b" = "$a" ] && [ "$c" = "$a" ] && [ "$d" = no-license-required ]; then ok; else not_ok "1e26: $a $b $c $d"; fi
# the same question, the same bytes
ambit check chip=h100 activity=export from=US to=BR --json
cp "$work/out" "$work/first"
ambit check chip=h100 activity=export from=US to=BR --json
if [ -s "$work/out" ] && cmp -s "$work/first" "$work/out"; then ok; else not_ok "--json twice"; fi

# ---- owners from a table ----
cat >"$work/owners.csv" <<'CSV'
owner,owned,percent,from,source
"Huawei Technologies Co., Ltd.",Middle Co,50,2020-01-01,register
Somebody,Middle Co,50,2020-01-01,register
Middle Co,Example Works,50,2021-05-01,report
Somebody,Example Works,50,2021-05-01,report
CSV
gives_owned() { # CODE TEXT DAY ARGUMENTS...
	want=$1 text=$2
	shift 2
	day=$1
	shift
	gives "$want" "$text" check item.eccn=EAR99 item.kind=commodity activity=export from=US to=CN jurisdictions=us \
		end-user.name="Example Works" end-user.country=CN end-user.listed=none assume=ordinary,unlisted-owners \
		--as-of "$day" "$@"
}
gives_owned 1 "license-required" 2025-10-15 --ownership "$work/owners.csv" --brief
gives_owned 0 "no-license-required" 2025-09-28 --ownership "$work/owners.csv" --brief
gives_owned 1 "owners.csv:4, report (2021-05-01)" 2025-10-15 --ownership "$work/owners.csv" --json
gives_owned 1 "\"id\": \"owners-from-table\"" 2025-10-15 --ownership "$work/owners.csv" --json
printf 'owner,owned,percent\nA,B,half\n' >"$work/bad.csv"
refuses 'bad.csv:2:5: this is no share in percent: "half"' "write 30" check chip=h100 end-user.name=B --ownership "$work/bad.csv"
refuses "no-such.csv" "" check chip=h100 --ownership "$work/no-such.csv"

# ---- color and width ----
ambit check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01
if [ -s "$work/out" ] && ! grep -q "$(printf '\033')" "$work/out"; then ok; else not_ok "color in a pipe"; fi
ambit check chip="Ascend 910B" activity=use place=BR --as-of 2025-06-01 --color always
if grep -q "$(printf '\033')" "$work/out"; then ok; else not_ok "--color always"; fi
COLUMNS=60 "$ambit" law show us.ear.gp10 >"$work/out" 2>"$work/err"
code=$?
if [ "$code" -eq 0 ] && awk 'length($0) > 60 { exit 1 }' "$work/out"; then ok; else not_ok "COLUMNS=60"; fi

# ---- chips ----
gives 0 "15,832" chip nvidia/h100-sxm
gives 0 3A090.a chip nvidia/h100-sxm --as-of 2024-06-01
gives 0 '"schema": "ambit/chip/1"' chip h20 --json
gives 0 "4,707" chip rtx 4090 d
gives 0 "5,120" chip --tops int8=640,fp16=320 --die 665
ambit chip h20 a800 --json
if [ "$code" -eq 0 ] && [ "$(grep -c '"schema": "ambit/chip/1"' "$work/out")" -eq 2 ]; then ok; else not_ok "chip h20 a800 --json"; fi
refuses 'no chip or system is called "nosuch-9000"' "" chip nosuch-9000
refuses "no chip and no figures were given" "try" chip
refuses "names no format" "write --tops" chip --tops 640
refuses 'item.tops.int9: this names no number format' "did you mean int" chip --tops int9=640
refuses "this is no day" "write an existing day" chip h100 --as-of 2025-02-30

# ---- bad facts ----
refuses "tpp: the unit is TPP, not TOPS" "convert" check tpp="4800 TOPS"
refuses "the unit is mm2, not cm2" "convert" check die_area_mm2="8 cm2"
refuses 'unknown fact "item.tpb"' "did you mean tpp?" check item.tpb=4
refuses 'unknown fact "end-user.headquartes"' "did you mean headquarters?" check end-user.headquartes=CN
refuses '"Brasil" is no country' "did you mean BR (Brazil)?" check chip=h100 to=Brasil
refuses "argument 3: to" "" check chip=h100 to=Atlantis
refuses "this is no day of the calendar" "write an existing day" check as_of=2025-02-30
refuses "--as-of" "write an existing day" check chip=h100 --as-of 2025-02-30
refuses "--known" "write" check chip=h100 --known tomorrow
refuses "negative" "give a figure of zero or more" check tpp=-5
refuses "tpp" "" check tpp=1e29
refuses "argument 2" "" check tpp=1e999999999
refuses "argument 2" "" check tpp=12abc
refuses "argument 2" "" check tops.fp16=1e13
refuses 'is no word' "did you mean export?" check activity=exprot
refuses '"foo" states no fact' "write PATH=VALUE" check chip=h100 foo
refuses "no facts were given" "try" check
refuses "argument 2: a path or value is not valid UTF-8" "write it as UTF-8" check chip="$(printf 'h\377100')"

# ---- bad cases in JSON: file, line and column ----
printf '{\n  "item": {"tpp": "4800 TOPS"}\n}' >"$work/case.json"
refuses_case "case.json:2:19: item.tpp: the unit is TPP" "convert"
printf '{"item": {"chip": "h100"' >"$work/case.json"
refuses_case "case.json:1:" ""
printf '{"item": {"chip": "h\377100"}}' >"$work/case.json"
refuses_case "case.json:1:" ""
printf '{"activity": "use"} x' >"$work/case.json"
refuses_case "case.json:1:21:" ""
printf '{"activity": "use", "activity": "buy"}' >"$work/case.json"
refuses_case "case.json:1:21:" ""
: >"$work/case.json"
refuses_case "case.json" ""
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "{\"item\":"; for (i = 0; i < 10000; i++) printf "}" }' >"$work/case.json"
refuses_case "case.json:1:" ""
awk 'BEGIN { printf "{\"item\": "; for (i = 0; i < 10000; i++) printf "{\"contains\": [{\"item\": "; printf "{}"; for (i = 0; i < 10000; i++) printf "}]}"; printf "}" }' >"$work/case.json"
refuses_case "case.json:1:" ""
refuses "$work/none.json" "check the name" check --case "$work/none.json"

# ---- bad packs ----
pack() { # TEXT: a pack of that text alone
	rm -rf "$work/pack"
	mkdir "$work/pack"
	printf '%b' "$1" >"$work/pack/bad.law"
}
pack 'pack zz "test"\ndefine a\n  when b\ndefine b\n  when a\n'
refuses "bad.law:5:8: define \`b\` leads back to define \`a\`" "" check chip=h100 --law "$work/pack"
ambit law check "$work/pack"
if [ "$code" -eq 2 ] && grep -q 'bad.law:5:8: .* leads back to' "$work/err"; then ok; else not_ok "a pack with a cycle"; fi
pack 'pack zz "test"\nfact x is bool\nrule zz.1 "one"\n  when x is tru\n'
ambit law check "$work/pack"
if [ "$code" -eq 2 ] && grep -q 'bad.law:[0-9]*:[0-9]*: ' "$work/err"; then ok; else not_ok "a pack with a bad condition"; fi
{
	printf 'pack zz "test"\nfact x is bool\ndefine a when '
	awk 'BEGIN { for (i = 0; i < 10000; i++) printf "("; printf "x is true"; for (i = 0; i < 10000; i++) printf ")"; print "" }'
} >"$work/pack/bad.law"
refuses "bad.law:3:" "" law check "$work/pack"
refuses "nowhere" "give a folder" law check "$work/nowhere"
mkdir "$work/empty"
refuses "no .law file" "give the folder" law check "$work/empty"
mkdir "$work/data"
printf 'id,name\nx,\n' >"$work/data/chips.csv"
ambit check chip=h100 --data "$work/data"
if [ "$code" -eq 2 ] && grep -q '^ambit: .*chips.csv' "$work/err"; then ok; else not_ok "a bad table"; fi

# ---- law ----
gives 0 "nothing wrong" law check
gives 0 ", 0 failed" law test
gives 0 "guidance-2025" law show us.ear.gp10
gives 0 "General Prohibition Ten" law show us.ear.736.2.b.10
gives 0 "Total processing performance" law show tpp
gives 0 "KH" law show D:5
gives 0 "us.ear.gp10" law show us
gives 0 "2025-05-13" law show us --changes
gives 0 "text not held" law coverage
gives 0 "Part 734  Scope" law coverage
gives 0 "not-held  Patents" law coverage
gives 1 '"extent": "not-held"' check item.kind=technology item.eccn=3E001 item.technology_for=3A090 activity=export from=US to=CN --json
refuses "us.ear.gp11" "did you mean us.ear.gp1" law show us.ear.gp11
refuses 'there is no pack "xx"' "" law show xx --changes
# a case that fails is told with its place, and the exit code is not 0
cp -r law "$work/law"
printf 'pack us "Export Administration Regulations, 15 CFR 730-774"\ncase "wrong on purpose" given activity use, place US, item.kind ic, item.tpp 1\n  expect prohibited  source "none"\n' >"$work/law/wrong.law"
ambit law test --law "$work/law"
if [ "$code" -eq 1 ] && grep -q 'wrong.law:2: wrong on purpose' "$work/out" && tail -n 1 "$work/out" | grep -q ', 1 failed$'; then ok; else not_ok "law test with a wrong case"; fi
# what a case says of what does not apply, and of the review policy, is held too; a name that nothing has is told
printf 'pack us "Export Administration Regulations, 15 CFR 730-774"\n' >"$work/law/wrong.law"
for expected in 'not by us.ear.742.6.a.6.iii' 'not by 3A090.a' 'not by us.ear.nothing' 'policy case-by-case'; do
	printf 'case "%s"\n  given as_of 2024-12-15, activity export, from US, to CN, item.kind ic, item.tpp 15832,\n    item.marketed_for_datacenter true, assume ordinary\n  expect license-required %s source "none"\n' "$expected" "$expected" >>"$work/law/wrong.law"
done
ambit law test --law "$work/law"
if [ "$code" -eq 1 ] && tail -n 1 "$work/out" | grep -q ', 4 failed$' && grep -q 'too much  3A090.a' "$work/out" && grep -q 'nothing in the law is called us.ear.nothing' "$work/out" && grep -q 'policy    presumption-of-denial' "$work/out"; then ok; else not_ok "law test: not by, policy"; fi
# a rule that no case meets, or that applies wherever it is looked at, is named with its place
printf 'pack us "Export Administration Regulations, 15 CFR 730-774"\nrule us.ear.zz "Never" when activity is publish and item.kind is rack requires license\nrule us.ear.zy "Always" when item.tpp >= 0 TPP requires license\n' >"$work/law/wrong.law"
ambit law test --law "$work/law"
if grep -q 'wrong.law:2: no case meets us.ear.zz' "$work/out" && grep -q 'wrong.law:3: no case shows where us.ear.zy does not apply' "$work/out"; then ok; else not_ok "law test names what no case shows"; fi
# the formatter: its own output stands
printf 'pack zz "test"\nfact x   is bool\n  ask "Is it?"\n' >"$work/fmt.law"
ambit law fmt --check "$work/fmt.law"
if [ "$code" -eq 1 ] && grep -q fmt.law "$work/out"; then ok; else not_ok "fmt --check"; fi
ambit law fmt "$work/fmt.law"
if [ "$code" -eq 0 ] && grep -q '^fact x is bool' "$work/fmt.law"; then ok; else not_ok "fmt"; fi
ambit law fmt --check "$work/fmt.law"
if [ "$code" -eq 0 ] && [ ! -s "$work/out" ]; then ok; else not_ok "fmt --check of what fmt wrote"; fi
refuses "no file was given" "write" law fmt

# ---- commands, options, help ----
refuses 'no command "chek"' "did you mean \`ambit check\`?" chek
refuses 'no command "chip=h100"' "facts come after a command" chip=h100
refuses 'no option "--jsno"' "did you mean --json?" check --jsno
refuses "--as-of lacks its value" "write --as-of DAY" check chip=h100 --as-of
refuses "--json takes no value" "write --json alone" check --json=yes
refuses 'no reading "letter"' "write --reading" check chip=h100 --reading letter
refuses 'is called "nope=1"' "see" check chip=h100 --interpret nope=1
refuses '"ko"' "leave --lang out" check chip=h100 --lang ko
refuses 'no language "xx"' "write --lang en" check chip=h100 --lang xx
refuses "--color" "write --color" check chip=h100 --color blue
refuses '"screen" is not built yet' "" screen Huawei
refuses '"law export" is not built yet' "" law export
gives 1 "better" check chip=h100 activity=export from=US to=CN assume=ordinary --flip
gives 1 '"flips_sought": {"facts"' check chip=h100 activity=export from=US to=CN assume=ordinary --flip --json
refuses 'cannot "tset"' "did you mean \`ambit law test\`?" law tset
refuses 'no schema "cas"' "did you mean case?" schema cas
gives 0 "ambit 0." --version
gives 0 "ambit check chip=h100" --help
gives 0 "ambit check chip=h100"
gives 0 "--as-of DAY" help check
gives 0 "--as-of DAY" check --help
gives 0 "not built yet" help screen
for what in case determination; do gives 0 '"$schema"' schema $what; done
gives 0 "item.tpp" schema columns
# every example that the help of check and chip gives is one that works
for command in check chip; do
	ambit help $command
	grep '^  ambit' "$work/out" | grep -v -- '--case' >"$work/examples"
	while read -r line; do
		code=0
		eval "\"\$ambit\" ${line#ambit }" >"$work/out" 2>"$work/err" </dev/null || code=$?
		if [ "$code" -ne 2 ] && [ -s "$work/out" ]; then ok; else not_ok "$line"; fi
	done <"$work/examples"
done
# the manual names every command and every option, and nothing else
for command in check chip law schema; do
	ambit help $command
	for option in $(grep -o '^  --[a-z-]*' "$work/out"); do
		name=$(printf '%s' "${option#--}" | sed 's/-/\\\\-/g')
		if grep -q -e "^\.It Fl Fl $name\( \|\$\)" docs/ambit.1; then ok; else not_ok "docs/ambit.1 lacks $option"; fi
	done
	if grep -q "^\.Ss ambit $command" docs/ambit.1; then ok; else not_ok "docs/ambit.1 lacks $command"; fi
done
for command in check chip law schema; do ambit help $command; cat "$work/out"; done >"$work/help"
for option in $(sed -n 's/^\.It Fl Fl \([a-z\\-]*\).*/\1/p' docs/ambit.1 | sed 's/\\-/-/g' | sort -u); do
	if grep -q -e "^  --$option" "$work/help"; then ok; else not_ok "docs/ambit.1 has --$option, which does not exist"; fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
