#!/bin/sh
# install.t: make install, uninstall, and what make rebuilds.
. "${0%/*}/lib.sh"

# The tree's own make, for the build folder under test.
tree()
{
	make -C "$T_SRC" B="${B:-build}" PREFIX=/usr DESTDIR="$T/root" "$@"
}

t 'install puts programs, manuals and data where PREFIX and DESTDIR say' <<'EOT'
	tree install >log 2>&1
	for source in "$T_SRC"/bin/*.c; do
		name=${source##*/}
		[ -x "root/usr/bin/${name%.c}" ]
	done
	[ -x root/usr/bin/ref ]
	for page in "$T_SRC"/man/*.[1-9]; do
		[ -f "root/usr/share/man/man${page##*.}/${page##*/}" ]
	done
	[ -f root/usr/share/ref/book/AGENTS.md ]
	absent root/usr/share/ref/setup.sh root/usr/share/ref/demo \
	    root/usr/share/ref/debian root/usr/share/ref/completions
	find root ! -type d ! -path 'root/usr/*' >outside
	empty outside
EOT

t 'an installed ref runs its programs from beside itself' <<'EOT'
	PATH=/usr/bin:/bin root/usr/bin/ref -V >out
	like out '^ref [0-9]+\.[0-9]+'
	root/usr/bin/ref >list
	has list list
EOT

t 'completions stand where each shell looks for each program' <<'EOT'
	for name in ref ref-due; do
		[ -f "root/usr/share/bash-completion/completions/$name" ]
		[ -f "root/usr/share/fish/vendor_completions.d/$name.fish" ]
	done
	[ -f root/usr/share/zsh/site-functions/_ref ]
EOT

t 'uninstall leaves nothing of ours and everything of others' <<'EOT'
	: >root/usr/bin/other
	tree uninstall >log 2>&1
	find root ! -type d >left
	same left <<-'EOF'
	root/usr/bin/other
	EOF
EOT

t 'dist: the same sources give the same bytes, and build by themselves' <<'EOT'
	git -C "$T_SRC" rev-parse --verify HEAD >head 2>said ||
	    skip 'no git history'
	for name in one two; do
		git clone -q "$T_SRC" "$name"
		make -C $name dist >log 2>&1
		sleep 1
	done
	cmp one/ref-*.tar.gz two/ref-*.tar.gz
	[ -n "${T_LONG:-}" ] || exit 0
	mkdir tar
	tar -xzf one/ref-*.tar.gz -C tar
	for goal in install uninstall; do
		make -C tar/ref-* PREFIX=/usr DESTDIR="$T/tar/root" -j2 $goal >log 2>&1
	done
	find tar/root ! -type d >left
	empty left
EOT

t 'a changed header rebuilds what includes it, and nothing else does' <<'EOT'
	tree -q all
	tree -n -W lib/cell.h all >changed
	has changed lib/cell.c lib/out.c
	hasnt changed lib/mem.c
	tree -n -W lib/mem.c all >changed
	has changed lib/mem.c libref.a
	hasnt changed lib/cell.c
EOT

t 'programs are hardened: position independent, read-only relocations' <<'EOT'
	readelf -hld "$T_BIN/ref-list" >elf
	like elf 'Type: +DYN' 'GNU_RELRO' 'BIND_NOW|NOW'
EOT

t 'a build keeps no path of the machine' <<'EOT'
	# Debugging information of the compiler's own headers has none of ours.
	exits 1 grep -qF "$T_SRC/lib" "$T_BIN/ref-list"
EOT

finish
