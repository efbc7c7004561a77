# ref: make [all|demo|check|check-long|lint|asan|bench|fuzz|install|uninstall|
# dist|distcheck|deb|fmt|clean].  Variants live in their own folder:
# make B=build/x CFLAGS=...   DEV=1 turns warnings into errors.

PREFIX ?= /usr/local
DESTDIR ?=
B ?= build
CC ?= cc
AR ?= ar
PKG_CONFIG ?= pkg-config
PROVE ?= prove
INSTALL ?= install
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
JANSSON_CFLAGS := $(shell $(PKG_CONFIG) --cflags jansson)
JANSSON_LIBS := $(shell $(PKG_CONFIG) --libs jansson)
# With --as-needed a program loads only those whose symbols it uses.
QR_CFLAGS := $(shell $(PKG_CONFIG) --cflags libqrencode)
QR_LIBS := $(shell $(PKG_CONFIG) --libs libqrencode)
NETTLE_CFLAGS := $(shell $(PKG_CONFIG) --cflags nettle)
NETTLE_LIBS := $(shell $(PKG_CONFIG) --libs nettle)
LIBS = $(GIT2_LIBS) $(YAML_LIBS) $(PCRE_LIBS) $(JANSSON_LIBS) $(QR_LIBS) \
	$(NETTLE_LIBS) -lpthread
CPPFLAGS_ALL += $(GIT2_CFLAGS) $(YAML_CFLAGS) $(PCRE_CFLAGS) $(JANSSON_CFLAGS) \
	$(QR_CFLAGS) $(NETTLE_CFLAGS)

LIB_C := $(sort $(wildcard lib/*.c))
BIN_C := $(sort $(wildcard bin/*.c))
UNIT_C := $(sort $(wildcard tests/unit/*.c))
FUZZ_C := $(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c)))
BENCH_C := $(sort $(wildcard tests/bench/*.c))
LIB_O := $(LIB_C:%.c=$(B)/%.o)
PROGRAMS := $(BIN_C:bin/%.c=$(BIN)/%)
SCRIPTS := $(BIN)/ref
UNITS := $(UNIT_C:tests/unit/%.c=$(B)/unit/%)
FUZZERS := $(FUZZ_C:tests/fuzz/%.c=$(B)/fuzz/%)
BENCHES := $(BENCH_C:tests/bench/%.c=$(B)/bench/%)
DEPS := $(LIB_O:.o=.d) $(BIN_C:%.c=$(B)/%.d) \
	$(patsubst %.c,$(B)/%.d,$(wildcard tests/*/*.c))

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

# --- tests ---

# Unit tests speak TAP by cmocka.
$(B)/unit/%: $(B)/tests/unit/%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(B)/libref.a -lcmocka $(LIBS)

# Fuzz targets replay their corpus without a fuzzer, replay.c being their main.
$(B)/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(B)/bench/%: $(B)/tests/bench/%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(B)/libref.a $(LIBS)

