#!/bin/sh
# Names of chips, families and systems: loading the tables and resolving a name.
set -eu
cd "$(dirname "$0")/.."
build/bench/bench-catalog 15
