#!/bin/sh
# layers.t: the house rules that a compiler does not know (see README, Hacking).
. "${0%/*}/lib.sh"

# A module is its files: doc is doc.h, doc.c, doc_edit.c ...  Layers 3 and 4 do
# not include each other; 4 includes only 2 and 0.
cat >layers <<'EOF'
0 mem str utf8 error file date zone money cell banned charset csv phone card
1 doc out graft json html qr
2 contact config schema pack fields link visit people kin view merge3 fill
3 book cache past known txn repo sync history undo erased
4 method code gap select due score ask thank stats tree plan timeline dup
5 draft page handout export import report check
6 cli write column record person intake join shipped template
EOF
while read -r layer modules; do
	for module in $modules; do
		echo "$module $layer"
	done
done <layers >table

# module FILE: the module that a source file belongs to: its stem, or the longest
# beginning of it, up to a _, that is in the table.
module()
{
	stem=${1##*/}
	stem=${stem%.[ch]}
	while ! grep -q "^$stem " table; do
		case $stem in
		*_*) stem=${stem%_*} ;;
		*) note "$1: in no layer; see $0"; return 1 ;;
		esac
	done
	echo "$stem"
}

t 'files include only downwards' <<'EOT'
	bad=
	for file in "$T_SRC"/lib/*.[ch]; do
		mine=$(module "$file")
		layer=$(sed -n "s/^$mine //p" table)
		sed -n 's/^#include "\(.*\)"$/\1/p' "$file" >included
		while read -r name; do
			other=$(module "$name")
			below=$(sed -n "s/^$other //p" table)
			case $layer-$below in
			4-4 | 4-2 | 4-0 | 3-3) continue ;;
			4-* | 3-4) ;;
			*) [ "$layer" -lt "$below" ] || continue ;;
			esac
			note "${file##*/} ($layer) includes $name ($below)"
			bad=yes
		done <included
	done
	is "$bad" ''
EOT

t 'each header compiles alone and first' <<'EOT'
	for file in "$T_SRC"/lib/*.h; do
		printf '#include "%s"\nextern int x;\n' "${file##*/}" >one.c
		"${CC:-cc}" -std=c11 -D_XOPEN_SOURCE=700 -Wall -Wextra -Werror \
		    -iquote "$T_SRC/lib" -fsyntax-only one.c
	done
EOT

t 'libyaml, libgit2, PCRE2, jansson and nettle are each known to one module' <<'EOT'
	cat >knowers <<-'EOF'
	yaml.h doc
	git2 repo
	pcre2.h select
	jansson.h json
	nettle/ repo
	EOF
	: >others
	while read -r header module; do
		for file in "$T_SRC"/lib/*.[ch] "$T_SRC"/bin/*.c; do
			case ${file##*/} in
			"$module".c | "$module"_*.[ch] | '*.c') continue ;;
			esac
			! grep -q "^#include <$header" "$file" ||
			    echo "${file##*/} $header" >>others
		done
	done <knowers
	empty others
EOT

t 'every source bans what is banned, as its last include' <<'EOT'
	for file in "$T_SRC"/lib/*.c "$T_SRC"/bin/*.c; do
		[ -f "$file" ] || continue
		grep '^#include' "$file" >includes
		is "${file##*/}: $(tail -n 1 includes)" \
		    "${file##*/}: #include \"banned.h\""
	done
EOT

# Objects of the library, cli apart: it alone prints, exits and reads the clock.
# mem ends the process when memory does, repo_run a child that cannot start its
# program; waiting for a lock needs a clock that tells no date, and git's own
# clock stamps a commit.
cat >forbidden <<'EOF'
printf
vprintf
__printf_chk
__vprintf_chk
puts
putchar
perror
stdout
stderr
exit
_exit
_Exit
quick_exit
err
errx
warn
warnx
time
gettimeofday
clock_gettime
setlocale
git_signature_now
git_signature_default
EOF
t 'the library neither prints nor exits nor asks the time' <<'EOT'
	bad=
	for object in "$T_BUILD"/lib/*.o; do
		name=${object##*/}
		name=${name%.o}
		[ -f "$T_SRC/lib/$name.c" ] || continue
		allowed='^$'
		case $name in
		cli*) continue ;;
		mem) allowed='^_exit$' ;;
		repo_run) allowed='^_exit$' ;;
		repo_who) allowed='^git_signature_now$' ;;
		txn* | repo* | sync*) allowed='^clock_gettime$' ;;
		esac
		nm -u "$object" >symbols
		sed -n 's/^ *U \([A-Za-z0-9_]*\).*/\1/p' symbols >names
		grep -Fx -f forbidden names >used || :
		grep -Ev "$allowed" used >rest || :
		[ -s rest ] || continue
		note "$name: $(tr '\n' ' ' <rest)"
		bad=yes
	done
	is "$bad" ''
EOT

t 'no file of the library has state that changes' <<'EOT'
	: >state
	for object in "$T_BUILD"/lib/*.o; do
		name=${object##*/}
		[ -f "$T_SRC/lib/${name%.o}.c" ] || continue
		objdump -t "$object" >symbols
		# Objects in writable sections; .data.rel.ro is constant once
		# loaded, and the rest is a compiler's or a sanitizer's own.
		grep -E ' O \.(data|bss|tdata|tbss)' symbols >found || :
		grep -Ev ' O \.data\.rel\.ro|(__|\.)[a-z_]*san|\.hidden' found >rest || :
		[ ! -s rest ] || sed "s/^.*[	 ]/$name /" rest >>state
	done
	# The book's zone is set once, at the start (date.h).
	sed -i '/^zone.o zone$/d' state
	sort -o state state
	empty state
EOT

t 'programs that only read do not load libgit2' <<'EOT'
	: >loaded
	for file in "$T_SRC"/bin/*.c; do
		[ -f "$file" ] || continue
		name=${file##*/}
		name=${name%.c}
		case $name in
		ref-list | ref-show | ref-due) ;;
		ref-log) continue ;; # what it reads is git's history
		*)
			! grep -qE '"(write|record|person|intake|join|txn|repo|sync)\.h"' "$file" ||
			    continue
			;;
		esac
		ldd "$T_BIN/$name" >libraries
		! grep -q libgit2 libraries || echo "$name" >>loaded
	done
	empty loaded
EOT

finish
