#!/bin/sh
# The program links little, so that a command answers in milliseconds: at most eight lines of ldd.
# Run with $AMBIT set to the program; a build with sanitizers links more and is not judged.
set -u
passed=0 failed=0
libraries=$(ldd "$AMBIT" 2>/dev/null)
case $libraries in
*libasan* | *libubsan* | '') echo "not judged: no ldd, or a build with sanitizers" ;;
*)
	lines=$(printf '%s\n' "$libraries" | wc -l)
	if [ "$lines" -le 8 ]; then
		passed=1
	else
		failed=1
		printf '%s\nldd prints %d lines, more than 8: link less\n' "$libraries" "$lines"
	fi
	;;
esac
# judged or not, the program must start without anything beside it
if (cd / && env -i PATH=/usr/bin:/bin "$AMBIT" --version >/dev/null); then passed=$((passed + 1)); else failed=$((failed + 1)); fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
