# Ambit: thin targets over Meson and the scripts.
PREFIX ?= /usr/local
BENCH ?=
FUZZ_SECONDS ?= 60

.PHONY: build demo check mutants bench fuzz cover lint fmt docs install clean

build:
	@scripts/configure.sh build -Dbuildtype=release -Doptimization=2 -Dprefix=$(PREFIX)
	@ninja -C build --quiet

demo:
	@scripts/deps.sh core
	@$(MAKE) --no-print-directory build
	@scripts/demo.sh

# CHECK=core runs what needs no package beyond those of `make demo`.
check:
	@CHECK="$(CHECK)" scripts/check.sh </dev/null

# Every mutant of the law against its cases: a minute or two. MUTANTS="--only us.ear.742" takes a part of the law.
MUTANTS ?= --all
mutants:
	@scripts/deps.sh core check
	@scripts/configure.sh build-mutants -Dbuildtype=release -Doptimization=2 -Dtests=true
	@ninja -C build-mutants --quiet tests/test-mutate
	@build-mutants/tests/test-mutate $(MUTANTS)

bench:
	@scripts/deps.sh core bench
	@$(MAKE) --no-print-directory build
	@bench/run.sh $(BENCH)

fuzz:
	@scripts/deps.sh core check
	@scripts/configure.sh build-clang $$(scripts/flavor.sh clang)
	@ninja -C build-clang --quiet
	@scripts/fuzz.sh build-clang $(FUZZ_SECONDS)

cover:
	@scripts/deps.sh core check
	@scripts/cover.sh

lint:
	@scripts/deps.sh core lint
	@$(MAKE) --no-print-directory build
	@scripts/lint.sh

fmt:
	@scripts/deps.sh lint
	@clang-format-14 -i $$(scripts/sources.sh)

# What the program says of itself: schemas of its inputs and outputs, and its help.
docs: build
	@mkdir -p build/docs
	@build/ambit schema case >build/docs/case.schema.json
	@build/ambit schema determination >build/docs/determination.schema.json
	@build/ambit schema columns >build/docs/columns.csv
	@build/ambit --help >build/docs/ambit.txt
	@echo "wrote build/docs: case.schema.json, determination.schema.json, columns.csv, ambit.txt"

install: build
	@meson install -C build --no-rebuild --quiet
	@echo "installed under $(DESTDIR)$(PREFIX)"

clean:
	rm -rf build build-check build-clang build-cover build-mutants