# One transaction from the command line, for tests that kill and race it.
FAULTS := $(patsubst tests/fault/%.c,$(B)/fault/%,$(wildcard tests/fault/*.c))

$(B)/fault/%: $(B)/tests/fault/%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(B)/libref.a $(LIBS)

# Choices in the tables, for what is generated.
$(B)/gen/%: $(B)/tests/gen/%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $(B)/libref.a $(LIBS)

units: $(B)/gen/words $(UNITS) $(FUZZERS) $(FAULTS)

# Texts made from the field tables and from what the programs say of their
# options, and committed (tests/unit/generated.c, tests/completion.t compare).
generate: $(B)/unit/generated $(B)/gen/words all
	$(B)/unit/generated --write
	$(B)/gen/words | sh tests/gen/completions.sh '$(BIN)' share/completions

# make check TESTS=tests/lib.t runs just that.
check: all units
	@REF_BIN='$(abspath $(BIN))' B='$(B)' PROVE='$(PROVE)' CC='$(CC)' \
		sh tests/run.sh $(TESTS)

check-long: all units
	@REF_BIN='$(abspath $(BIN))' B='$(B)' PROVE='$(PROVE)' CC='$(CC)' \
		T_LONG=1 sh tests/run.sh $(TESTS)

SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

asan:
	$(MAKE) B=build/asan CFLAGS='$(SANITIZE)' check

lint: all
	@B='$(B)' CC='$(CC)' sh tests/lint/run.sh

# Ratios, measured here and now, with their goals; SIZES='1000 10000 100000'
# measures a book of 100,000, too (some ten minutes).
bench: all $(BENCHES)
	@python3 tests/bench/run.py '$(abspath $(BIN))' '$(abspath $(B))' $(SIZES)

# A minute or SECONDS of libFuzzer for each target; needs clang with its
# sanitizer runtime.  New finds go to build/fuzz-new, crashes to build/crash-*.
SECONDS ?= 60
fuzz:
	$(MAKE) B=build/fuzzer CC=clang \
		CFLAGS='$(SANITIZE) -fsanitize=fuzzer-no-link' \
		$(FUZZ_C:tests/fuzz/%.c=build/fuzzer/live/%)
	@for name in $(FUZZ_C:tests/fuzz/%.c=%); do \
		mkdir -p build/fuzz-new/$$name tests/fuzz/corpus/$$name && \
		build/fuzzer/live/$$name -max_total_time=$(SECONDS) \
			-artifact_prefix=build/crash-$$name- -timeout=5 \
			-rss_limit_mb=1024 -print_final_stats=1 \
			build/fuzz-new/$$name tests/fuzz/corpus/$$name || exit 1; \
	done

$(B)/live/%: $(B)/tests/fuzz/%.o $(B)/libref.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

# --- the demo ---

# The book is made under build/demo by the programs themselves, then a morning
# with it is shown.  No git identity and no configuration is needed.
demo: all
	@mkdir -p build
	@echo 'making the demo book in build/demo (log: build/demo.log)'
	@REF_BIN='$(abspath $(BIN))' sh share/demo/build.sh build/demo >build/demo.log
	@REF_BIN='$(abspath $(BIN))' sh share/demo/morning.sh build/demo

# The outputs on the README, made anew; tests/readme.t compares.
readme: all
	@REF_BIN='$(abspath $(BIN))' sh share/demo/build.sh build/readme >build/readme.log
	@PATH='$(abspath $(BIN))':"$$PATH" sh tests/readme.sh \
		'$(CURDIR)/build/readme' <README.md >build/README.new
	mv build/README.new README.md

# --- installing ---

MAN := $(sort $(wildcard man/*.[1-9]))

# Data that installed programs read; setup.sh, the demo and what packages are
# made with stay in the source, completions go where shells look.
DATA = $(filter-out share/setup.sh share/demo/% share/debian/% \
	share/completions/%,$(shell find share -type f))
bashdir = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zshdir = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fishdir = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

install: all
	$(INSTALL) -d $(bindir)
	$(INSTALL) -m 755 $(PROGRAMS) $(SCRIPTS) $(bindir)
	for f in $(MAN:man/%=%); do \
		$(INSTALL) -d $(mandir)/man$${f##*.} && \
		$(INSTALL) -m 644 man/$$f $(mandir)/man$${f##*.} || exit 1; \
	done
	for f in $(DATA:share/%=%); do \
		$(INSTALL) -d $(datadir)/$$(dirname $$f) && \
		$(INSTALL) -m 644 share/$$f $(datadir)/$$f || exit 1; \
	done
	$(INSTALL) -d $(bashdir) $(zshdir) $(fishdir)
	$(INSTALL) -m 644 share/completions/ref.bash $(bashdir)/ref
	$(INSTALL) -m 644 share/completions/_ref $(zshdir)
	$(INSTALL) -m 644 share/completions/ref.fish $(fishdir)
	for f in $(BIN_C:bin/%.c=%); do \
		ln -sf ref $(bashdir)/$$f && \
		ln -sf ref.fish $(fishdir)/$$f.fish || exit 1; \
	done

uninstall:
	rm -f $(BIN_C:bin/%.c=$(bindir)/%) $(bindir)/ref
	rm -f $(BIN_C:bin/%.c=$(bashdir)/%) $(bashdir)/ref $(zshdir)/_ref \
		$(BIN_C:bin/%.c=$(fishdir)/%.fish) $(fishdir)/ref.fish
	for f in $(MAN:man/%=%); do rm -f $(mandir)/man$${f##*.}/$$f; done
	rm -rf $(datadir)

dist:
	git archive --prefix=ref-$(VERSION)/ HEAD | gzip -9n >ref-$(VERSION).tar.gz

# The tarball builds by itself, installs where it is told, and leaves nothing.
distcheck: dist
	rm -rf build/distcheck
	mkdir -p build/distcheck
	tar -xzf ref-$(VERSION).tar.gz -C build/distcheck
	$(MAKE) -C build/distcheck/ref-$(VERSION) PREFIX=/usr \
		DESTDIR=$(CURDIR)/build/distcheck/root install check
	$(MAKE) -C build/distcheck/ref-$(VERSION) PREFIX=/usr \
		DESTDIR=$(CURDIR)/build/distcheck/root uninstall
	test -z "$$(find build/distcheck/root ! -type d)"

# A package for Debian and its kin, in build/: ref_VERSION-0ref1_ARCH.deb.
# Its programs are built apart, with /usr in them; the same sources give the
# same bytes.
deb:
	rm -rf build/deb/root
	$(MAKE) B=build/deb/obj PREFIX=/usr DESTDIR=$(CURDIR)/build/deb/root install
	sh share/debian/build.sh $(CURDIR)/build/deb/root build $(VERSION)

# Rewrite the C sources in the one style (.clang-format).
fmt:
	clang-format -i $(wildcard lib/*.[ch] bin/*.[ch] tests/*/*.[ch])

clean:
	rm -rf build $(BIN_C:%.c=%) ref-$(VERSION).tar.gz

-include $(DEPS)

.PHONY: all units check check-long asan lint bench fuzz generate demo readme install uninstall \
	dist distcheck deb fmt clean
.SECONDARY:
.DELETE_ON_ERROR:
