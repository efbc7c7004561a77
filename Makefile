# ref: make all | demo | check | lint | asan | install | uninstall | dist |
# clean | bench.  Variants live in their own folder: make B=build/x CFLAGS=...

PREFIX ?= /usr/local
DESTDIR ?=
B ?= build
CC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
PROVE ?= prove
CFLAGS ?= -O2 -g
VERSION := 0.1

bindir = $(DESTDIR)$(PREFIX)/bin
datadir = $(DESTDIR)$(PREFIX)/share/ref
mandir = $(DESTDIR)$(PREFIX)/share/man

# The default build puts the programs beside their sources; a variant keeps
# everything in its own folder.
BIN = $(if $(filter build,$(B)),bin,$(B)/bin)

WARN = -Wall -Wextra -Wshadow -Wvla -Wmissing-prototypes -Wwrite-strings \
	-Wconversion $(if $(DEV),-Werror)
HARDEN = -fstack-protector-strong -fPIE -ffile-prefix-map=$(CURDIR)=. \
	$(if $(findstring -O0,$(CFLAGS))$(findstring sanitize,$(CFLAGS)),,-D_FORTIFY_SOURCE=2)
CPPFLAGS_ALL = -D_XOPEN_SOURCE=700 -D_POSIX_C_SOURCE=200809L -iquote lib \
	-DREF_VERSION='"$(VERSION)"' -DREF_PREFIX='"$(PREFIX)"' $(CPPFLAGS)
CFLAGS_ALL = -std=c11 $(WARN) $(HARDEN) $(CFLAGS) -MMD -MP
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)

GIT2_CFLAGS := $(shell $(PKG_CONFIG) --cflags libgit2)
GIT2_LIBS := $(shell $(PKG_CONFIG) --libs libgit2)
YAML_CFLAGS := $(shell $(PKG_CONFIG) --cflags yaml-0.1)
YAML_LIBS := $(shell $(PKG_CONFIG) --libs yaml-0.1)
PCRE_CFLAGS := $(shell $(PKG_CONFIG) --cflags libpcre2-8)
PCRE_LIBS := $(shell $(PKG_CONFIG) --libs libpcre2-8)
LIBS = $(GIT2_LIBS) $(YAML_LIBS) $(PCRE_LIBS) -lpthread
CPPFLAGS_ALL += $(GIT2_CFLAGS) $(YAML_CFLAGS) $(PCRE_CFLAGS)

LIB_C := $(sort $(wildcard lib/*.c))
BIN_C := $(sort $(wildcard bin/*.c))
UNIT_C := $(sort $(wildcard tests/unit/*.c))
FUZZ_C := $(sort $(wildcard tests/fuzz/*.c))
LIB_O := $(LIB_C:%.c=$(B)/%.o)
PROGRAMS := $(BIN_C:bin/%.c=$(BIN)/%)
SCRIPTS := $(BIN)/ref
UNITS := $(UNIT_C:tests/unit/%.c=$(B)/unit/%)
FUZZERS := $(FUZZ_C:tests/fuzz/%.c=$(B)/fuzz/%)

all: $(PROGRAMS) $(SCRIPTS)

$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<

# Made anew, so that no object of a removed module stays in it.
$(B)/libref.a: $(LIB_O)
	@rm -f $@
	$(AR) rcsD $@ $(LIB_O)

$(BIN)/ref-%: $(B)/bin/ref-%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(B)/libref.a $(LIBS)

# A variant has its own copy of the script and finds the same share/.
ifneq ($(BIN),bin)
$(BIN)/ref: bin/ref
	@mkdir -p $(@D)
	cp bin/ref $@
	ln -sfn $(CURDIR)/share $(B)/share
endif

# Unit tests speak TAP by cmocka; fuzz targets replay their corpus without a
# fuzzer (tests/fuzz/replay.c is their main) and fuzz with CC=clang.
$(B)/unit/%: $(B)/tests/unit/%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(B)/libref.a -lcmocka $(LIBS)

units: $(UNITS)

check: all units
	REF_BIN=$(abspath $(BIN)) B=$(B) sh tests/run.sh

# Rewrite the C sources in the one style (.clang-format).
fmt:
	clang-format -i $(wildcard lib/*.[ch] bin/*.[ch] tests/*/*.[ch])

clean:
	rm -rf build $(BIN_C:%.c=%)

-include $(LIB_O:.o=.d) $(BIN_C:%.c=$(B)/%.d) $(UNIT_C:%.c=$(B)/%.d)

.PHONY: all units check fmt clean
.SECONDARY:
