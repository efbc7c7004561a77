#!/bin/sh
# oom.t: an allocation that fails, anywhere in a change or a sync.  Short by
# default; make check-long fails each of them.
. "${0%/*}/lib.sh"
needs python3
case $T_BUILD in
*asan*)
	echo '1..0 # SKIP a sanitizer has its own allocator'
	# shellcheck disable=SC2034 # lib.sh reads it
	T_done=yes
	exit 0
	;;
esac

points=25
[ -z "${T_LONG:-}" ] || points=0

t 'out of memory: status 2, the book old or new, never a crash' <<'EOT'
	"${CC:-cc}" -shared -fPIC -o fail.so \
	    "$T_SRC/tests/fault/preload/failmalloc.c"
	python3 "$T_SRC/tests/fault/oom.py" "$T_BIN" "$T/fail.so" \
	    --points "$points" >out || { cat out; exit 1; }
	cat out
EOT

t 'a contact too big for the memory there is: said, and nothing changed' <<'EOT'
	needs prlimit
	book
	{
		echo 'name: Big'
		echo 'x-lines:'
		i=0
		while [ $i -lt 40000 ]; do
			echo "  - a line of some length, number $i"
			i=$((i + 1))
		done
	} | person big
	save big
	before=$(git -C "$REF_BOOK" rev-parse HEAD)
	exits 2 prlimit --as=20000000 ref-touch big call now >out 2>err
	has err 'out of memory'
	is "$(git -C "$REF_BOOK" rev-parse HEAD)" "$before"
	git_clean
	ref-touch big call now >out
	git_clean
EOT

finish
