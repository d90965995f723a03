#!/bin/sh
# The main job in one page: one chip, two users, four days; why the answers differ; one answer in full.
set -eu
cd "$(dirname "$0")/.."
ambit=${AMBIT:-build/ambit}
today=${AMBIT_TODAY:-$(date -u +%Y-%m-%d)}

startup="activity=use place=BR chip=huawei/ascend-910b end-user.country=BR end-user.headquarters=BR
	end-user.parent.country=BR assume=ordinary"
institute="activity=use place=DE chip=huawei/ascend-910b item.installed_before=true end-user.country=DE
	end-user.headquarters=DE end-user.parent.country=DE assume=ordinary"

# The outcome on a day, as it would have been known on that day. Codes 0, 1 and 3 are answers.
outcome() { # DAY FACTS...
	day=$1
	shift
	code=0
	line=$("$ambit" check "$@" --as-of "$day" --known "$day" --brief) || code=$?
	case $code in
	0 | 1 | 3) printf '%s\n' "$line" | cut -f 1 ;;
	*) return "$code" ;;
	esac
}

words() { printf '%s' "$1" | tr - ' '; }

cat <<'END'

One chip, two users, four days: may they use a Huawei Ascend 910B?

  A  A start-up in Brazil wants to use the chip.
  B  A European research institute runs a project on a cluster in Germany
     that has these chips and is already installed.

  day, and known     A: start-up in Brazil       B: institute in Germany
  ---------------------------------------------------------------------------
END
rows=
for day in 2025-05-12 2025-05-14 2025-06-01 "$today"; do
	# shellcheck disable=SC2086 # facts are separate words
	a=$(outcome "$day" $startup)
	# shellcheck disable=SC2086
	b=$(outcome "$day" $institute)
	printf '  %-17s  %-26s  %s\n' "$day" "$(words "$a")" "$(words "$b")"
	rows="$rows $day:$a:$b"
done

row() { printf '%s\n' $rows | grep "^$1:" | cut -d : -f 2-; }
before=$(row 2025-05-12) after=$(row 2025-05-14)
echo
if [ "$before" != "$after" ]; then
	cat <<'END'
On 13 May 2025 the US Bureau of Industry and Security published guidance that
chips such as the Ascend 910B were probably designed or made in breach of its
rules, so that using one, anywhere, may fall under General Prohibition Ten; on
12 May no such presumption had been published.

END
fi
if [ "${after%:*}" = "${after#*:}" ]; then
	cat <<'END'
The presumption asks how the chip came to be, not where it runs or since when:
Brazil and Germany, a new purchase and an installed cluster get one answer.
END
else
	cat <<'END'
A and B differ because the facts of place and use differ; `--explain` shows
which provision makes the difference.
END
fi

printf '\nThe answer to A on 1 June 2025, in full:\n\n'
code=0
# shellcheck disable=SC2086
"$ambit" check $startup --as-of 2025-06-01 --known 2025-06-01 || code=$?
case $code in 0 | 1 | 3) ;; *) exit "$code" ;; esac

cat <<END

What to type next:

  $ambit check chip="Ascend 910B" activity=use place=BR --explain
  $ambit check chip=h20 activity=export from=US to=CN --as-of 2025-06-01
  $ambit chip h100
  $ambit check --help
END
