#!/bin/sh
# The arrows between rooms go down only: cli -> report -> determine -> law, catalog, screen -> base.
# A room includes another only by that room's own header. Prints what breaks this; exits 1 then.
set -eu
cd "$(dirname "$0")/../src"

find . -type f -name '*.[ch]' | sed 's|^\./||' | LC_ALL=C sort | xargs awk '
	BEGIN {
		level["base"] = 0; level["law"] = 1; level["catalog"] = 1; level["screen"] = 1
		level["determine"] = 2; level["report"] = 3; level["cli"] = 4
		open["base/base.h"]; open["law/law.h"]; open["catalog/catalog.h"]; open["screen/screen.h"]
		open["determine/determine.h"]; open["report/report.h"]
	}
	function bad(why) { printf "src/%s:%d: includes \"%s\": %s\n", FILENAME, FNR, to, why; faults++ }
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split($0, quoted, "\""); to = quoted[2]
		split(FILENAME, path, "/"); room = path[1]
		if (!(room in level)) { bad("src/" room " is no room; add it to scripts/arrows.sh"); next }
		if (to == "ambit.h") { if (level[room] < 2) bad("the public header is for determine and above"); next }
		if (split(to, target, "/") != 2) { bad("write ROOM/FILE.h, from src/"); next }
		if (target[1] == room) next
		if (!(target[1] in level)) bad("there is no such room")
		else if (level[target[1]] >= level[room]) bad(room " stands not above " target[1])
		else if (!(to in open)) bad("a private header of " target[1])
	}
	END { exit faults > 0 }'
