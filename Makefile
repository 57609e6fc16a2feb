# SPDX-License-Identifier: Apache-2.0
# `make` builds build/autoindex: server, web app, schema and sample data in one file. `make help` lists the rest.

MAKEFLAGS += --no-builtin-rules
SHELL     := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

VARIANT ?= release
B       := build/$(VARIANT)
CC      := gcc
VERSION := 0.1.0
COMMIT  := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)

PKGS     := libmicrohttpd jansson sqlite3 libcrypto libcrypt zlib libbrotlienc libbrotlidec
PKG_CF   := $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -lm

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wvla -Wformat=2 \
        -Wswitch-enum -Wundef -Wno-missing-field-initializers -Werror
# calc/ must give the same bits everywhere: no contraction, no fast-math, no -march.
CFLAGS_release  := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
CFLAGS_debug    := -O0 -g3
CFLAGS_asan     := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS_asan    := -fsanitize=address,undefined
CFLAGS_tsan     := -O1 -g -fsanitize=thread
LDFLAGS_tsan    := -fsanitize=thread
CFLAGS_coverage := -O0 -g --coverage
LDFLAGS_coverage:= --coverage

CFLAGS  := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iserver -ffp-contract=off -fno-common \
           $(WARN) $(PKG_CF) $(CFLAGS_$(VARIANT))
LDFLAGS := $(LDFLAGS_$(VARIANT))

SRCS  := $(sort $(wildcard server/*/*.c))
TESTS := $(filter %_test.c,$(SRCS))
LIB   := $(filter-out $(TESTS),$(SRCS))
OBJS  := $(filter-out $(B)/server/main.o,$(LIB:%.c=$(B)/%.o)) $(B)/server/embed.o
TBINS := $(TESTS:server/%.c=$(B)/tests/%)

.PHONY: all
all: build/autoindex

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
$(B)/server/app/version.o: CFLAGS += -DAPP_VERSION='"$(VERSION)"' -DAPP_COMMIT='"$(COMMIT)"'
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
	cd web && $(NODE_PATH_FIRST) npm run --silent build
	@touch $@
build/web.pack: web/out/index.html web/scripts/pack.mjs
	@mkdir -p build
	$(NODE_PATH_FIRST) node web/scripts/pack.mjs web/out $@.tmp && mv -f $@.tmp $@

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

# Numbers: vectorised over columns, never reassociated.
$(B)/server/calc/%.o: CFLAGS += $(if $(filter release,$(VARIANT)),-O3)

$(B)/tests/%: server/%.c $(B)/libautoindex.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/libautoindex.a $(LDFLAGS) $(PKG_LIBS) -lcmocka

-include $(OBJS:.o=.d) $(B)/server/main.d $(TBINS:%=%.d)
