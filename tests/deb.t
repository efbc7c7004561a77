#!/bin/sh
# deb.t: make deb: a package that lintian accepts, the same each time.
. "${0%/*}/lib.sh"

needs dpkg-deb dpkg-shlibdeps lintian

tree()
{
	make -C "$T_SRC" "$@"
}

# A build of its own, with /usr in the programs: the tree's, made before or now.
t 'make deb makes one package' <<'EOT'
	rm -f "$T_SRC"/build/ref_*.deb
	tree -j2 deb >log 2>&1
	cp "$T_SRC"/build/ref_*.deb ref.deb
EOT

t 'lintian has nothing to say' <<'EOT'
	status=0
	lintian --allow-root --pedantic ref.deb >tags 2>err || status=$?
	empty tags
	is "$status" 0
EOT

t 'what is in it, and what it depends on' <<'EOT'
	dpkg-deb --contents ref.deb >list
	for source in "$T_SRC"/bin/*.c; do
		name=${source##*/}
		has list " ./usr/bin/${name%.c}"
	done
	has list ' ./usr/share/man/man7/ref.7.gz' ' ./usr/share/ref/book/AGENTS.md' \
	    ' ./usr/share/bash-completion/completions/ref-due -> ref' \
	    ' ./usr/share/zsh/vendor-completions/_ref' \
	    ' ./usr/share/fish/vendor_completions.d/ref.fish' \
	    ' ./usr/share/doc/ref/copyright'
	hasnt list setup.sh share/ref/demo share/ref/debian
	awk '$2 != "root/root"' list >owned
	empty owned
	dpkg-deb --field ref.deb Depends >depends
	like depends 'libc6 .*libgit2-.*libyaml-.*git$' 'libpcre2-8-0'
EOT

t 'unpacked elsewhere it works' <<'EOT'
	dpkg-deb --extract ref.deb root
	PATH=/usr/bin:/bin root/usr/bin/ref init here >out
	[ -f here/AGENTS.md ]
	PATH=/usr/bin:/bin root/usr/bin/ref due -B here >out
	empty out
EOT

t 'packed again, on another day by another umask: the same bytes' <<'EOT'
	umask 077
	if [ -n "${T_LONG:-}" ]; then
		rm -rf "$T_SRC/build/deb/obj"
	fi
	TZ=Asia/Tokyo tree deb >log 2>&1
	cmp ref.deb "$T_SRC"/build/ref_*.deb
EOT

finish
