# SPDX-License-Identifier: Apache-2.0
# `make` builds build/autoindex: server, web app, schema and sample data in one file. `make help` lists the rest.

MAKEFLAGS += --no-builtin-rules
SHELL     := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

# release, debug, asan, tsan, coverage; clang and fuzz are for the checks. Each in its own folder of build/.
VARIANT ?= release
B       := build/$(VARIANT)
CC      := $(if $(filter clang fuzz,$(VARIANT)),clang,gcc)
VERSION := 0.1.0
COMMIT  := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)

PKGS     := libmicrohttpd gnutls libcurl jansson sqlite3 libcrypto libcrypt zlib libbrotlienc libbrotlidec \
            xlsxwriter
# Not linked: report/pdf_libs.c loads them when the first PDF is made.
LOADED   := cairo pangocairo
PKG_CF   := $(shell pkg-config --cflags $(PKGS) $(LOADED) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -lm

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wvla -Wformat=2 \
        -Wswitch-enum -Wundef -Wno-missing-field-initializers -Werror
# calc/ must give the same bits everywhere: no contraction, no fast-math, no -march.
CFLAGS_release  := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now -rdynamic
CFLAGS_debug    := -O0 -g3
CFLAGS_asan     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_asan    := -fsanitize=address,undefined
# gcc warns in error where it instruments; the release variant has the warning.
CFLAGS_tsan     := -O1 -g -fsanitize=thread -Wno-maybe-uninitialized
LDFLAGS_tsan    := -fsanitize=thread
CFLAGS_coverage := -O0 -g --coverage -fprofile-update=atomic
LDFLAGS_coverage:= --coverage
CFLAGS_clang    := -O1
CFLAGS_fuzz     := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LDFLAGS_fuzz    := -fsanitize=fuzzer,address,undefined
# Numbers: vectorised over columns, never reassociated.
CFLAGS_calc     := -fno-math-errno $(if $(filter release,$(VARIANT)),-O3)

CFLAGS  := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iserver -ffp-contract=off -fno-common \
           $(WARN) $(PKG_CF) $(CFLAGS_$(VARIANT))
LDFLAGS := $(LDFLAGS_$(VARIANT))
BUILT_WITH := $(CC) $(CFLAGS) $(CFLAGS_calc) $(LDFLAGS) $(PKG_LIBS)

SRCS  := $(sort $(wildcard server/*/*.c))
TESTS := $(filter %_test.c,$(SRCS))
LIB   := $(filter-out $(TESTS),$(SRCS))
OBJS  := $(filter-out $(B)/server/main.o,$(LIB:%.c=$(B)/%.o)) $(B)/server/embed.o
TBINS := $(TESTS:server/%.c=$(B)/tests/%)
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))

.PHONY: all binaries objects tidied fuzzers
all: $(if $(filter release,$(VARIANT)),build/autoindex,$(B)/autoindex) ## build/autoindex, everything in one file (VARIANT=asan: build/asan/autoindex)
binaries: $(B)/autoindex $(TBINS)
objects: $(SRCS:%.c=$(B)/%.o) $(B)/server/main.o
tidied: $(SRCS:%.c=$(B)/%.tidy) $(B)/server/main.tidy
fuzzers: $(FUZZERS)

build/autoindex: $(B)/autoindex
	@cp -f $< $@.tmp && mv -f $@.tmp $@

$(B)/autoindex: $(B)/server/main.o $(B)/server/embed_web.o $(B)/libautoindex.a
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(B)/libautoindex.a: $(OBJS)
	@rm -f $@ && ar rcs $@ $^

$(B)/server/embed.o: server/embed.S $(wildcard schema/sqlite/*.sql data/sample/*)
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

$(B)/server/embed_web.o: server/embed_web.S build/web.pack
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<

# Knows the commit, so it is made anew when that changes.
$(B)/server/app/version.o $(B)/server/app/version.tidy: CFLAGS += -DAPP_VERSION='"$(VERSION)"' -DAPP_COMMIT='"$(COMMIT)"'
$(B)/server/app/version.o: build/commit
build/commit: FORCE
	@mkdir -p $(@D) && echo '$(VERSION) $(COMMIT)' | cmp -s - $@ || echo '$(VERSION) $(COMMIT)' > $@
.PHONY: FORCE
FORCE:

# The web app: npm's packages, the static export, one packed file.
WEB_SRCS := $(shell find web/src web/public web/scripts -type f 2>/dev/null) \
            $(wildcard web/*.json web/*.ts web/*.mjs web/.npmrc)
NODE_PATH_FIRST := PATH="$(CURDIR)/web/.node/node_modules/node/bin:$$PATH"
web/node_modules/.package-lock.json: web/package-lock.json
	cd web && $(NODE_PATH_FIRST) npm ci --no-audit --no-fund
	@touch $@
web/out/index.html: $(WEB_SRCS) web/node_modules/.package-lock.json
	rm -rf web/.next/dev/types # the dev server's, which do not pass our own strictness
	cd web && $(NODE_PATH_FIRST) npm run --silent build
	@touch $@
build/web.pack: web/out/index.html web/scripts/pack.mjs
	@mkdir -p build
	$(NODE_PATH_FIRST) node web/scripts/pack.mjs web/out $@.tmp && mv -f $@.tmp $@

# Holds the flags, so that everything is made anew when they change.
$(B)/flags: FORCE
	@mkdir -p $(@D) && echo '$(BUILT_WITH)' | cmp -s - $@ || echo '$(BUILT_WITH)' > $@

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(B)/server/calc/%.o: CFLAGS += $(CFLAGS_calc)

$(B)/%.tidy: $(B)/%.o .clang-tidy
	clang-tidy --quiet $*.c -- $(CFLAGS)
	@touch $@

build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(B)/libautoindex.a
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/libautoindex.a $(LDFLAGS) $(PKG_LIBS)

$(B)/tests/%: server/%.c $(B)/libautoindex.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/libautoindex.a $(LDFLAGS) $(PKG_LIBS) -lcmocka

-include $(OBJS:.o=.d) $(B)/server/main.d $(TBINS:%=%.d) $(FUZZERS:%=%.d) $(TESTS:%.c=$(B)/%.d)

# Tests and checks. Suites run by tests/run_all.py: a closing line counts what passed and failed, build/test-logs
# holds what each printed.
SUITES := python3 tests/run_all.py
.PHONY: test test-unit test-threads test-integration test-e2e test-interop test-lookahead-long test-soak-long \
        test-jobs-long
.PHONY: coverage bench fuzz
test: ## everything that must hold
	@$(SUITES) all
test-unit: ## C unit tests under ASan and UBSan, unit tests of the web app
	@$(SUITES) unit web
test-threads: ## the HTTP server and its load tests under ThreadSanitizer
	@$(SUITES) threads
test-integration: ## black-box tests of the real binary
	@$(SUITES) integration
test-e2e: ## browser tests of the release binary (Chromium; CHROME=path for another)
	@$(SUITES) e2e
test-interop: ## Schemathesis, Spectral, Redocly and a generated client on the API (fetches them from PyPI and npm)
	@$(SUITES) interop
test-lookahead-long: all ## no look-ahead, over 200 cut dates
	python3 tests/lookahead.py --dates 200
test-soak-long: all ## 2,000,000 mixed requests, and the memory before and after; a summary
	python3 tests/soak.py --requests 2000000 build/autoindex
test-jobs-long: all $(B)/tests/queue/sql_test ## the queue against a model, 2,000,000 steps, and 200 kill -9; docs/measured/queue.md
	python3 tests/measure_queue.py $(B)/tests/queue/sql_test
coverage: ## line coverage of server/ by the unit and integration tests; fails under 85 %
	@$(SUITES) coverage
# The tools of test-interop, pinned and with checksums where npm has them.
build/interop/installed: tests/interop/requirements.txt tests/interop/package-lock.json
	@mkdir -p build/interop/npm
	python3 -m venv --clear build/interop/venv
	build/interop/venv/bin/pip install -q --disable-pip-version-check -r $<
	cp tests/interop/package.json tests/interop/package-lock.json tests/interop/.npmrc build/interop/npm
	cd build/interop/npm && $(NODE_PATH_FIRST) npm ci --silent --ignore-scripts
	@touch $@
FUZZ_SECONDS ?= 60
fuzz: ## each parser for FUZZ_SECONDS=60 under libFuzzer; finds and corpus in build/fuzz
	@FUZZ_SECONDS=$(FUZZ_SECONDS) $(SUITES) fuzz
bench: all ## the figures of the README, each against its budget
	@status=0; build/autoindex bench || status=1; for part in executemany http events recompute; do \
		python3 tests/bench_$$part.py build/autoindex || status=1; done; exit $$status

# Each check is a target of its own: make check-tidy
CHECKS := format tidy arrows libraries banned length heads paths map openapi config types prettier eslint tsc size \
          shellcheck black flake8 mypy pycompile
.PHONY: check list-checks $(CHECKS:%=check-%)
check: ## style, static analysis, architecture, generated files
	@$(SUITES) check
list-checks:
	@echo $(CHECKS)

C_FILES  := $(wildcard server/*.c server/*/*.[ch] tests/fuzz/*.[ch])
SH_FILES := run test .ci/run $(wildcard tools/*.sh tests/*.sh)
PY_FILES := $(wildcard tests/*.py tools/*.py)
BLACK    := black --line-length 100
WEB      := cd web && $(NODE_PATH_FIRST)
SCHEMA_TS := src/api/generated/schema.d.ts

check-format:
	clang-format --dry-run -Werror $(C_FILES)
check-tidy:
	$(MAKE) -s VARIANT=clang objects tidied
check-arrows check-libraries check-banned check-length check-heads check-paths check-map:
	python3 tools/check_source.py $(@:check-%=%)
check-openapi: $(B)/autoindex
	$(B)/autoindex openapi | diff -u openapi.json - || { echo "openapi.json is stale: make openapi"; exit 1; }
check-config: $(B)/autoindex
	$(B)/autoindex config --markdown | diff -u docs/configuration.md - || \
		{ echo "docs/configuration.md is stale: make docs-config"; exit 1; }
check-types:
	$(WEB) npx openapi-typescript ../openapi.json -o ../build/schema.d.ts
	diff -u web/$(SCHEMA_TS) build/schema.d.ts || { echo "$(SCHEMA_TS) is stale: make openapi"; exit 1; }
check-prettier:
	$(WEB) npm run --silent format:check
check-eslint:
	$(WEB) npm run --silent lint
check-tsc:
	$(WEB) npm run --silent typecheck
check-size: web/out/index.html
	$(WEB) npm run --silent size
check-shellcheck:
	shellcheck $(SH_FILES)
check-black:
	$(BLACK) --check --quiet --diff $(PY_FILES)
check-flake8:
	flake8 --max-line-length 110 --extend-ignore E203,W503 $(PY_FILES)
check-mypy:
	mypy $(PY_FILES)
check-pycompile: # those that came with the data and stay as they are
	python3 -c 'import sys; [compile(open(f).read(), f, "exec") for f in sys.argv[1:]]' data/sample/*.py tests/tricky/*.py

.PHONY: openapi docs-config fmt dev clean help
openapi: all ## write openapi.json and the web app's types anew
	build/autoindex openapi > build/openapi.json && mv build/openapi.json openapi.json
	$(WEB) npm run --silent generate
docs-config: all ## write docs/configuration.md anew from the table of the settings
	build/autoindex config --markdown > build/configuration.md && mv build/configuration.md docs/configuration.md
fmt: ## format C, Python and the web app
	clang-format -i $(C_FILES)
	$(BLACK) --quiet $(PY_FILES)
	$(WEB) npm run --silent format
dev: ## server and Next's dev server, both follow changes; Ctrl-C ends both
	@tools/dev.sh
clean: ## remove build/, the web app's output and its packages
	rm -rf build web/out web/.next web/node_modules
help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-20s %s\n", $$1, $$2 }' Makefile

# The driver of the oracle cases: build/tests/oracles --groups ABC cases.json
build/tests/oracles: $(wildcard tests/oracles*.[ch]) $(B)/libautoindex.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -Itests -o $@ $(filter %.c %.a,$^) $(LDFLAGS) $(PKG_LIBS)
